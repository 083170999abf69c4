"""Compiles the message catalogues without gettext on the machine: `python -m cms.messages`."""

import os
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_messages(folder: Path = LOCALE) -> int:
    """Write a `.mo` beside each `.po` that changed since; return how many were written.

    A `.mo` carries its source's time, to the nanosecond: an unpacked older or newer `.po` is
    told from the one that was compiled, whatever the clock says. Raises OSError when a file
    cannot be written.
    """
    changed = [po for po in sorted(folder.rglob("LC_MESSAGES/*.po")) if not is_compiled(po)]
    for po in changed:
        # Written aside and renamed: a server that starts just now never reads half a file.
        draft = po.with_suffix(".mo.new")
        polib.pofile(str(po)).save_as_mofile(str(draft))
        os.utime(draft, ns=(po.stat().st_atime_ns, po.stat().st_mtime_ns))
        draft.replace(po.with_suffix(".mo"))
    return len(changed)


def is_compiled(po: Path) -> bool:
    """Whether the `.mo` beside the `.po` was made from it as it is now."""
    mo = po.with_suffix(".mo")
    return mo.exists() and mo.stat().st_mtime_ns == po.stat().st_mtime_ns


if __name__ == "__main__":
    compile_messages()
