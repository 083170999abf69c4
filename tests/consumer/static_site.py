"""Makes a static copy of the site, in all its languages, from its API and nothing else.

    python static_site.py http://localhost:8000/api/v1/ folder [file of old addresses]

Run it again whenever you like: it asks only for what has changed. What it knows is kept in
`folder/state.json`; the site is in `folder/public/`, with a file `_redirects` of the addresses that
were pages' and are no more. It stands on docs/api.md alone, and needs nothing but Python.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

JSON = dict[str, Any]

# Reading the API


class API:
    """Asks again only for what it has not: `kept` is the answers that it has, with their tags."""

    def __init__(self, root: str, kept: JSON) -> None:
        self.root, self.kept = root, kept
        self.used: JSON = {}

    def get(self, path: str, /, **parameters: Any) -> Any:
        return self.open(f"{self.root}{path}?{urlencode(parameters)}")

    def open(self, address: str) -> Any:
        """Return the answer at an address: the one that was kept, if it is the same."""
        known = self.kept.get(address, {"tag": "", "body": None})
        try:
            with urlopen(Request(address, headers={"If-None-Match": known["tag"]})) as answer:
                known = {"tag": answer.headers["ETag"], "body": json.load(answer)}
        except HTTPError as error:
            if error.code != 304:
                raise
        self.used[address] = known
        return known["body"]

    def ids(self, path: str, locale: str) -> Iterator[str]:
        """Yield the ids of a whole list, in its order."""
        address = f"{self.root}{path}?{urlencode({'locale': locale, 'fields': 'id', 'limit': 100})}"
        while address:
            answer = self.open(address)
            yield from (item["id"] for item in answer["results"])
            address = answer["next"]


def follow(api: API, state: JSON) -> None:
    """Take over what has changed since the last time."""
    while True:
        since = {"cursor": state["cursor"]} if state["cursor"] else {}
        try:
            with urlopen(f"{api.root}changes/?{urlencode(since)}") as answer:
                told = json.load(answer)
        except HTTPError as error:
            if error.code != 410:
                raise
            state.update(cursor="", entries={})
            continue
        for change in told["results"]:
            state["paths"].append(change["path"])
            if change["event"] == "removed":
                state["entries"].pop(change["id"], None)
            else:
                state["entries"][change["id"]] = change["entry"]
        state["cursor"] = told["cursor"]
        if not told["results"]:
            return


def old_addresses(api: API, state: JSON) -> Iterator[str]:
    """Ask where each address leads that was a page's once and is none now."""
    current = {entry["path"] for entry in state["entries"].values()}
    for path in sorted(set(state["paths"]) - current):
        try:
            way = api.get("resolve/", path=path).get("redirect")
        except HTTPError as error:
            if error.code not in (404, 410):
                raise
            yield f"{path} {error.code}\n"
        else:
            if way:
                yield f"{path} {way['path'] or way['url']} {301 if way['permanent'] else 302}\n"


# HTML: every text is escaped but that of `text` blocks and the footer


def tag(name: str, /, *inside: str, **attributes: Any) -> str:
    told = "".join(f' {key.strip("_")}="{escape(str(each))}"' for key, each in attributes.items())
    return f"<{name}{told}>{''.join(inside)}</{name}>\n" if inside else f"<{name}{told}>"


def every(template: Callable[[Any], str], items: Iterable[Any]) -> str:
    return "".join(map(template, items))


def picture(image: JSON | None) -> str:
    if not image:
        return ""
    point = image["focal_point"] or {"x": 0.5, "y": 0.5}
    shown = {name: image[name] for name in ("src", "alt", "width", "height")}
    position = f"object-position: {point['x']:.0%} {point['y']:.0%}"
    sources = every(lambda source: tag("source", **source, sizes="100vw"), image["sources"])
    return tag("picture", sources, tag("img", **shown, style=position, loading="lazy"))


def link(card: JSON) -> str:
    return tag("a", escape(card["title"]), href=card["path"], hreflang=card["locale"])


def cards(entries: Iterable[JSON]) -> str:
    return tag("ul", every(lambda one: tag("li", link(one), escape(one["summary"])), entries))


def figures(items: Iterable[JSON]) -> str:
    both = ((tag("dt", escape(one["value"])), tag("dd", escape(one["label"]))) for one in items)
    return tag("dl", every("".join, both))


def figure(value: JSON) -> str:
    words = escape(f"{value['caption']} {value['credit']}")
    return tag("figure", picture(value["image"]), tag("figcaption", words))


def titled(value: JSON, inside: str) -> str:
    return tag("section", tag("h2", escape(value["title"])), inside)


def table(value: JSON) -> str:
    def row(cells: list[str]) -> str:
        first = "th" if value["row_headers"] else "td"
        return tag("tr", *(tag("td" if at else first, escape(c)) for at, c in enumerate(cells)))

    head = tag("tr", every(lambda cell: tag("th", escape(cell)), value["head"]))
    return tag("table", tag("caption", escape(value["caption"])), head, every(row, value["rows"]))


