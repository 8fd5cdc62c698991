"""Pulumi resources for Upstash QStash: schedules, queues, URL groups and flow control.

```python
import pulumi_qstash as qstash

qstash.Schedule("nightly", destination="https://shop.example.com/run", cron="0 3 * * *")
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .lazy_names import lazily

if TYPE_CHECKING:
    from .resources.args import (
        CallbackArgs,
        CallbackArgsDict,
        EndpointArgs,
        EndpointArgsDict,
        FlowControlArgs,
        FlowControlArgsDict,
        RedactArgs,
        RedactArgsDict,
    )
    from .resources.flow_control import FlowControl
    from .resources.provider import Provider
    from .resources.queue import Queue
    from .resources.schedule import Schedule
    from .resources.signing_keys import SigningKeys, signing_keys
    from .resources.url_group import UrlGroup

__all__ = [
    "CallbackArgs",
    "CallbackArgsDict",
    "EndpointArgs",
    "EndpointArgsDict",
    "FlowControl",
    "FlowControlArgs",
    "FlowControlArgsDict",
    "Provider",
    "Queue",
    "RedactArgs",
    "RedactArgsDict",
    "Schedule",
    "SigningKeys",
    "UrlGroup",
    "signing_keys",
]

# Imported when first used, so that the command line's light verbs and `pulumi_qstash.cron` need no Pulumi.
_HOMES = {
    "FlowControl": "flow_control",
    "Provider": "provider",
    "Queue": "queue",
    "Schedule": "schedule",
    "SigningKeys": "signing_keys",
    "UrlGroup": "url_group",
    "signing_keys": "signing_keys",
}


# A type checker does not see this function, so that it knows which names there are.
if not TYPE_CHECKING:
    __getattr__ = lazily(globals(), {name: f"resources.{_HOMES.get(name, 'args')}" for name in __all__})


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
