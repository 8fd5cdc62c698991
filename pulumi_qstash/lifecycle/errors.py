"""What a lifecycle refuses to do.

```
QStashError
├── ForeignObject   a create would overwrite an object that this stack did not make
├── OtherAccount    the object was made in another account or region
└── NoSuchObject    `get` of an object that does not exist
```
"""

# ruff: noqa: N818 - the names say what happened; the tree says that they are errors
from __future__ import annotations

from ..api import QStashError


class ForeignObject(QStashError):
    """An object with the declared id exists, is not this stack's, and differs from the declaration."""


class OtherAccount(QStashError):
    """The object belongs to another account or region than the one that is configured."""


class NoSuchObject(QStashError):
    """The object that is to be read does not exist."""
