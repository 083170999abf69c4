"""XLIFF 2.0 (docs.oasis-open.org/xliff/xliff-core/v2.0): any number of jobs of one language."""

from xml.etree.ElementTree import Element

from cms.translation.files import inline_markup
from cms.translation.files.file_units import FileJob, FileUnit
from cms.translation.files.inline_markup import Fragment
from cms.translation.files.parsed import ParsedJob, ParsedUnit, parse_moment
from cms.translation.files.xliff import MOMENT, SPACE, Inline, add_element, serialize

NAME = "XLIFF 2.0"
NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
N = f"{{{NAMESPACE}}}"
INLINE = Inline(
    NAMESPACE,
    paired="pc",
    void="ph",
    transparent="mrk",
    opening=frozenset({"sc"}),
    closing=frozenset({"ec"}),
    references=("startRef", "id"),
    ignored=frozenset({"sm", "em"}),
)
# What the specification has a name for.
KINDS = {
    "b": ("fmt", "xlf:b"),
    "strong": ("fmt", "xlf:b"),
    "i": ("fmt", "xlf:i"),
    "em": ("fmt", "xlf:i"),
    "br": ("fmt", "xlf:lb"),
    "a": ("link", ""),
}
# A tool is asked not to lose a tag and not to make a second of it.
KEEP = {"canCopy": "no", "canDelete": "no"}


def write(jobs: list[FileJob]) -> bytes:
    """Return the file of at least one job; all are of the same two languages."""
    root = Element(
        "xliff",
        {
            "version": "2.0",
            "xmlns": NAMESPACE,
            "srcLang": jobs[0].source_language,
            "trgLang": jobs[0].target_language,
        },
    )
    for number, job_id in enumerate(jobs, 1):
        file = add_element(root, "file", id=f"f{number}", original=job_id.id)
        notes = add_element(file, "notes")
        add_element(notes, "note", job_id.title, category="title")
        add_element(notes, "note", job_id.moment.isoformat(), category=MOMENT)
        for unit in job_id.units:
            _write_unit(file, unit)
    return serialize(root)


def _write_unit(file: Element, unit: FileUnit) -> None:
    element = add_element(file, "unit", id=unit.id, name=unit.path, **{SPACE: "preserve"})
    notes = add_element(element, "notes")
    add_element(notes, "note", unit.note, category="context")
    if unit.previous:
        add_element(
            notes, "note", inline_markup.plain_text(unit.previous), category="previous-source"
        )
    segment = add_element(element, "segment")
    _write_text(segment, "source", unit.source, unit)
    if unit.target:
        segment.set("state", "translated" if unit.is_done else "initial")
        _write_text(segment, "target", unit.target, unit)


def _write_text(segment: Element, name: str, text: Fragment, unit: FileUnit) -> None:
    INLINE.write(add_element(segment, name), text, unit, _markup_attributes)


def _markup_attributes(tag: str) -> dict[str, str]:
    name = inline_markup.tag_name(tag)
    kind, subtype = KINDS.get(name, ("other", ""))
    attributes = KEEP | {"type": kind} | ({"subType": subtype} if subtype else {})
    if inline_markup.is_void(tag):
        return attributes | {"disp": inline_markup.tag_markup(tag)}
    return attributes | {"dispStart": inline_markup.tag_markup(tag), "dispEnd": f"</{name}>"}


def read(root: Element, file: str) -> list[ParsedJob]:
    return [
        ParsedJob(
            file=file,
            format=NAME,
            job_id=job_id.get("original", ""),
            source_language=root.get("srcLang", ""),
            target_language=root.get("trgLang", ""),
            moment=parse_moment(job_id.findtext(f"{N}notes/{N}note[@category='{MOMENT}']")),
            units=[_read_unit(unit) for unit in job_id.iter(f"{N}unit")],
            decode=INLINE.read,
        )
        for job_id in root.iter(f"{N}file")
    ]


def _read_unit(unit: Element) -> ParsedUnit:
    """A tool may have cut it into several segments, with pieces between them that are ignorable."""
    pieces = [piece for piece in unit if piece.tag in (f"{N}segment", f"{N}ignorable")]
    segments = [piece for piece in pieces if piece.tag == f"{N}segment"]
    sources = [source for piece in pieces for source in piece.findall(f"{N}source")]
    return ParsedUnit(
        id=unit.get("id", ""),
        label="".join(text for source in sources for text in source.itertext()),
        source=sources,
        target=_targets(pieces) if all(map(_is_translated, segments)) else None,
        # A tool that knows no states leaves out what we have left out.
        is_done=all(segment.get("state") != "initial" for segment in segments),
    )


def _is_translated(segment: Element) -> bool:
    target = segment.find(f"{N}target")
    return target is not None and any(text.strip() for text in target.itertext())


def _targets(pieces: list[Element]) -> list[Element]:
    """The targets in the order in which they are to be read; what has none is as in the source."""
    found = []
    for place, piece in enumerate(pieces, 1):
        target = piece.find(f"{N}target")
        order = "" if target is None else target.get("order", "")
        text = piece.find(f"{N}source") if target is None else target
        found.append((int(order[:9]) if order.isdecimal() else place, text))
    return [text for _, text in sorted(found, key=lambda numbered: numbered[0]) if text is not None]
