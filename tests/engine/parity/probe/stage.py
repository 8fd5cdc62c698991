"""A program made of data: {"resources": {name: {"kind", "props", "opts"}}, "outputs": {…}, "raise"}."""

import pulumi

from probe import Account, Box, Group, Other, Thing


def declare(stage):
    """Declare the resources of `stage`, in order; `raise` says where it fails: first, last, before outputs."""
    made = {}
    fail_if(stage.get("raise") == "first")
    for name, spec in stage["resources"].items():
        made[name] = make(name, spec, made)
    fail_if(stage.get("raise") is True)
    for name, value in stage.get("outputs", {}).items():
        pulumi.export(name, given(value, made))
    fail_if(stage.get("raise") == "last")


def fail_if(asked):
    if asked:
        raise RuntimeError("the program itself fails")


def make(name, spec, made):
    kind = spec.get("kind", "thing")
    options = pulumi.ResourceOptions(**dict(option(key, value, made) for key, value in spec.get("opts", {}).items()))
    if kind == "account":
        return Account(name, given(spec["account"], made), options)
    if kind == "group":
        return Group(name, options)
    properties = {key: given(value, made) for key, value in spec.get("props", {}).items()}
    return {"thing": Thing, "other": Other, "box": Box}[kind](name, properties, options)


def option(key, value, made):
    if key in ("parent", "provider", "deleted_with"):
        return key, made[value]
    if key in ("depends_on", "replace_with"):
        return key, [made[name] for name in value]
    if key == "aliases":
        return key, [pulumi.Alias(**alias) for alias in value]
    return key, value


def given(value, made):
    """A value: `{"$ref": "a.serial"}` is an output of another resource, `{"$resource": "a"}` that resource itself.

    `{"$secret": x}` is a secret, `{"$config": key}` a setting.
    """
    if isinstance(value, list):
        return [given(item, made) for item in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        name, attribute = value["$ref"].split(".")
        return getattr(made[name], attribute)
    if "$resource" in value:
        return made[value["$resource"]]
    if "$secret" in value:
        return pulumi.Output.secret(value["$secret"])
    if "$config" in value:
        return pulumi.Config().require(value["$config"])
    return {key: given(item, made) for key, item in value.items()}
