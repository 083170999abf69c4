"""Polls feeds with the library `reader`, as a program of its own.

    python tests/feeds/follow_reader.py <folder> <address>…

Writes all that it holds of each feed as JSON: lists of id, title, address and text, by the feed's
address.
"""

import json
import sys
from pathlib import Path

import feedparser_sgmllib

# It looks for this part of feedparser under the name that it once had.
sys.modules["sgmllib"] = feedparser_sgmllib

from reader import make_reader  # noqa: E402

folder, *addresses = sys.argv[1:]
reader = make_reader(str(Path(folder) / "reader.sqlite"))
held = {}
for address in addresses:
    reader.add_feed(address, exist_ok=True)
    reader.update_feed(address)
    held[address] = [
        [entry.id, entry.title, entry.link, "".join(content.value for content in entry.content)]
        for entry in reader.get_entries(feed=address)
    ]
reader.close()
json.dump(held, sys.stdout)
