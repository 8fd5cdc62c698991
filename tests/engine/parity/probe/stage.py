"""A program made of data: {"resources": {name: {"kind", "props", "opts"}}, "outputs": {…}, "raise": bool}."""

import pulumi

from probe import Account, Group, Thing


def declare(stage):
    """Declare the resources of `stage`, in order."""
    made = {}
    for name, spec in stage["resources"].items():
        made[name] = make(name, spec, made)
    if stage.get("raise"):
        raise RuntimeError("the program itself fails")
    for name, value in stage.get("outputs", {}).items():
        pulumi.export(name, given(value, made))


def make(name, spec, made):
    kind = spec.get("kind", "thing")
    if kind == "account":
        return Account(name, spec["account"])
    options = pulumi.ResourceOptions(**dict(option(key, value, made) for key, value in spec.get("opts", {}).items()))
    if kind == "group":
        return Group(name, options)
    return Thing(name, {key: given(value, made) for key, value in spec.get("props", {}).items()}, options)


def option(key, value, made):
    if key in ("parent", "provider", "deleted_with"):
        return key, made[value]
    if key == "depends_on":
        return key, [made[name] for name in value]
    if key == "aliases":
        return key, [pulumi.Alias(**alias) for alias in value]
    return key, value


def given(value, made):
    """`{"$ref": "a.serial"}` is another resource's output, `{"$secret": x}` a secret, `{"$config": key}` a setting."""
    if isinstance(value, list):
        return [given(item, made) for item in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        name, attribute = value["$ref"].split(".")
        return getattr(made[name], attribute)
    if "$secret" in value:
        return pulumi.Output.secret(value["$secret"])
    if "$config" in value:
        return pulumi.Config().require(value["$config"])
    return {key: given(item, made) for key, item in value.items()}
