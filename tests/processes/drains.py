"""The worker is killed while it works off a wide change, and another takes up the rest."""

from typing import Any

from cms.operations.management.commands import worker
from cms.store import consistency, flush
from cms.store.flush import count_deferred, publish_transaction
from cms.store.models import Entry
from home.models import ContentPage
from tests import factories
from tests.processes.kills import Kill, Steps
from tests.processes.process_actors import start

# How many the worker takes at once here: several batches out of fewer pages.
BATCH = 30


def play(pages: int, kills: list[list[Any]]) -> list[dict[str, Any]]:
    """Rename the home of so many pages, once for each kill of the worker; tell what came of it."""
    flush.BATCH_SIZE = BATCH
    home, about = factories.home(), factories.about()
    with publish_transaction():
        for number in range(pages):
            about.add_child(instance=ContentPage(title=f"Страница {number}", locale=about.locale))
    factories.settle()
    return [scene(home, f"Начало {n}", Kill(*kill)) for n, kill in enumerate(kills)]


def scene(home: Any, title: str, kill: Kill) -> dict[str, Any]:
    home.title = title
    with publish_transaction():
        home.save_revision().publish()
    left = count_deferred()
    actor = start(work, kill)
    actor.process.join()
    done, still = told(title), count_deferred()
    factories.settle()
    now = told(title)
    return {
        "killed": actor.process.exitcode == -9,
        "left_by_the_request": left,
        "left_by_the_killed": still,
        "done_before": len(done),
        "done": len(now),
        "numbered_twice": [path for path, number in done.items() if now[path] != number],
        "differences": list(consistency.find_differences()),
    }


def work(line: Any, kill: Kill) -> None:
    Steps(kill)
    while not worker.drain_changes():
        pass


def told(title: str) -> dict[str, int]:
    """The numbers of the entries that name the home by this title, by path."""
    entries = Entry.objects.filter(type="content", full_json__contains=f'"{title}"')
    return dict(entries.values_list("path", "sequence"))
