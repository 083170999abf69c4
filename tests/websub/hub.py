"""A hub and a subscriber that are not ours (Flask-WebSub), in a process of their own.

    python tests/websub/hub.py <port> <folder> <feed>

Once the hub has confirmed the subscription to the feed, the file `subscribed` is in the folder;
each body that the subscriber is sent becomes a file there, numbered from 1. It ends after two
minutes.
"""

import sys
from functools import partial
from itertools import count
from pathlib import Path
from threading import Thread, Timer
from typing import Any

from flask import Flask
from flask_websub.hub import Hub, SQLite3HubStorage
from flask_websub.subscriber import (
    SQLite3SubscriberStorage,
    SQLite3TempSubscriberStorage,
    Subscriber,
    discover,
)

LIFE = 120


class Queue:
    """What the hub does after it has answered; it expects Celery, of which this is enough."""

    class Task:
        def __init__(self, work: Any) -> None:
            self.work = work

        def delay(self, *args: Any) -> None:
            Thread(target=self.work, args=args, daemon=True).start()

    def task(self, bind: bool = False, **options: Any) -> Any:
        return lambda work: self.Task(partial(work, None) if bind else work)


def main(port: int, folder: Path, feed: str) -> None:
    app = Flask(__name__)
    app.config["PUBLISH_SUPPORTED"] = True
    app.config["SERVER_NAME"] = f"127.0.0.1:{port}"
    hub = Hub(SQLite3HubStorage(folder / "hub.sqlite3"), Queue(), PUBLISH_SUPPORTED=True)
    app.register_blueprint(hub.build_blueprint(url_prefix="/hub"))
    subscriber = Subscriber(
        SQLite3SubscriberStorage(folder / "subscriber.sqlite3"),
        SQLite3TempSubscriberStorage(folder / "asked.sqlite3"),
    )
    app.register_blueprint(subscriber.build_blueprint(url_prefix="/callbacks"))
    numbers = count(1)

    @subscriber.add_listener
    def keep(topic: str, callback: str, body: bytes) -> None:
        name = folder / f"{next(numbers)}"
        name.with_suffix(".part").write_bytes(body)
        name.with_suffix(".part").rename(name)

    @subscriber.add_success_handler
    def say_so(topic: str, callback: str, mode: str) -> None:
        (folder / "subscribed").write_text(topic)

    def subscribe() -> None:
        with app.app_context():
            subscriber.subscribe(**discover(feed))

    Timer(LIFE, lambda: sys.exit()).start()
    Thread(target=subscribe, daemon=True).start()
    app.run("127.0.0.1", port, threaded=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
