"""What all resources share: automatic ids, options, the registry of declarations, and reading what exists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import pulumi
from pulumi import Output, dynamic

from ..host.provider import GET, LOGICAL_NAME, QStashProvider
from . import registry, typed_outputs
from .naming import wire_name, wire_path

_STACK_TYPE = "pulumi:pulumi:Stack"
_PACKAGE = "pulumi-python"
_NO_PROPERTIES = ("self", "resource_name", "opts", "__class__")


class QStashResource(dynamic.Resource):
    """A resource of QStash.

    Its properties travel with their names on the wire, so that nothing needs translating, and header names stay
    as the user writes them.
    """

    _kind: ClassVar[str]
    _id_property: ClassVar[str]
    _host: ClassVar[type[QStashProvider]]
    _converters: ClassVar[Mapping[str, Callable[[Any], Any]]] = {}
    _secret_when_read: ClassVar[tuple[str, ...]] = ()
    _filled_in: ClassVar[tuple[str, ...]] = ("paused",)
    """Arguments that the configuration may give a value: `qstash:paused`."""
    _outputs: ClassVar[tuple[str, ...]] = ()

    account: Output[str | None]
    """The account that it was made in: user id and host."""

    def __init_subclass__(cls, **words: Any) -> None:
        super().__init_subclass__(**words)
        cls._outputs = typed_outputs.define(cls)

    def _declare(self, name: str, given: Mapping[str, Any], opts: pulumi.ResourceOptions | None) -> None:
        """Register the resource with the engine.

        Args:
            name: its name in the program.
            given: the constructor's local names, its arguments among them.
            opts: the user's options.
        """
        opts = _options(opts)
        props = self._properties(given)
        if isinstance(name, str) and name:
            automatic = automatic_id(name, opts.parent)
            self._register(name, props, automatic, opts)
            props = props | {LOGICAL_NAME: automatic}
        super().__init__(self._host(), name, self._with_values(props, given, opts), opts)

    def _read(self, name: str, id: pulumi.Input[str], opts: pulumi.ResourceOptions | None) -> None:
        """Read what exists; its secrets are unknown to the program, so all that may be one is kept secret."""
        more = pulumi.ResourceOptions(id=id, additional_secret_outputs=list(self._secret_when_read))
        opts = pulumi.ResourceOptions.merge(_options(opts), more)
        props = dict.fromkeys(self._outputs) | {self._id_property: id, GET: True}
        super().__init__(self._host(), name, props, opts)

    def _with_values(
        self, props: Mapping[str, Any], given: Mapping[str, Any], opts: pulumi.ResourceOptions
    ) -> dict[str, Any]:
        """The properties that have a value or may get one: the SDK works on each, which is most of a large program.

        What is not given stays None, except what check fills in and, with `ignore_changes`, what the state has.
        """
        if opts.ignore_changes:
            return dict.fromkeys(self._outputs) | dict(props)
        left_to_arguments = {wire_name(name) for name in given} - {self._id_property, *self._filled_in}
        filled = {name: None for name in self._outputs if name not in left_to_arguments}
        return filled | {name: value for name, value in props.items() if value is not None}

    def _properties(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Arguments as properties on the wire."""
        arguments = {n: v for n, v in given.items() if n not in _NO_PROPERTIES}
        convert = self._converters
        return {wire_name(n): convert[n](v) if n in convert else v for n, v in arguments.items()}

    def _register(self, name: str, props: dict[str, Any], automatic: str, opts: pulumi.ResourceOptions) -> None:
        given = props.get(self._id_property)
        own = automatic if given is None else given
        declarations, provider = registry.current(), provider_of(opts)
        here = registry.Declaration(self._kind, own if isinstance(own, str) else "", name, registry.place())
        if here.id:
            declarations.declare(provider, here)
        if not opts.depends_on:
            for kind, argument, text in self._mentions(props):
                declarations.mention(provider, registry.Mention(kind, text, argument, here))

    def _mentions(self, props: Mapping[str, Any]) -> list[tuple[str, str, str]]:  # noqa: ARG002
        """Literal texts that may name another resource: kind, argument, text."""
        return []


def automatic_id(name: str, parent: pulumi.Resource | None) -> str:
    """The id of a resource that is given none: `project-stack-parent-name`."""
    from pulumi_qstash.model.logical_names import logical_name

    parents = []
    if parent is not None and parent.pulumi_resource_type != _STACK_TYPE:
        parents = [parent.pulumi_resource_name]
    return logical_name(pulumi.get_project(), pulumi.get_stack(), parents, name)


def provider_of(opts: pulumi.ResourceOptions) -> pulumi.ProviderResource | None:
    """The explicit provider with which a resource will work; None is the default one."""
    if opts.provider is not None and opts.provider.package == _PACKAGE:
        return opts.provider
    given = opts.providers or {}
    named = given if isinstance(given, Mapping) else {p.package: p for p in given}
    if _PACKAGE in named:
        return named[_PACKAGE]
    return opts.parent.get_provider(f"{_PACKAGE}:dynamic:Resource") if opts.parent is not None else None


def _options(opts: pulumi.ResourceOptions | None) -> pulumi.ResourceOptions:
    """The user's options with property paths as they are on the wire.

    Raises:
        TypeError: they are no ResourceOptions.
        pulumi.RunError: they ask for an import, which Pulumi's dynamic resources cannot do.
    """
    if opts is not None and not isinstance(opts, pulumi.ResourceOptions):
        raise TypeError("Expected resource options to be a ResourceOptions instance")
    opts = pulumi.ResourceOptions.merge(None, opts)
    if opts.import_ is not None:
        raise pulumi.RunError(
            f"ResourceOptions(import_=…) at {registry.place()}: Pulumi cannot import dynamic resources this way. "
            "Set adopt=True to take an existing object over, or let `pulumi-qstash adopt` write an import file "
            "for `pulumi import --file`."
        )
    for option in ("ignore_changes", "replace_on_changes", "additional_secret_outputs", "hide_diffs"):
        paths = getattr(opts, option, None)
        if paths:
            setattr(opts, option, [wire_path(p) if isinstance(p, str) else p for p in paths])
    return opts
