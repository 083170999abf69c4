"""Runs the web server and the worker side by side: `python -m cms.operations.supervisor`.

Arguments name other commands of manage.py to run in their place, each with its own arguments
(`make dev`). Either process is started again if it dies; SIGINT (Ctrl-C), SIGTERM or a closed
terminal (SIGHUP) stops both. It loads no Django, so that it stays small and outlives whatever
breaks in there.
"""

import asyncio
import shlex
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

MANAGE = Path(__file__).resolve().parents[2] / "manage.py"
COMMANDS = ("serve", "worker")
# Seconds: how long a process may take to end; the longest pause before it is started again;
# and after how long a life its death no longer counts as one of a row.
STOP_TIMEOUT_SECONDS, MAX_RESTART_DELAY_SECONDS, STABLE_AFTER_SECONDS = 15, 30, 60


async def start_process(command: str) -> asyncio.subprocess.Process:
    """Start a command of manage.py, deaf to what the terminal tells the whole group."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        MANAGE,
        *shlex.split(command),
        stdin=asyncio.subprocess.DEVNULL,
        preexec_fn=ignore_terminal,
    )


def ignore_terminal() -> None:
    """Leave Ctrl-C and the closing of the terminal to us, who then stop our processes in order."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)


async def stop_process(process: asyncio.subprocess.Process) -> None:
    """Ask the process to end, and make it end when it does not."""
    process.terminate()
    try:
        async with asyncio.timeout(STOP_TIMEOUT_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


async def keep_running(command: str) -> None:
    """Run a command of manage.py, again whenever it ends; when cancelled, stop it."""
    delay_seconds = 0
    while True:
        started_at = monotonic()
        process = await start_process(command)
        try:
            code = await process.wait()
        except asyncio.CancelledError:
            await stop_process(process)
            raise
        delay_seconds = (
            1
            if monotonic() - started_at > STABLE_AFTER_SECONDS
            else min(2 * delay_seconds or 1, MAX_RESTART_DELAY_SECONDS)
        )
        sys.stderr.write(f"The {command} process ended ({code}); starting it again.\n")
        await asyncio.sleep(delay_seconds)


async def supervise(commands: Sequence[str] = COMMANDS) -> None:
    """Keep every command running until a signal asks for the end."""
    end = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, end.set)
    tasks = [asyncio.create_task(keep_running(command)) for command in commands]
    await end.wait()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


if __name__ == "__main__":
    asyncio.run(supervise(sys.argv[1:] or COMMANDS))
