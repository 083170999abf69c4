"""Starting the processes that play together on one database, each with a connection of its own."""

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from django.db import connections

# Everything is loaded once, then copied.
fork = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Actor:
    """A process that plays `part(line, *arguments)`, and our end of its line."""

    process: BaseProcess
    line: Connection

    def hear(self) -> Any:
        """Wait for the next thing it says; raises EOFError when it dies without a word."""
        return self.line.recv()


def start(part: Callable[..., None], *arguments: Any) -> Actor:
    """Start a process. What is open to the database here is closed first, so none shares it."""
    connections.close_all()
    ours, theirs = fork.Pipe()
    process = fork.Process(target=part, args=(theirs, *arguments), daemon=True)
    process.start()
    theirs.close()
    return Actor(process, ours)
