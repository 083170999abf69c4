"""A mail server in a process of its own, for workers in other processes."""

from typing import Any

from django.conf import settings

from tests.newsletter.server import HOST, MailServer
from tests.processes.process_actors import Actor, start


def start_mail_server() -> Actor:
    """Start a server, and have this process and those that it forks mail to it."""
    server = start(serve)
    settings.MAILING = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, server.hear()
    return server


def serve(line: Any) -> None:
    """Tell the port; then, whenever asked, the recipients and Message-IDs received since."""
    server = MailServer()
    server.start()
    line.send(server.port)
    while line.recv():
        got, server.received = server.received, []
        line.send([(sent.recipient, sent.message["Message-ID"]) for sent in got])


def received_since(server: Actor) -> list[tuple[str, str]]:
    server.line.send("what?")
    return [(recipient, message_id) for recipient, message_id in server.hear()]
