from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pulumi
import pytest
from pulumi.runtime import mocks, settings

Made = list[pulumi.runtime.MockResourceArgs]
Run = Callable[[Callable[[], Any]], Made]


class Recorder(mocks.Mocks):
    """An engine that takes everything and keeps what it was given; outputs are the inputs."""

    def __init__(self) -> None:
        self.made: Made = []

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        self.made.append(args)
        return args.resource_id or f"{args.name}-id", dict(args.inputs)

    def call(self, args: pulumi.runtime.MockCallArgs) -> dict[str, Any]:
        return {}


@pytest.fixture
def run() -> Run:
    """Run a function as a program of the stack `dev` of the project `shop`: the resources that it registered."""

    def build(program: Callable[[], Any]) -> Made:
        recorder = Recorder()
        mocks.set_mocks(recorder, project="shop", stack="dev", preview=False)

        def whole() -> Any:
            settings.set_root_resource(pulumi.ComponentResource("pulumi:pulumi:Stack", "shop-dev"))
            return program()

        mocks.test(whole)()
        return [made for made in recorder.made if made.typ != "pulumi:pulumi:Stack"]

    return build
