"""Pulumi's ResourceMonitor service: what a program calls to declare its resources."""

from __future__ import annotations

import asyncio
from typing import Any, NoReturn

import grpc
import grpc.aio
from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2, resource_pb2, resource_pb2_grpc

from pulumi_qstash.engine import urns
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.goals import Goal, from_request, source_position
from pulumi_qstash.engine.registry import PACKAGE, refuse_other_packages
from pulumi_qstash.engine.requests import Inbox, Lookup, Outputs, Register
from pulumi_qstash.engine.session import Session
from pulumi_qstash.engine.state import Resource
from pulumi_qstash.engine.steps import Result
from pulumi_qstash.engine.values import (
    contains_unknowns,
    from_struct,
    to_struct,
)

_FEATURES = {
    "secrets": "SECRETS",
    "resourceReferences": "RESOURCE_REFERENCES",
    "outputValues": "OUTPUT_VALUES",
    "aliasSpecs": "ALIAS_SPECS",
    "deletedWith": "DELETED_WITH",
    "replaceWith": "REPLACE_WITH",
    # What is announced below is refused by name when a program uses it, in
    # words that point at the Pulumi CLI; unannounced, the SDK would tell
    # people to update a CLI that they do not have.
    "replacementTrigger": "REPLACEMENT_TRIGGER",
    "transforms": "TRANSFORMS",
    "invokeTransforms": "INVOKE_TRANSFORMS",
    "parameterization": "PARAMETERIZATION",
    "resourceHooks": "RESOURCE_HOOKS",
    "errorHooks": "ERROR_HOOKS",
    "stateMigrations": "STATE_MIGRATIONS",
}
_TELLS_UNKNOWN = "unknown" in resource_pb2.RegisterResourceResponse.DESCRIPTOR.fields_by_name
_NOT_OURS = (
    ("importId", "import_"),
    ("transforms", "transforms"),
    ("state_migrations", "state_migrations"),
    ("envVarMappings", "env_var_mappings"),
    ("version", "version"),
    ("pluginDownloadURL", "plugin_download_url"),
)


def unsupported(what: str) -> EngineError:
    """The refusal of something that Pulumi offers and this engine does not."""
    return EngineError(f"{what}: the embedded engine does not support this; the Pulumi CLI does")


