"""The declaration of a URL group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import Field

from .fields import Declaration
from .kind import Kind
from .marks import InPath, JsonKey, Local, Means, Read, Replaces
from .rules import holds
from .settings import Endpoint
from .values import Flag, Known, Text


def _endpoints(listed: Iterable[Any]) -> Any:
    """Endpoints by meaning: their order says nothing."""
    return frozenset((e.get("url"), e.get("name")) if isinstance(e, Mapping) else e for e in listed)


class UrlGroup(Declaration):
    """A named group of URLs: what is sent to the group is delivered to each of them."""

    noun: ClassVar[str] = "URL group"

    group_name: Annotated[
        Text | None,
        holds("name"),
        InPath(),
        Read("name"),
        Replaces(),
        Field(description="Its name in QStash. Made from project, stack and resource name where it is not set."),
    ] = None
    endpoints: Annotated[
        list[Annotated[Endpoint, Known]],
        Known,
        Means(_endpoints),
        JsonKey("endpoints"),
        Read("endpoints"),
        Field(description="The URLs that receive what is sent to the group."),
    ]
    adopt: Annotated[
        Flag | None,
        Local("steers create"),
        Field(description="Take over a URL group of this name that exists already and differs, instead of refusing."),
    ] = None


URL_GROUP = Kind(
    name="UrlGroup",
    declaration=UrlGroup,
    id_property="groupName",
    method="POST",
    path="/v2/topics/{groupName}/endpoints",
)
