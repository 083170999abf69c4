"""Polls feeds with feedparser, as a program of its own that keeps articles by their ids.

    python tests/feeds/follow_feedparser.py <folder> <address>…

Writes all that it holds of each feed as JSON: lists of id, title, address and text, by the feed's
address.
"""

import json
import sys
from pathlib import Path

import feedparser

folder, *addresses = sys.argv[1:]
file = Path(folder) / "feedparser.json"
state = json.loads(file.read_text()) if file.exists() else {}
for address in addresses:
    known = state.setdefault(address, {"now": address, "tags": {}, "entries": {}})
    feed = feedparser.parse(known["now"], **known["tags"], sanitize_html=False)
    if feed.status == 304:
        continue
    if feed.bozo:
        raise feed.bozo_exception
    if feed.status == 301:
        known["now"] = feed.href
    known["tags"] = {"etag": feed.etag, "modified": feed.modified}
    for entry in feed.entries:
        text = entry.content[0].value
        known["entries"][entry.id] = [entry.id, entry.title, entry.link, text]
file.write_text(json.dumps(state))
json.dump({address: list(state[address]["entries"].values()) for address in addresses}, sys.stdout)
