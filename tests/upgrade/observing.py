"""What happens to an installation that is upgraded: commands, rows, answers, people, the worker."""

import hashlib
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.core.signing import Signer

from tests.upgrade import answers, outside, people, rows
from tests.upgrade.installation import Browser, Installation, Result
from tests.upgrade.rows import Database, new_name

JSON = dict[str, Any]
# Where a row names a port of the outside.
ADDRESSES = ("webhooks_endpoint.address", "websub_watch.hub")
# Tables whose rows are counted after the worker has run: what waits to be sent, and what was.
COUNTED = ("translation_jobs_parcel", "translation_jobs_job")
TOLD = ("mail", "hooks", "hub", "machine")
# What opens a link that was mailed or sent around: the purpose is part of its signature.
PREVIEWS, SUBSCRIPTIONS = "cms.previews", "cms.outreach.mailing"
MAIL_PATHS = {"bg": "/bg/abonament/poshta/", "en": "/en/subscribe/mail/"}


@dataclass
class Observed:
    """All that a test compares. `first` and `second` are the two runs of `prepare`."""

    before: Database
    first: Result
    after_first: Database
    second: Result
    after_second: Database
    checks: dict[str, Result]
    media_before: dict[str, str]
    media_after: dict[str, str]
    answers: JSON
    by_password: JSON
    people: dict[str, JSON]
    worker: Result
    told: JSON

    @property
    def recorded(self) -> JSON:
        """What a fixture keeps, for later versions to be compared with."""
        return {
            "answers": self.answers,
            "by_password": self.by_password,
            "people": self.people,
            "told": self.told,
        }


def observe(installation: Installation, recorded: JSON | None) -> Observed:
    """Upgrade an installation and look at it. Without what was recorded, find all there is."""
    before, media_before = rows.read(installation.database), media(installation.folder)
    first = installation.manage("prepare")
    after_first = rows.read(installation.database)
    second = installation.manage("prepare")
    after_second = rows.read(installation.database)
    checks = {
        command: installation.manage(command, "--check")
        for command in ("sync_store", "translation_status")
    }
    with installation.served() as port:
        browser = Browser(port)
        if recorded is None:
            public = answers.walk(browser, known_addresses(before, installation))
            asked = people.addresses(before)
        else:
            public = answers.ask(browser, recorded["answers"])
            asked = list(next(iter(recorded["people"].values())))
        by_password = people.open_by_password(port, people.path_of(before, "С парола"))
        seen = people.look(port, asked)
    worker, told = _resume(installation)
    return Observed(
        before, first, after_first, second, after_second, checks, media_before,
        media(installation.folder), public, by_password, seen, worker, told,
    )  # fmt: skip


def untold(recorded: JSON, told: JSON) -> list[str]:
    """Return in words what the worker owed and did not tell.

    More may be told: as a fixture ages, more mail is due, and a version that serialises differently
    has changed entries to tell of.
    """
    found = []
    for whom in TOLD:
        forgotten: Counter[str] = Counter(recorded[whom]) - Counter(told[whom])
        found += [f"{whom}: {line}" for line in forgotten.elements()]
    return found


def media(folder: Path) -> dict[str, str]:
    """Return the digest of each file under media, by its path there."""
    files = sorted(each for each in (folder / "media").rglob("*") if each.is_file())
    return {
        str(each.relative_to(folder)): hashlib.sha256(each.read_bytes()).hexdigest()
        for each in files
    }


def known_addresses(database: Database, installation: Installation) -> list[str]:
    """Return every public address that a row stands for, whether anything is there or not."""
    tables = {name: table.rows for name, table in database.items()}
    found = [row["path"] for row in tables["store_entry"] if row["path"].startswith("/")]
    found += [row["path"] for row in tables["store_formerpath"]]
    found += [row["url_path"] for row in tables["wagtailcore_page"] if row["depth"] > 1]
    found += [row["old_path"] for row in tables["wagtailredirects_redirect"]]
    found += [f"/documents/{row['id']}/{row['file'].rpartition('/')[2]}"
              for row in tables["wagtaildocs_document"]]  # fmt: skip
    key = installation.environment["SECRET_KEY"]
    found += [f"/{place}/{_token(key, PREVIEWS, row['id'])}/"
              for row in tables["previews_previewlink"]
              for place in ("preview", "api/v1/preview")]  # fmt: skip
    for row in tables["mailing_subscription"]:
        path = MAIL_PATHS.get(row["locale"], f"/{row['locale']}/subscribe/mail/")
        found.append(f"{path}{_token(key, SUBSCRIPTIONS, row['id'])}/")
    return found


def _token(key: str, purpose: str, identity: Any) -> str:
    signer = Signer(key=key, sep=".", salt=purpose, fallback_keys=[])
    # A UUID, or SQLite's text of one.
    return signer.sign(str(identity).replace("-", ""))


def _resume(installation: Installation) -> tuple[Result, JSON]:
    """Run the worker once, with everybody outside there; return what they were told."""
    with outside.listening() as world:
        move_outside(installation.database, world.origin)
        worker = installation.manage("worker", "--once", **world.environment)
        told: JSON = {
            "mail": sorted(f"{each.recipient}: {each.message['Subject']}"
                           for each in world.mail.received),
            "hooks": sorted(f"{path} {body.get('type')} {_about(body)}"
                            for path, body in world.received if path.startswith("/hooks/")),
            "hub": sorted(form["hub.url"] for form in world.at(outside.HUB)),
            "machine": sorted(text for asked in world.at(f"{outside.MACHINE}/translate")
                              for text in asked["q"]),
        }  # fmt: skip
    left = rows.read(installation.database)
    for name in COUNTED:
        told[name] = len(left[new_name(name) or name].rows)
    return worker, told


def _about(body: JSON) -> str:
    data = body.get("data") or {}
    return str(data.get("path") or data.get("id") or "")


def move_outside(database: str, origin: str) -> None:
    """Have the rows that name a port of the outside name the one where it listens now."""
    for name in ADDRESSES:
        column = (new_name(name) or name).rpartition(".")[2]
        table = new_name(name.rpartition(".")[0]) or ""
        statement = f'UPDATE "{table}" SET "{column}" = REPLACE("{column}", %s, %s)'  # noqa: S608
        if database.startswith("sqlite"):
            with closing(sqlite3.connect(urlsplit(database).path)) as connection, connection:
                connection.execute(statement.replace("%s", "?"), (outside.ORIGIN, origin))
        else:
            with psycopg.connect(database) as postgres:
                postgres.execute(statement, (outside.ORIGIN, origin))
