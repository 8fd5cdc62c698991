"""Takes the resources of an import file into a stack's state; no provider is asked."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from pulumi_qstash.engine import checkpoint, urns
from pulumi_qstash.engine.errors import EngineError
from pulumi_qstash.engine.events import Cancel, Prelude, ResourceOutputs, ResourcePre, Sink, StepMetadata, Summary
from pulumi_qstash.engine.import_file import Imported
from pulumi_qstash.engine.provider_config import provider_inputs
from pulumi_qstash.engine.recorder import Recorder
from pulumi_qstash.engine.registry import PACKAGE
from pulumi_qstash.engine.state import Resource
from pulumi_qstash.engine.target import Outcome, Target


@dataclass
class Import:
    """One import into one stack."""

    target: Target
    files: list[Imported]
    protect: bool
    shown_config: Mapping[str, str] = field(default_factory=dict)

    def run(self, recorder: Recorder | None, sink: Sink) -> Outcome:
        """Record what is new; without a recorder only show it."""
        preview, started = recorder is None, time.monotonic()
        changes: dict[str, int] = {}
        sink(Prelude(dict(self.shown_config)))
        for old in self.target.base.resources:
            if recorder is not None and not old.delete:
                recorder.succeed(None, new=old.but(), old=old)
            if not urns.is_default_provider(old.urn):
                changes["same"] = changes.get("same", 0) + 1
        for new in self.additions():
            op = "create" if new.type == urns.STACK_TYPE or urns.is_provider_type(new.type) else "import"
            step = StepMetadata(op, new.urn, new.type, None, new, provider=new.provider)
            sink(ResourcePre(step, preview))
            if recorder is not None:
                recorder.succeed(None, new=new)
            sink(ResourceOutputs(step, preview))
            if not urns.is_default_provider(new.urn):
                changes[op] = changes.get(op, 0) + 1
        sink(Summary(preview, "succeeded", time.monotonic() - started, changes))
        sink(Cancel())
        return Outcome("succeeded", changes)

    def additions(self) -> list[Resource]:
        """The resources that the state lacks, those first that others name."""
        known = {r.urn: r for r in self.target.base.resources if not r.delete}
        added: list[Resource] = []

        def add(new: Resource) -> None:
            if new.urn not in known:
                known[new.urn] = new
                added.append(new)

        for resource in self._foundations():
            add(resource)
        for file in self.files:
            self._refuse_other(file, known)
            add(self._resource(file, known))
        return added

    def _refuse_other(self, file: Imported, known: Mapping[str, Resource]) -> None:
        """A name that stands for one object never comes to stand for another."""
        old = known.get(file.urn)
        if old is not None and not file.is_provider and old.id != file.id:
            raise EngineError(
                f"resource '{file.urn}' already exists: it stands for {old.id!r} and not for {file.id!r}, so nothing "
                "was imported; give the file's resource another name, in the program too"
            )

    @property
    def _stack_urn(self) -> str:
        return urns.stack_urn(self.target.stack, self.target.project)

    @property
    def _default_urn(self) -> str:
        type_ = urns.PROVIDER_PREFIX + PACKAGE
        return urns.make(self.target.stack, self.target.project, "", type_, "default")

    def _foundations(self) -> list[Resource]:
        made = [_stamped(Resource(urn=self._stack_urn, type=urns.STACK_TYPE, custom=False))]
        if any(not f.component and not f.is_provider and not f.provider for f in self.files):
            inputs = provider_inputs(self.target)
            made.append(_provider(self._default_urn, inputs))
        return made

    def _resource(self, file: Imported, known: Mapping[str, Resource]) -> Resource:
        if file.is_provider:
            return _provider(file.urn, file.inputs, file.parent or "")
        parent = file.parent or self._stack_urn
        if parent not in known:
            raise EngineError(f"unknown parent '{parent}' for resource '{file.urn}'")
        return _stamped(
            Resource(
                urn=file.urn,
                type=file.type,
                custom=not file.component,
                id=file.id,
                inputs=file.inputs,
                outputs=file.outputs,
                parent=parent,
                protect=self.protect,
                provider="" if file.component else self._reference(file, known),
            )
        )

    def _reference(self, file: Imported, known: Mapping[str, Resource]) -> str:
        urn = file.provider or self._default_urn
        if urn not in known:
            raise EngineError(
                f"the provider '{urn}' of '{file.urn}' is neither in the state nor among the file's resources"
            )
        return urns.reference(urn, known[urn].id)


def _provider(urn: str, inputs: dict[str, object], parent: str = "") -> Resource:
    type_ = urns.type_of(urn)
    made = Resource(urn=urn, type=type_, custom=True, id=str(uuid.uuid4()), inputs=inputs, outputs=inputs)
    return _stamped(made.but(parent=parent))


def _stamped(resource: Resource) -> Resource:
    now = checkpoint.now()
    return resource.but(created=now, modified=now)
