"""Settings of an installation that listens where a test wants it."""

import os

from tests.processes.settings import *  # noqa: F403

PORT = int(os.environ["SERVING_PORT"])
