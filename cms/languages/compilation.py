"""Compile the message catalogues without gettext: `python -m cms.languages.compilation`.

The settings do it, since Django keeps an empty catalogue for the rest of a process's life when it
asks for one that is not compiled yet, and some packages ask while they are imported.
"""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

LOCALE = Path(__file__).resolve().parents[2] / "locale"


class CatalogueError(Exception):
    """A message catalogue cannot be written."""


def compile_messages(folder: Path = LOCALE) -> int:
    """Write a `.mo` beside each `.po` that changed since; return how many were written.

    A `.mo` carries its source's time, to the nanosecond: an unpacked older or newer `.po` is
    told from the one that was compiled, whatever the clock says. Raises CatalogueError when a
    file cannot be written.
    """
    changed = [po for po in sorted(folder.rglob("LC_MESSAGES/*.po")) if not is_compiled(po)]
    try:
        for po in changed:
            _compile(po)
    except OSError as error:
        raise CatalogueError(f"A message catalogue cannot be written: {error}") from error
    return len(changed)


def fall_back_to_english() -> None:
    """Have Django show a text that no catalogue of a language has as it is written, in English.

    Its own fallback is the first language of the content (LANGUAGE_CODE): readers of German would
    meet Bulgarian.
    """
    # Loaded here: most of what imports this module only compiles.
    from django.utils.translation.trans_real import DjangoTranslation

    DjangoTranslation._add_fallback = lambda self, localedirs=None: None  # type: ignore[attr-defined]


def _compile(po: Path) -> None:
    """Write aside, under a name of our own, and rename: no process that starts at the same time
    reads half a file, or writes into ours."""
    # Loaded where something is to be compiled: most processes find everything compiled.
    import polib

    compiled = polib.pofile(str(po)).to_binary()
    state = po.stat()
    with NamedTemporaryFile(dir=po.parent, suffix=".mo.new", delete=False) as draft:
        try:
            draft.write(compiled)
            draft.flush()
            os.fchmod(draft.fileno(), state.st_mode & 0o777)
            os.utime(draft.fileno(), ns=(state.st_atime_ns, state.st_mtime_ns))
            os.replace(draft.name, po.with_suffix(".mo"))
        except OSError:
            os.unlink(draft.name)
            raise


def is_compiled(po: Path) -> bool:
    """Whether the `.mo` beside the `.po` was made from it as it is now."""
    mo = po.with_suffix(".mo")
    return mo.exists() and mo.stat().st_mtime_ns == po.stat().st_mtime_ns


if __name__ == "__main__":
    compile_messages()