def download(value: JSON) -> str:
    file = value["file"]
    return tag("p", tag("a", escape(value["title"]), href=file["url"]), escape(file["type"]))


def quotation(value: JSON) -> str:
    return tag("blockquote", escape(value["text"]), tag("cite", escape(value["source"])))


def video(value: JSON) -> str:
    return tag("a", picture(value["poster"]), escape(value["title"]), href=value["url"])


def invitation(value: JSON) -> str:
    button = tag("a", escape(value["label"]), href=value["url"])
    return titled(value, tag("p", escape(value["text"])) + button)


BLOCKS: dict[str, Callable[[Any], str]] = {
    "text": lambda value: value,
    "picture": figure,
    "gallery": lambda value: titled(value, every(figure, value["pictures"])),
    "quotation": quotation,
    "table": table,
    "figures": lambda value: titled(value, figures(value["figures"])),
    "file": download,
    "video": video,
    "call_to_action": invitation,
    "pages": lambda value: titled(value, cards(value["pages"])),
}


def body(entry: JSON) -> str:
    known = (block for block in entry["body"] if block["type"] in BLOCKS)
    return every(lambda block: BLOCKS[block["type"]](block["value"]), known)


def naming(entries: list[JSON], field: str, entry: JSON) -> list[JSON]:
    """Those that have this entry among the cards in one of their fields."""
    return [one for one in entries if entry["id"] in {card["id"] for card in one[field]}]


def own(entry: JSON, articles: list[JSON], members: list[JSON]) -> str:
    """What a page shows above its body, by its type."""
    match entry["type"]:
        case "home":
            lead = tag("p", escape(entry["lead"])) + figures(entry["figures"])
            return lead + cards(entry["sections"]) + cards(articles[:3])
        case "news_index":
            return cards(entry["categories"]) + cards(articles)
        case "members_index":
            return cards(members)
        case "news":
            lead = picture(entry["picture"]["image"]) if entry["picture"] else ""
            about = cards(entry["categories"] + entry["members"])
            return tag("time", entry["published_at"][:10]) + escape(entry["author"]) + lead + about
        case "news_category":
            return cards(naming(articles, "categories", entry))
        case "member":
            facts = tag("p", escape(f"{entry['legal_name']} {entry['kind_label']}"))
            return picture(entry["logo"]) + facts + cards(naming(articles, "members", entry))
    return ""


def page(entry: JSON, site: JSON, articles: list[JSON], members: list[JSON]) -> str:
    """A whole page; `articles` and `members` are those in its language."""
    others = [other for other in entry["translations"] if other["path"]]
    languages = (tag("a", one["locale"], href=one["path"]) for one in others)
    alternates = (
        tag("link", rel="alternate", hreflang=one["locale"], href=one["url"]) for one in others
    )
    above = (tag("a", escape(one["title"]), href=one["path"]) for one in entry["breadcrumbs"])
    outdated = entry["translation"]["state"] == "outdated"
    return "<!doctype html>\n" + tag(
        "html",
        tag("meta", charset="utf-8"),
        tag("title", escape(entry["seo"]["title"])),
        tag("meta", name="description", content=entry["seo"]["description"]),
        tag("link", rel="canonical", href=entry["url"]),
        *alternates,
        tag("header", escape(site["name"]), every(link, site["navigation"]), *languages, *above),
        tag("h1", escape(entry["title"])),
        tag("p", "Changed since: see the original.") if outdated else "",
        own(entry, articles, members),
        body(entry),
        tag("footer", site["footer"]),
        lang=entry["locale"],
    )


# The whole site


def build(api: API, state: JSON) -> dict[str, str]:
    """Return the text of every file, by its name."""
    follow(api, state)
    held, files = state["entries"], {"_redirects": "".join(old_addresses(api, state))}
    for locale in api.get("")["locales"]:
        pages = [entry for entry in held.values() if entry["locale"] == locale]
        if not pages:
            continue
        site = api.get("site/", locale=locale)
        # One that was published just now may be listed and not yet held.
        articles = [held[one] for one in api.ids("news/", locale) if one in held]
        members = [held[one] for one in api.ids("members/", locale) if one in held]
        for entry in pages:
            files[f"{entry['path'][1:]}index.html"] = page(entry, site, articles, members)
    return files


def write(files: dict[str, str], folder: Path) -> None:
    """Make a folder hold these files and no others."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
        elif path.is_file() and str(path.relative_to(folder)) not in files:
            path.unlink()


def main(root: str, folder: str, addresses: str = "") -> None:
    kept = Path(folder) / "state.json"
    state: JSON = {"cursor": "", "entries": {}, "paths": [], "answers": {}}
    if kept.exists():
        state = json.loads(kept.read_text())
    if addresses:
        state["paths"] += Path(addresses).read_text().split()
    api = API(root, state["answers"])
    write(build(api, state), Path(folder) / "public")
    state.update(answers=api.used, paths=sorted(set(state["paths"])))
    new = kept.with_suffix(".new")
    new.write_text(json.dumps(state))
    new.replace(kept)


if __name__ == "__main__":
    main(*sys.argv[1:])
