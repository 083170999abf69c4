"""XLIFF 1.2 (docs.oasis-open.org/xliff/v1.2): any number of jobs, each a <file>."""

from xml.etree.ElementTree import Element

from cms.translation.files import inline_markup
from cms.translation.files.file_units import FileJob, FileUnit
from cms.translation.files.inline_markup import Fragment
from cms.translation.files.parsed import ParsedJob, ParsedUnit, parse_moment
from cms.translation.files.xliff import LANGUAGE, MOMENT, SPACE, Inline, add_element, serialize

NAME = "XLIFF 1.2"
NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
N = f"{{{NAMESPACE}}}"
INLINE = Inline(
    NAMESPACE,
    paired="g",
    void="x",
    transparent="mrk",
    opening=frozenset({"bpt", "bx"}),
    closing=frozenset({"ept", "ex"}),
    references=("rid", "id"),
    also_void=frozenset({"ph"}),
)
# What the specification has a name for; anything else is an x-html-….
KINDS = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "a": "link", "br": "lb"}
# The states in which nobody stands by a target yet. A tool that names none has a person's.
UNDONE = (
    "new", "needs-adaptation", "needs-l10n", "needs-translation", "needs-review-adaptation",
    "needs-review-l10n", "needs-review-translation",
)  # fmt: skip


def write(jobs: list[FileJob]) -> bytes:
    root = Element("xliff", {"version": "1.2", "xmlns": NAMESPACE})
    for job_id in jobs:
        file = add_element(
            root,
            "file",
            **{
                "original": job_id.id,
                "source-language": job_id.source_language,
                "target-language": job_id.target_language,
                "datatype": "html",
            },
        )
        header = add_element(file, "header")
        add_element(header, "note", job_id.title)
        add_element(header, "note", job_id.moment.isoformat(), **{"from": MOMENT})
        body = add_element(file, "body")
        for unit in job_id.units:
            _write_unit(body, job_id, unit)
    return serialize(root)


def _write_unit(body: Element, job_id: FileJob, unit: FileUnit) -> None:
    element = add_element(body, "trans-unit", id=unit.id, resname=unit.path, **{SPACE: "preserve"})
    _write_text(element, "source", job_id.source_language, unit.source, unit)
    if unit.target:
        target = _write_text(element, "target", job_id.target_language, unit.target, unit)
        target.set("state", "translated" if unit.is_done else "needs-review-translation")
    if unit.previous:
        earlier = add_element(element, "alt-trans", alttranstype="previous-version")
        add_element(
            earlier,
            "source",
            inline_markup.plain_text(unit.previous),
            **{LANGUAGE: job_id.source_language},
        )
        add_element(
            earlier,
            "target",
            inline_markup.plain_text(unit.target),
            **{LANGUAGE: job_id.target_language},
        )
    add_element(element, "note", unit.note)


def _write_text(
    parent: Element, name: str, language: str, text: Fragment, unit: FileUnit
) -> Element:
    element = add_element(parent, name, **{LANGUAGE: language})
    INLINE.write(element, text, unit, _markup_attributes)
    return element


def _markup_attributes(tag: str) -> dict[str, str]:
    name = inline_markup.tag_name(tag)
    kind = KINDS.get(name) or f"x-html-{name if name.isalnum() else 'other'}"
    return {"ctype": kind, "equiv-text": inline_markup.tag_markup(tag)}


def read(root: Element, file: str) -> list[ParsedJob]:
    return [_read_job(job_id, file) for job_id in root.iter(f"{N}file")]


def _read_job(job_id: Element, file: str) -> ParsedJob:
    return ParsedJob(
        file=file,
        format=NAME,
        job_id=job_id.get("original", ""),
        source_language=job_id.get("source-language", ""),
        target_language=job_id.get("target-language", ""),
        moment=parse_moment(job_id.findtext(f"{N}header/{N}note[@from='{MOMENT}']")),
        units=[_read_unit(unit) for unit in job_id.iter(f"{N}trans-unit")],
        decode=INLINE.read,
    )


def _read_unit(unit: Element) -> ParsedUnit:
    sources, targets = unit.findall(f"{N}source"), unit.findall(f"{N}target")
    written = any(text.strip() for target in targets for text in target.itertext())
    undone = any(target.get("state") in UNDONE for target in targets)
    return ParsedUnit(
        id=unit.get("id", ""),
        label="".join(text for source in sources for text in source.itertext()),
        source=sources,
        target=targets if written else None,
        is_done=not undone or unit.get("approved") == "yes",
    )
