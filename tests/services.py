"""Which services the tests can use: `python -m tests.services`.

Says which are missing. With CI=true in the environment that is an error: a check of a whole version
leaves nothing out in silence. With names of services as arguments it says nothing, and ends with an
error where one of them is missing.
"""

import os
import shutil
import socket
import sys
from urllib.parse import urlsplit

import psycopg

# Seconds a service may take to answer.
PATIENCE_SECONDS = 3
POSTGRESQL = "postgres://postgres@127.0.0.1:5432/postgres"
REDIS = "redis://127.0.0.1:6379/15"


def finds_postgresql() -> bool:
    """Whether PostgreSQL lets us in at TEST_DATABASE_URL."""
    address = os.environ.get("TEST_DATABASE_URL") or POSTGRESQL
    try:
        psycopg.connect(address, connect_timeout=PATIENCE_SECONDS).close()
    except psycopg.OperationalError:
        return False
    return True


def finds_redis() -> bool:
    """Whether Redis answers at TEST_REDIS_URL."""
    address = urlsplit(os.environ.get("TEST_REDIS_URL") or REDIS)
    try:
        with socket.create_connection(
            (address.hostname, address.port or 6379), PATIENCE_SECONDS
        ) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(64).startswith((b"+PONG", b"-NOAUTH"))
    except OSError:
        return False


def finds_nginx() -> bool:
    """Whether nginx is installed; a user's PATH leaves its folder out on Debian."""
    return bool(shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin"))


SERVICES = {"PostgreSQL": finds_postgresql, "Redis": finds_redis, "nginx": finds_nginx}


def main(names: list[str]) -> None:
    if names:
        sys.exit(not all(SERVICES[name]() for name in names))
    missing = [name for name, finds in SERVICES.items() if not finds()]
    if not missing:
        return
    words = f"Not found here: {', '.join(missing)}."
    if os.environ.get("CI", "").lower() in ("1", "true"):
        sys.exit(
            f"{words} With CI=true the tests need all of them; .ci/run installs and starts them."
        )
    sys.stdout.write(f"{words} The tests that use them are left out.\n")


if __name__ == "__main__":
    main(sys.argv[1:])
