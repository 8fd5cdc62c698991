"""A do-nothing dynamic provider: it logs each call and keeps its objects in a JSON file.

$PROBE_WORLD is that file (name -> properties), so that a scenario can change
or remove objects behind the engine's back; $PROBE_LOG takes one JSON line for
each call. What it does is what the recordings were made with.
"""

import fcntl
import json
import os
from contextlib import contextmanager
from pathlib import Path

import pulumi
from pulumi import dynamic


def plain(value):
    """`value` as JSON: unknowns as `<unknown>`, whole numbers as integers, the engine's own keys left out."""
    if isinstance(value, pulumi.output.Unknown):
        return "<unknown>"
    if isinstance(value, dict):
        return {key: plain(value[key]) for key in sorted(value) if not key.startswith("__")}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def own(properties):
    return {key: value for key, value in properties.items() if not key.startswith("__")}


def log(call, **facts):
    line = json.dumps({"call": call} | {key: plain(value) for key, value in facts.items()})
    with Path(os.environ["PROBE_LOG"]).open("a") as out:
        fcntl.flock(out, fcntl.LOCK_EX)
        out.write(line + "\n")


@contextmanager
def world():
    """The objects, to look at or to change."""
    with Path(os.environ["PROBE_WORLD"]).open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        objects = json.loads(file.read() or "{}")
        yield objects
        file.truncate(0)
        file.write(json.dumps(objects))


def refuse_if_asked(properties, call):
    if properties.get("fail") == call:
        raise RuntimeError("the world says no")


class ThingProvider(dynamic.ResourceProvider):
    serialize_as_secret_always = False

    def configure(self, req):
        log("configure", account=req.config.get("probe:account"))

    def check(self, olds, news):
        log("check", name=news.get("name"), olds=olds, news=news)
        refuse_if_asked(news, "check")
        inputs = {"size": 1} | own(news)
        if isinstance(inputs["size"], float):
            inputs["size"] = int(inputs["size"])
        refused = [key for key, value in inputs.items() if value == "refuse"]
        return dynamic.CheckResult(inputs, [dynamic.CheckFailure(key, "is refused") for key in refused])

    def diff(self, id_, olds, news):
        log("diff", id=id_, olds=olds, news=news)
        refuse_if_asked(news, "diff")
        changed = {key for key, value in own(news).items() if plain(olds.get(key)) != plain(value)}
        changed |= {key for key in own(olds) if key not in news and key != "serial"}
        if not changed:
            return dynamic.DiffResult(changes=False)
        replaces = sorted(changed & {"name", "zone"})
        return dynamic.DiffResult(changes=None, replaces=replaces, delete_before_replace="zone" in replaces)

    def create(self, props):
        name = props["name"]
        log("create", name=name, props=props)
        refuse_if_asked(props, "create")
        with world() as objects:
            objects[name] = plain(props)
        return dynamic.CreateResult(name, own(props) | {"serial": f"{name}/1"})

    def update(self, id_, olds, news):
        log("update", id=id_, olds=olds, news=news)
        refuse_if_asked(news, "update")
        with world() as objects:
            objects[id_] = plain(news)
        return dynamic.UpdateResult(own(news) | {"serial": f"{news['name']}/1"})

    def delete(self, id_, props):
        log("delete", id=id_, props=props)
        refuse_if_asked(props, "delete")
        with world() as objects:
            objects.pop(id_, None)

    def read(self, id_, props):
        log("read", id=id_, props=props)
        with world() as objects:
            live = objects.get(id_)
        if live is None:
            return dynamic.ReadResult("", {})
        if live.get("unreadable"):
            raise RuntimeError("the world says no")
        inputs = {key: value for key, value in own(props).items() if key != "serial"} | live
        return dynamic.ReadResult(id_, inputs | {"serial": f"{id_}/1"}, inputs)


class Thing(dynamic.Resource, module="probe", name="Thing"):
    serial: pulumi.Output[str]

    def __init__(self, resource_name, props, opts=None):
        properties = {"serial": None, "name": resource_name} | props
        super().__init__(ThingProvider(), resource_name, properties, opts)


class Other(Thing, module="probe", name="Other"):
    """A thing of another type."""


class Group(pulumi.ComponentResource):
    def __init__(self, resource_name, opts=None):
        super().__init__("probe:index:Group", resource_name, None, opts)


class Box(pulumi.ComponentResource):
    def __init__(self, resource_name, outputs, opts=None):
        super().__init__("probe:index:Box", resource_name, None, opts)
        self.register_outputs(outputs)


class Account(pulumi.ProviderResource):
    def __init__(self, resource_name, account, opts=None):
        super().__init__("pulumi-python", resource_name, {"probe:account": account}, opts)
