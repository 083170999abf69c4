"""Judges one cell of the table of roles: what came of someone's trying an act at a place."""

from tests.admin.browser import refuses
from tests.admin.role_attempts import Act
from tests.admin.world import Place, World, digest

DONE, REFUSED, DRAFT = "✓", "✗", "d"


def judge(world: World, act: Act, place: Place, role: str) -> str:
    """Return DONE, REFUSED, DRAFT, or in words what is none of these.

    REFUSED: the answer says so, and the database says what it said before.
    DRAFT: not that, but what was sent is kept as a draft; nothing public has changed.
    """
    with world.visit(role) as browser:
        if act.attempt(browser, place):
            return DONE
        # Who has written nothing has changed nothing.
        after = digest() if browser.wrote else world.digest
        changed = sorted(name for name in after if after[name] != world.digest[name])
        if not changed and (act.shows or refuses(browser.answer)):
            return REFUSED
        if changed and "wagtailcore.Revision" in changed and "store.Entry" not in changed:
            return DRAFT
        return f"answer {browser.answer.status_code}, changed: {', '.join(changed) or 'nothing'}"
