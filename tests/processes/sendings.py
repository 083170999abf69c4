"""A section is sent for translation by workers that are killed, one after the other.

Most are killed at a statement or commit of theirs; one is a real `manage.py worker` that is killed
amid the pages. What is left of them is sent by two workers at once.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from time import perf_counter
from typing import Any

from django.conf import settings
from wagtail.models import Page, Revision
from wagtail_localize.models import StringSegment, Translation, TranslationLog, TranslationSource

from cms.content import dependency_keys
from cms.content.translatable import extract_text_segments
from cms.store import consistency
from cms.translation.jobs import (
    consistency as jobs_consistency,
)
from cms.translation.jobs import submission
from cms.translation.jobs.models import Job, Notification, Progress, QueuedPage, Submission
from tests import factories
from tests.processes.kills import Kill, Steps
from tests.processes.mail_server import start_mail_server
from tests.processes.process_actors import start
from tests.processes.served import until
from tests.translation.jobs import steps

Kills = list[list[Any]]
# Seconds that a real worker may take to start and send a page, however busy the machine is.
PATIENCE = 120
BODY = [("text", "<p>Първи абзац.</p><p>Втори <b>абзац</b>.</p>")]
SHOWN = re.compile(r"се изпраща за превод: (\d+) от (\d+)")


def play(pages: int, kills: Kills) -> dict[str, Any]:
    """Send a section of so many pages, with a worker for each of the kills; tell what came of each,
    and of all together."""
    server = start_mail_server()
    section = Section(pages)
    scenes = [section.scene(partial(killed, send_until, Kill(*kill))) for kill in kills]
    scenes.append(section.scene(section.kill_real_worker))
    left, begun = QueuedPage.objects.count(), perf_counter()
    for actor in [start(send_all) for _ in range(2)]:
        actor.process.join()
    seconds = perf_counter() - begun
    server.process.terminate()
    return {
        "scenes": scenes,
        "seconds_a_page": round(seconds / left, 3),
        "ended": section.told() | section.ended(),
    }


class Section:
    """What a coordinator has sent, whole and at once, to two translators."""

    def __init__(self, pages: int) -> None:
        # As if they were more than a request sends by itself.
        submission.MAX_IMMEDIATE = 0
        factories.translate(factories.home(), {})
        for number in range(1, pages):
            factories.article(title=f"Новина {number}", summary=f"Кратко {number}", body=BODY)
        for name in ("anna", "boris"):
            steps.person(name, "Преводачи (en)")
        self.client = steps.logged_in(steps.person("coordinator", "Координатори"))
        index = factories.news_index()
        answer = steps.send(self.client, index, "en", include_subtree="on")
        assert answer.status_code == 200
        self.pages = [page.specific for page in submission.list_section(index)]
        self.keys = {page.translation_key for page in self.pages}

    def scene(self, kill: Callable[[], bool]) -> dict[str, Any]:
        return {"killed": kill()} | self.told()

    def told(self) -> dict[str, Any]:
        """How many pages are sent, by what of each there is and as the home screen shows it, and
        of which there is a part only."""
        parts = list(self.parts().values())
        whole, some = set.intersection(*parts), set.union(*parts)
        left = {queued_page.group for queued_page in QueuedPage.objects.all()}
        waiting = {key for key in self.keys if f"page:{key}" in left}
        shown = SHOWN.search(self.client.get("/admin/").content.decode())
        return {
            "sent": len(whole),
            "shown": [int(number) for number in shown.groups()] if shown else None,
            "halves": len(some - whole) + len(waiting & whole),
            "lost": len(self.keys - some - waiting),
        }

    def parts(self) -> dict[str, set[Any]]:
        """The keys of the pages of which there is each of the things that make one sent."""
        jobs = Translation.objects.filter(enabled=True, target_locale__language_code="en")
        drafts = Page.objects.filter(locale__language_code="en", alias_of=None, live=False)
        told = Progress.objects.filter(locale__language_code="en").exclude(translation__job=None)
        found = {
            "source": TranslationSource.objects.values_list("object_id", flat=True),
            "segments": StringSegment.objects.values_list("source__object_id", flat=True),
            "translation": jobs.values_list("source__object_id", flat=True),
            "job": jobs.exclude(job__submission=None).values_list("source__object_id", flat=True),
            "draft": drafts.values_list("translation_key", flat=True),
        }
        groups = set(told.values_list("group", flat=True))
        parts = {name: self.keys & set(own) for name, own in found.items()}
        return parts | {
            "progress": {
                page.translation_key for page in self.pages if dependency_keys.group(page) in groups
            }
        }

    def kill_real_worker(self) -> bool:
        """Kill a real one as soon as it has sent a page; return whether it was amid."""
        before = QueuedPage.objects.count()
        process = subprocess.Popen(
            [sys.executable, "manage.py", "worker"],
            cwd=settings.ROOT,
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "tests.processes.mailing",
                "MAIL_PORT": str(settings.EMAIL_PORT),
            },
        )
        until(lambda: QueuedPage.objects.count() < before, PATIENCE)
        process.kill()
        process.wait()
        return process.returncode == -9 and QueuedPage.objects.exists()

    def ended(self) -> dict[str, Any]:
        """What there is when all is sent."""
        factories.settle()
        sent = Submission.objects.get()
        targets = [page.get_translation(factories.locale("en")) for page in self.pages]
        # wagtail-localize notes each time that it has made a translation, Wagtail each version.
        times = [TranslationLog.objects.filter(source__object_id=key).count() for key in self.keys]
        versions = [
            Revision.page_revisions.filter(object_id=str(one.pk)).count() for one in targets
        ]
        segments = StringSegment.objects.filter(source__object_id__in=self.keys)
        return {
            "finished": sent.finished_at is not None,
            "jobs": Job.objects.filter(submission=sent).count(),
            "times_sent": sorted(set(times)),
            "versions": sorted(set(versions)),
            "segments": [
                segments.count(),
                sum(len(extract_text_segments(page)) for page in self.pages),
            ],
            "letters": sorted(
                notification.user.username for notification in Notification.objects.all()
            ),
            "differences": [*consistency.find_differences(), *jobs_consistency.find_differences()],
        }


def killed(part: Callable[..., None], kill: Kill) -> bool:
    """Play a part until it is killed; return whether it was."""
    actor = start(part, kill)
    actor.process.join()
    return actor.process.exitcode == -9


def send_until(line: Any, kill: Kill) -> None:
    Steps(kill)
    send_all(line)


def send_all(line: Any) -> None:
    while not submission.send_next_page():
        pass
