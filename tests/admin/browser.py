"""Someone's browser: it asks the back office by the names of its routes and keeps the answers."""

from dataclasses import dataclass
from typing import Any

from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client, TestCase
from django.urls import reverse

BY_SCRIPT = {"X-Requested-With": "XMLHttpRequest"}
FORM = "application/x-www-form-urlencoded"


@dataclass
class Browser:
    """One person's browser; it keeps its last answer, and whether any has changed anything."""

    client: Client
    answer: Any = None
    wrote: bool = False

    def get(self, route: str, *args: Any, **query: Any) -> str:
        """Ask for a page and return its text."""
        return self._ask(self.client.get, route, args, "", query)

    def post(self, route: str, *args: Any, query: str = "", **data: Any) -> str:
        """Send a form and return the answer's text."""
        return self._ask(self.client.post, route, args, query, data)

    def post_by_script(self, route: str, *args: Any, **data: Any) -> str:
        """The same, as the back office's own scripts do."""
        return self._ask(self.client.post, route, args, "", data, headers=BY_SCRIPT)

    def put(self, route: str, *args: Any, known: str = "", **data: Any) -> str:
        """Send a form to where something is kept whose tag is `known`."""
        body = "&".join(f"{name}={value}" for name, value in data.items())
        headers = {"If-Match": known}
        put = self.client.put
        return self._ask(put, route, args, "", body, content_type=FORM, headers=headers)

    def _ask(self, ask: Any, route: str, args: Any, query: str, data: Any, **options: Any) -> str:
        with connection.execute_wrapper(self._watch):
            with TestCase.captureOnCommitCallbacks(execute=True):
                self.answer = ask(reverse(route, args=args) + query, data, **options)
            answer = self.answer
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return body.decode(errors="replace")

    def _watch(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.wrote = self.wrote or sql.startswith(("INSERT", "UPDATE", "DELETE"))
        return execute(sql, params, many, context)


def refuses(answer: Any) -> bool:
    """Whether it says no: not found, forbidden, log in first, a form's error, a message."""
    if answer.status_code in (403, 404, 405, 422):
        return True
    if answer.status_code == 302 and answer.resolver_match.view_name == "wagtail_bulk_action":
        return True  # back to the list, with nothing of what was chosen done
    if answer.status_code == 302 and answer["Location"].startswith(reverse("wagtailadmin_login")):
        return True
    form = (getattr(answer, "context", None) or {}).get("form")
    if form is not None and form.errors:
        return True
    return "error" in {message.level_tag for message in get_messages(answer.wsgi_request)}
