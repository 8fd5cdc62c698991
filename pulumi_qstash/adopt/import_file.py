"""The import file: what `pulumi import --file` and `pulumi-qstash import --file` take into a state without a call.

Each resource stands in it with inputs and outputs, so that the engine trusts
them and asks no provider. Secrets carry Pulumi's mark, with their text in
clear: the engine encrypts them, and the file is for its owner's eyes alone.
"""

from __future__ import annotations

import base64
import copy
import json
import struct
from typing import Any, Final

from pulumi_qstash.adopt.declaring import Adopted, Declaration
from pulumi_qstash.engine.values import SECRET_SIGNATURE, SIGNATURE
from pulumi_qstash.model import looks_like_credential

_MODULE: Final = "pulumi_qstash.host.provider"


def import_file(adopted: Adopted, account: str | None) -> str:
    """The file's text.

    Args:
        adopted: What the program declares.
        account: The account's label, as a state remembers it.
    """
    resources = [_resource(d, account) for d in adopted.declarations]
    return json.dumps({"resources": resources}, indent=2, ensure_ascii=False) + "\n"


def _resource(declaration: Declaration, account: str | None) -> dict[str, Any]:
    provider = {"__provider": provider_blob(f"{declaration.kind.name}Provider")}
    state = {"account": account} if account else {}
    return {
        "type": f"pulumi-python:dynamic/qstash:{declaration.kind.name}",
        "name": declaration.name,
        "id": declaration.id,
        "inputs": _marked(declaration, shown=False) | provider,
        "outputs": _marked(declaration, shown=True) | state | provider,
    }


def provider_blob(name: str) -> str:
    """The constant `__provider` of a provider class: a pickle that refers to it by module and name."""
    words = b"".join(b"\x8c" + bytes([len(w)]) + w.encode() + b"\x94" for w in (_MODULE, name))
    body = words + b"\x93\x94)\x81\x94."
    return base64.b64encode(b"\x80\x04\x95" + struct.pack("<Q", len(body)) + body).decode()


def _marked(declaration: Declaration, *, shown: bool) -> dict[str, Any]:
    """The declaration's inputs with every secret marked; `shown` puts what QStash shows where it hides a value."""
    properties = copy.deepcopy(declaration.inputs)
    for secret in declaration.secrets:
        *before, last = secret.steps
        holder: Any = properties
        for step in before:
            holder = holder[step]
        holder[last] = _secret(secret.shown if shown and secret.value is None else holder[last])
    _mark_credentials(properties)
    return properties


def _mark_credentials(properties: dict[str, Any]) -> None:
    """What the resource classes make secret without being asked."""
    for holder in (properties, properties.get("callback"), properties.get("failureCallback")):
        headers: dict[str, Any] = (holder.get("headers") if isinstance(holder, dict) else None) or {}
        for name, value in headers.items():
            if looks_like_credential(name) and isinstance(value, str):
                headers[name] = _secret(value)


def _secret(text: str) -> dict[str, str]:
    return {SIGNATURE: SECRET_SIGNATURE, "plaintext": json.dumps(text, ensure_ascii=False)}