class Monitor(resource_pb2_grpc.ResourceMonitorServicer):
    """Answers the program; the deployment at the other end of `inbox` does the work."""

    def __init__(self, session: Session, inbox: Inbox, root: str) -> None:
        self._session = session
        self._inbox = inbox
        self._root = root
        self._default_provider: asyncio.Task[str] | None = None
        self._component_providers: dict[str, dict[str, str]] = {}
        self._closed = asyncio.get_running_loop().create_future()
        self._finish = asyncio.Event()
        self.refusal = ""
        """Why the program was refused, where it was."""

    # -- features ----------------------------------------------------------------------------

    async def SupportsFeature(self, request: Any, _context: Any) -> Any:  # noqa: N802
        """Whether a feature is announced (SDKs before 3.272)."""
        return resource_pb2.SupportsFeatureResponse(hasSupport=request.id in _FEATURES)

    async def GetDeploymentInfo(self, _request: Any, _context: Any) -> Any:  # noqa: N802
        """The deployment and the announced features (SDKs from 3.272 on)."""
        session = self._session
        prefix = "RESOURCE_MONITOR_FEATURE_"
        known = (f"{prefix}{name}" for name in _FEATURES.values())
        config = session.target.config
        return resource_pb2.DeploymentInfo(
            project=session.target.project,
            stack=session.target.stack,
            organization=session.target.organization,
            config={k: v.value for k, v in config.items()},
            configSecretKeys=[k for k, v in config.items() if v.secret],
            dryRun=session.preview,
            parallel=session.options.parallel,
            supportedFeatures=[getattr(resource_pb2, name) for name in known if hasattr(resource_pb2, name)],
        )

    # -- resources ---------------------------------------------------------------------------

    async def RegisterResource(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Declare a resource; answers once it is what was declared."""
        try:
            goal = await self._goal(request)
        except EngineError as error:
            await self._refuse(context, error)
        result = await self._answer(context, lambda reply: Register(goal, reply))
        if not goal.custom:
            self._component_providers[result.resource.urn] = dict(request.providers)
        return _registered(request, goal, result)

    async def _goal(self, request: Any) -> Goal:
        for name, option in _NOT_OURS:
            if getattr(request, name, None):
                raise unsupported(f"resource '{request.name}' has the option {option}")
        if request.remote:
            raise unsupported(f"resource '{request.name}' is a remote component ({request.type})")
        if request.HasField("hooks") and request.hooks.ListFields():
            raise unsupported(f"resource '{request.name}' has the option hooks")
        if request.HasField("replacement_trigger"):
            raise unsupported(f"resource '{request.name}' has the option replacement_trigger")
        if request.custom:
            refuse_other_packages(request.type, request.name)
        parent = self._session.goals.get(request.parent)
        goal = from_request(request, parent, "", self._root)
        self._inherit_providers(request)
        if goal.custom and not urns.is_provider_type(goal.type):
            goal.provider = self._told_provider(request, parent) or await self._default()
        return goal

    def _inherit_providers(self, request: Any) -> None:
        if not request.custom:
            for package, reference in self._component_providers.get(request.parent, {}).items():
                if package not in request.providers:
                    request.providers[package] = reference

    def _told_provider(self, request: Any, parent: Goal | None) -> str:
        package = urns.package_of(request.type)
        from_parent = parent.provider if parent else ""
        return str(
            request.provider
            or from_parent
            or request.providers.get(package, "")
            or self._component_providers.get(request.parent, {}).get(package, "")
        )

    async def _default(self) -> str:
        """The default provider, registered when the first resource needs it."""
        if self._default_provider is None:
            self._default_provider = asyncio.ensure_future(self._register_default())
        return await asyncio.shield(self._default_provider)

    async def _register_default(self) -> str:
        from pulumi_qstash.engine.provider_config import provider_inputs

        inputs = provider_inputs(self._session.target)
        goal = Goal(f"{urns.PROVIDER_PREFIX}{PACKAGE}", "default", custom=True, properties=inputs)
        reply: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._inbox.put_nowait(Register(goal, reply))
        done = (await self._wait(reply)).resource
        return urns.reference(done.urn, done.id)

    async def ReadResource(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Look up an object by its id, without owning it."""
        try:
            refuse_other_packages(request.type, request.name)
            provider = request.provider or await self._default()
        except EngineError as error:
            await self._refuse(context, error)
        goal = Goal(request.type, request.name, custom=True, properties={}, parent=request.parent)
        resource = Resource(
            urn="",
            type=request.type,
            custom=True,
            id=request.id,
            inputs=from_struct(request.properties),
            parent=request.parent,
            provider=provider,
            dependencies=list(dict.fromkeys(request.dependencies)),
            external=True,
            additional_secret_outputs=list(request.additionalSecretOutputs),
            source_position=source_position(request, self._root),
        )
        result = await self._answer(context, lambda reply: Lookup(resource, goal, reply))
        return resource_pb2.ReadResourceResponse(
            urn=result.resource.urn,
            properties=to_struct(result.resource.outputs, secrets=request.acceptSecrets),
        )

    async def RegisterResourceOutputs(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Complete a component, or the stack, with its outputs."""
        reply: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._inbox.put_nowait(Outputs(request.urn, from_struct(request.outputs), reply))
        await self._waited(context, reply)
        return empty_pb2.Empty()

    async def Invoke(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Call a function: only the lookup of a resource by its URN, which references to resources need."""
        if request.tok != "pulumi:pulumi:getResource":
            await self._refuse(context, unsupported(f"the program calls the function {request.tok}"))
        urn = from_struct(request.args).get("urn", "")
        found = self._session.news.get(urn)
        if found is None:
            reason = f"unknown resource {urn}"
            return provider_pb2.InvokeResponse(failures=[provider_pb2.CheckFailure(property="urn", reason=reason)])
        values = {"urn": urn, "id": found.id, "state": found.outputs}
        answer = provider_pb2.InvokeResponse()
        getattr(answer, "return").CopyFrom(to_struct(values))
        return answer

    # -- the end -----------------------------------------------------------------------------

    async def SignalAndWaitForShutdown(self, _request: Any, _context: Any) -> Any:  # noqa: N802
        """The program has declared all; it may end."""
        return empty_pb2.Empty()

    def close(self) -> None:
        """Answer nobody any more: the program shuts down."""
        if not self._closed.done():
            self._closed.set_result(None)

    async def _answer(self, context: Any, request: Any) -> Result:
        reply: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._inbox.put_nowait(request(reply))
        result: Result = await self._waited(context, reply)
        return result

    async def _waited(self, context: Any, reply: asyncio.Future[Any]) -> Any:
        try:
            return await self._wait(reply)
        except EngineError as error:
            await context.abort(grpc.StatusCode.UNAVAILABLE, str(error))

    async def _wait(self, reply: asyncio.Future[Any]) -> Any:
        await asyncio.wait({reply, self._closed}, return_when=asyncio.FIRST_COMPLETED)
        if not reply.done():
            raise EngineError("resource monitor shut down")
        return reply.result()

    async def _refuse(self, context: Any, error: EngineError) -> NoReturn:
        if self._closed.done():
            await context.abort(grpc.StatusCode.UNAVAILABLE, str(error))
        await context.abort(grpc.StatusCode.FAILED_PRECONDITION, str(error))
        raise AssertionError  # abort does not return

    # -- what is refused by name ---------------------------------------------------------------

    async def Call(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Refused."""
        await self._refuse(context, unsupported(f"the program calls the method {request.tok}"))

    async def RegisterPackage(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Refused."""
        await self._refuse(context, unsupported(f"the program uses the parameterized package {request.name}"))

    async def RegisterStackTransform(self, _request: Any, context: Any) -> Any:  # noqa: N802
        """Refused."""
        await self._refuse(context, unsupported("the program registers a resource transform"))

    async def RegisterStackInvokeTransform(self, _request: Any, context: Any) -> Any:  # noqa: N802
        """Refused."""
        await self._refuse(context, unsupported("the program registers an invoke transform"))

    async def RegisterResourceHook(self, _request: Any, context: Any) -> Any:  # noqa: N802
        """Refused."""
        await self._refuse(context, unsupported("the program registers a resource hook"))

    async def RegisterErrorHook(self, _request: Any, context: Any) -> Any:  # noqa: N802
        """Refused."""
        await self._refuse(context, unsupported("the program registers an error hook"))


def _registered(request: Any, goal: Goal, result: Result) -> Any:
    resource = result.resource
    # A component's outputs are told by itself; those of the last run may name what does not exist yet.
    outputs = resource.outputs if goal.custom else {}
    if not request.supportsPartialValues:
        outputs = {k: v for k, v in outputs.items() if not contains_unknowns(v)}
    answer = resource_pb2.RegisterResourceResponse(
        urn=resource.urn, id=resource.id, object=to_struct(outputs, secrets=request.acceptSecrets)
    )
    if result.unknown and _TELLS_UNKNOWN:
        answer.unknown = True
    return answer
