"""`manage.py serve`: the web server, one process of several threads."""

import logging
import signal
import sys
from socket import socket
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.core.servers.basehttp import get_internal_wsgi_application
from django.db import connection
from waitress import create_server

from cms.operations.own_site import require_own_site
from cms.operations.server import sockets
from cms.operations.server.request_headers import HEAD_LIMIT_BYTES
from cms.operations.server.request_parser import adopt_parser


class Command(BaseCommand):
    help = "Serve the site, the API and the back office on PORT."

    def handle(self, **options: object) -> None:
        """Serve until SIGTERM or SIGINT; requests already begun are answered first."""
        require_own_site()
        connection.close()
        # Under load a request waits its turn: that is no warning.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        try:
            # The application that any other server is given (WSGI_APPLICATION).
            server = make_server(
                get_internal_wsgi_application(), sockets.bind_sockets(settings.PORT)
            )
        except OSError as error:
            raise CommandError(f"Port {settings.PORT} cannot be opened: {error}") from error
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())
        self.stdout.write(f"Serving {settings.BASE_URL}/ (Ctrl-C stops)")
        self.stdout.flush()
        server.run()


def make_server(application: Any, listening: list[socket], **adjustments: Any) -> Any:
    """Return a server of an application for these sockets, not yet running.

    `adjustments` are waitress's own names for what shall differ from `limits` and `proxy`.
    """
    servers: dict[int, Any] = {}
    arguments = {**server_limits(), **proxy_settings(), **adjustments}
    server = create_server(application, map=servers, sockets=listening, **arguments)
    adopt_parser(servers)
    return server


def server_limits() -> dict[str, object]:
    """Return what one process takes on."""
    return {
        "threads": 8,
        "connection_limit": 500,
        # select() ends at 1024 open files.
        "asyncore_use_poll": True,
        "max_request_header_size": HEAD_LIMIT_BYTES,
        # Above the largest upload, so that the form itself can say that a file is too large.
        "max_request_body_size": 2 * settings.MAX_DOCUMENT_SIZE,
        "ident": None,
    }


def proxy_settings() -> dict[str, object]:
    """Return whom to believe about the visitor's address and scheme.

    With an https BASE_URL a proxy that ends TLS stands in front, and nobody else may reach the
    port. Without one the headers could be anybody's: they are dropped.
    """
    if not settings.SECURE:
        return {"clear_untrusted_proxy_headers": True}
    return {
        "clear_untrusted_proxy_headers": True,
        "trusted_proxy": "*",
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
    }
