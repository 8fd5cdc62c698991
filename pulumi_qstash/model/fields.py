"""Reading a declaration's fields: from pydantic's model to `FieldSpec`, from which all else is derived."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from types import NoneType, UnionType
from typing import Annotated, Any, ClassVar, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel
from pydantic.fields import FieldInfo

from .marks import (
    Derived,
    Local,
    Means,
    MeansWith,
    OwnCall,
    Read,
    Remembered,
    Replaces,
    Secret,
    Sent,
    ServerDefault,
    Unmanaged,
)

Mark = TypeVar("Mark")


class Declaration(BaseModel):
    """The base of every declaration: strict types, camelCase on the wire, no property that is not named."""

    model_config = ConfigDict(strict=True, extra="forbid", alias_generator=to_camel)

    #: How the checks call it in a sentence.
    noun: ClassVar[str] = "setting"
    #: Its class in Python programs, for settings within a resource.
    args_class: ClassVar[str] = ""


@dataclass(frozen=True)
class FieldSpec:
    """One property of a resource, or one setting in a property.

    Attributes:
        name: Its name in Python.
        wire: Its name on Pulumi's wire.
        type: Its Python type without marks: `str`, `int`, `bool`, `dict`, `list`, `bool | list[str]` or a
            `Declaration`.
        annotation: The type with all marks, as pydantic took it.
        doc: Its documentation, in Markdown.
        required: True where a declaration without it is refused.
    """

    name: str
    wire: str
    type: Any
    annotation: Any
    doc: str
    required: bool
    marks: tuple[Any, ...]

    def mark(self, kind: type[Mark]) -> Mark | None:
        """The mark of a kind, the outermost where there are several."""
        return next((m for m in reversed(self.marks) if isinstance(m, kind)), None)

    @cached_property
    def secret(self) -> bool:
        """True where its value may be secret, or holds one that may be."""
        return self.secret_itself or any(child.secret for child in self.children)

    @cached_property
    def secret_itself(self) -> bool:
        """True where the whole value may be secret."""
        return self.mark(Secret) is not None

    @cached_property
    def replaces(self) -> bool:
        """True where a change makes a new object."""
        return self.mark(Replaces) is not None

    @cached_property
    def derived(self) -> bool:
        """True where check fills it in."""
        return self.mark(Derived) is not None

    @cached_property
    def unmanaged(self) -> bool:
        """True where it is left as it is live, unless it is set."""
        return self.mark(Unmanaged) is not None

    @cached_property
    def local(self) -> bool:
        """True where it never travels."""
        return isinstance(self.sent, Local)

    @cached_property
    def sent(self) -> Sent | None:
        """How it travels to QStash."""
        return next((m for m in reversed(self.marks) if isinstance(m, get_args(Sent))), None)

    @cached_property
    def read(self) -> Read | None:
        """How it comes back; None where it does not."""
        return self.mark(Read)

    @cached_property
    def readable(self) -> bool:
        """True where QStash always gives it back."""
        return self.read is not None and not self.read.sometimes

    @cached_property
    def remembered(self) -> bool:
        """True where the value of the last apply stands for what does not come back."""
        return self.mark(Remembered) is not None or (self.read is not None and self.read.sometimes)

    @cached_property
    def own_call(self) -> bool:
        """True where it is written by calls of its own."""
        return isinstance(self.sent, OwnCall)

    @cached_property
    def default(self) -> Any:
        """What the server takes where it is not set; None where nothing is taken."""
        mark = self.mark(ServerDefault)
        return None if mark is None else mark.value

    @cached_property
    def settings(self) -> type[Declaration] | None:
        """The declaration of its nested settings, or None."""
        return self.type if isinstance(self.type, type) and issubclass(self.type, Declaration) else None

    @cached_property
    def items(self) -> type[Declaration] | None:
        """The declaration of its items, where it is a list of objects."""
        inner = get_args(self.type)
        return inner[0] if get_origin(self.type) is list and issubclass(inner[0], Declaration) else None

    @cached_property
    def children(self) -> tuple[FieldSpec, ...]:
        """The fields of its nested settings or of its items."""
        inner = self.settings or self.items
        return fields_of(inner) if inner else ()

    @cached_property
    def partner(self) -> str | None:
        """The property together with which it has its meaning."""
        mark = self.mark(MeansWith)
        return mark.partner if mark else None

    @cached_property
    def shared(self) -> tuple[str, ...]:
        """The wire names of the properties that share its meaning, itself first."""
        return (self.wire, self.partner) if self.partner else (self.wire,)

    def value(self, inputs: Mapping[str, Any]) -> Any:
        """What it is in some inputs, None where it is absent."""
        return inputs.get(self.wire)

    def meaning(self, inputs: Mapping[str, Any]) -> Any:
        """What it means there; an absent one means the server's default."""
        joint, means = self._meanings
        if joint is not None:
            return joint.of(inputs)
        value = self.value(inputs)
        value = self.default if value is None else value
        # An old state or a garbled answer may hold another type: that means itself.
        return means.of(value) if means is not None and isinstance(value, self._python_types) else value

    @cached_property
    def _meanings(self) -> tuple[MeansWith | None, Means | None]:
        """Looked up once: every comparison asks for them."""
        return self.mark(MeansWith), self.mark(Means)

    @cached_property
    def _python_types(self) -> tuple[type, ...]:
        members = get_args(self.type) if get_origin(self.type) is Union else (self.type,)
        return tuple(get_origin(member) or member for member in members)


@cache
def fields_of(declaration: type[Declaration]) -> tuple[FieldSpec, ...]:
    """The fields of a declaration, in its order."""
    return tuple(_spec(name, info) for name, info in declaration.model_fields.items())


def _spec(name: str, info: FieldInfo) -> FieldSpec:
    annotation = info.annotation
    if info.metadata:
        annotation = Annotated[annotation, *info.metadata]  # type: ignore[assignment]
    return FieldSpec(
        name=name,
        wire=info.alias or name,
        type=bare(annotation),
        annotation=annotation,
        doc=info.description or "",
        required=info.is_required(),
        marks=tuple(_marks(annotation)),
    )


def bare(annotation: Any) -> Any:
    """A type without its marks and without None."""
    if get_origin(annotation) is Annotated:
        return bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        members = [bare(a) for a in get_args(annotation) if a is not NoneType]
        return members[0] if len(members) == 1 else Union[tuple(members)]  # noqa: UP007
    if get_origin(annotation) in (list, dict):
        return get_origin(annotation)[tuple(bare(a) for a in get_args(annotation))]
    return annotation


def _marks(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        yield from _marks(inner)
        yield from marks
    elif get_origin(annotation) in (Union, UnionType):
        for member in get_args(annotation):
            yield from _marks(member)
