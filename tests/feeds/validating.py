"""Runs the W3C's feed validator on feeds, in a process of its own and without a network.

    FEEDVALIDATOR=<its src folder> python tests/feeds/validating.py <folder>

The folder has `feeds.json`: a list of feeds, each with its `file` there, its `address` and its
`type`. What the validator complains of, as it does online, is written as JSON: a list for each
feed, in their order, of its `complaints` and the `kind` of feed that it took it for.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

JSON = dict[str, Any]
NETWORK = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname")
NAMES = {2: "RSS 2.0", 3: "Atom", 9: "OPML"}


def offline(event: str, arguments: Any) -> None:
    """An audit hook: the validator would look up the host of an odd e-mail address."""
    if event in NETWORK:
        raise ConnectionError(f"{event} {arguments}")


def validated(folder: Path, feed: JSON) -> JSON:
    import feedvalidator
    from feedvalidator import compatibility

    with (folder / feed["file"]).open("rb") as file:
        found = feedvalidator.validateStream(file, contentType=feed["type"], base=feed["address"])
    # "AA": errors and warnings, as the validator tells them online.
    complaints = [
        {"name": type(event).__name__} | {name: str(value) for name, value in event.params.items()}
        for event in compatibility.AA(found["loggedEvents"])
    ]
    return {"kind": NAMES.get(found["feedType"], "?"), "complaints": complaints}


def main(folder: Path) -> None:
    # Without FEEDVALIDATOR it is wherever Python finds it.
    sys.path[:1] = [path for path in [os.environ.get("FEEDVALIDATOR", "")] if path]
    sys.addaudithook(offline)
    feeds = json.loads((folder / "feeds.json").read_text())
    json.dump([validated(folder, feed) for feed in feeds], sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
