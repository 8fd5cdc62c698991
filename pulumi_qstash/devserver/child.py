"""The process of a `DevServer(process=True)`: says its URL, and ends when its standard input does."""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path

from .limits import raise_open_files
from .server import PortInUse, Server, listen
from .store import UnusableFile


def main() -> int:
    """Serve as the JSON in the first argument asks."""
    asked = json.loads(sys.argv[1])
    data = Path(asked["data"]) if asked["data"] else None
    raise_open_files()
    try:
        server = Server(listen(asked["host"], asked["port"]), data, asked["plan"], asked["region"])
    except (PortInUse, UnusableFile) as error:
        sys.stdout.write(f"{error}\n")
        return 1
    threading.Thread(target=_stop_with_parent, args=(server,), daemon=True).start()
    sys.stdout.write(f"{server.url}\n")
    sys.stdout.flush()
    server.run()
    return 0


def _stop_with_parent(server: Server) -> None:
    while os.read(0, 4096):
        pass
    server.stop()


if __name__ == "__main__":
    sys.exit(main())
