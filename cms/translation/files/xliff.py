"""What both versions of XLIFF share: writing XML, and reading it from strangers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from cms.core.xml import remove_illegal_characters
from cms.translation.files import inline_markup
from cms.translation.files.file_units import FileUnit
from cms.translation.files.inline_markup import MAX_DEPTH, Builder, Fragment
from cms.translation.files.problems import Problem, RefusedError, SegmentError

LANGUAGE, SPACE = "xml:lang", "xml:space"
# Names the note that says when a file was made: a date is what a tool would write anew.
MOMENT = "handed-out"


def serialize(root: Element) -> bytes:
    return tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def parse_root(data: bytes, file: str) -> Element:
    """Parse XML without a document type and without entities. Raises RefusedError."""
    try:
        return fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        message = _("The file has a document type or entities, which no XLIFF file needs.")
        raise RefusedError(Problem(message, file=file)) from error
    except ParseError as error:
        message = _("This is no whole XLIFF file: line %(line)s cannot be read.")
        problem = Problem(message % {"line": error.position[0]}, file=file)
        raise RefusedError(problem) from error
    except (LookupError, ValueError) as error:  # a character set that is none, or is no set of ours
        message = _("The file's character set is not known. Save it as UTF-8.")
        raise RefusedError(Problem(message, file=file)) from error


def add_element(parent: Element, name: str, text: str = "", /, **attributes: str) -> Element:
    """Add an element on a line of its own, where white space means nothing."""
    if not parent.text and not len(parent):
        parent.text = "\n"
    element = SubElement(
        parent, name, {key: remove_illegal_characters(value) for key, value in attributes.items()}
    )
    element.text = remove_illegal_characters(text) or None
    element.tail = "\n"
    return element


@dataclass(frozen=True)
class Inline:
    """How a version of XLIFF writes tags: around text, alone, and around text without meaning.

    A tool may write each end of a tag that is around text as an element of its own, `opening` and
    `closing`, with what it stands for as its content; `references` are the attributes by which a
    closing one names its opening one. What is `ignored` has no meaning, and no text of the unit's.
    """

    namespace: str
    paired: str
    void: str
    transparent: str
    opening: frozenset[str]
    closing: frozenset[str]
    references: tuple[str, ...]
    also_void: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()

    def write(self, parent: Element, text: Fragment, unit: FileUnit, attributes_of: Any) -> None:
        """Put a text of the unit's into an element; `attributes_of` returns a tag's attributes."""
        self._write(parent, unit.codes.to_numbers(text), unit, attributes_of)

    def _write(self, parent: Element, text: Fragment, unit: FileUnit, attributes_of: Any) -> None:
        last: Element | None = None
        for part in text:
            if isinstance(part, inline_markup.Element):
                name = self.void if part.children is None else self.paired
                tag = unit.codes.tags[part.tag]
                last = SubElement(parent, name, {"id": part.tag} | attributes_of(tag))
                self._write(last, part.children or (), unit, attributes_of)
            elif last is None:
                parent.text = part
            else:
                last.tail = part

    def read(self, elements: Iterable[Element], unit: FileUnit) -> Fragment:
        """Read a text of the unit's, in one or several pieces. Raises SegmentError."""
        reader = Reader(self)
        for element in elements:
            reader.read(element, MAX_DEPTH)
        return unit.codes.to_tags(reader.builder.result())


class Reader:
    """Reads one text with its tags."""

    def __init__(self, inline: Inline) -> None:
        self.inline, self.builder = inline, Builder()
        # The numbers of the tags that have an opening element, by what a closing one names them.
        self._opened: dict[str, str] = {}

    def read(self, element: Element, depth: int) -> None:
        if not depth:
            raise SegmentError(_("The tags are nested too deep."))
        self.builder.add_text(element.text or "")
        for child in element:
            self._read_tag(child, depth - 1)
            self.builder.add_text(child.tail or "")

    def _read_tag(self, element: Element, depth: int) -> None:
        inline = self.inline
        name = element.tag.removeprefix(f"{{{inline.namespace}}}")
        number = element.get("id", "")
        if name == inline.paired:
            self.builder.open_tag(number)
            self.read(element, depth)
            self.builder.close_tag(number)
        elif name in inline.opening:
            self._opened[self._reference(element)] = number
            self.builder.open_tag(number)
        elif name in inline.closing:
            reference = self._reference(element)
            self.builder.close_tag(self._opened.get(reference, reference))
        elif name == inline.void or name in inline.also_void:
            self.builder.add_void_tag(number)
        elif name == inline.transparent:
            self.read(element, depth)
        elif name not in inline.ignored:
            message = _("“%(tag)s” is no tag that is known here.")
            raise SegmentError(message % {"tag": f"<{name[:40]}>"})

    def _reference(self, element: Element) -> str:
        given = (element.get(name) for name in self.inline.references)
        return next(filter(None, given), "")
