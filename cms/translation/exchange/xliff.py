"""What both versions of XLIFF share: writing XML, and reading it from strangers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from cms.translation.exchange import fragments
from cms.translation.exchange.fragments import DEPTH, Builder, Fragment
from cms.translation.exchange.problems import Problem, RefusedError, SegmentError
from cms.translation.exchange.units import Unit
from cms.xml import legal

LANGUAGE, SPACE = "xml:lang", "xml:space"
# Names the note that says when a file was made: a date is what a tool would write anew.
MOMENT = "handed-out"


def document(root: Element) -> bytes:
    return tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def root_of(data: bytes, file: str) -> Element:
    """Parse XML without a document type and without entities. Raises RefusedError."""
    try:
        return fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        words = _("The file has a document type or entities, which no XLIFF file needs.")
        raise RefusedError(Problem(words, file=file)) from error
    except ParseError as error:
        words = _("This is no whole XLIFF file: line %(line)s cannot be read.")
        problem = Problem(words % {"line": error.position[0]}, file=file)
        raise RefusedError(problem) from error
    except (LookupError, ValueError) as error:  # a character set that is none, or is no set of ours
        words = _("The file's character set is not known. Save it as UTF-8.")
        raise RefusedError(Problem(words, file=file)) from error


def add(parent: Element, name: str, text: str = "", /, **attributes: str) -> Element:
    """Add an element on a line of its own, where white space means nothing."""
    if not parent.text and not len(parent):
        parent.text = "\n"
    element = SubElement(parent, name, {key: legal(value) for key, value in attributes.items()})
    element.text = legal(text) or None
    element.tail = "\n"
    return element


@dataclass(frozen=True)
class Inline:
    """How a version of XLIFF writes tags: around text, alone, and around text without meaning."""

    namespace: str
    around: str
    alone: str
    transparent: str

    def write(self, parent: Element, text: Fragment, unit: Unit, looks: Any) -> None:
        """Put a text of the unit's into an element; `looks` gives a tag's further attributes."""
        self._write(parent, unit.codes.numbered(text), unit, looks)

    def _write(self, parent: Element, text: Fragment, unit: Unit, looks: Any) -> None:
        last: Element | None = None
        for part in text:
            if isinstance(part, fragments.Element):
                name = self.alone if part.children is None else self.around
                tag = unit.codes.tags[part.tag]
                last = SubElement(parent, name, {"id": part.tag} | looks(tag))
                self._write(last, part.children or (), unit, looks)
            elif last is None:
                parent.text = part
            else:
                last.tail = part

    def read(self, elements: Iterable[Element], unit: Unit) -> Fragment:
        """Read a text of the unit's, in one or several pieces. Raises SegmentError."""
        builder = Builder()
        for element in elements:
            self._read(builder, element, DEPTH)
        return unit.codes.named(builder.result())

    def _read(self, builder: Builder, element: Element, depth: int) -> None:
        if not depth:
            raise SegmentError(_("The tags are nested too deep."))
        builder.text(element.text or "")
        for child in element:
            self._read_tag(builder, child, depth - 1)
            builder.text(child.tail or "")

    def _read_tag(self, builder: Builder, element: Element, depth: int) -> None:
        name = element.tag.removeprefix(f"{{{self.namespace}}}")
        number = element.get("id", "")
        if name == self.around:
            builder.open(number)
            self._read(builder, element, depth)
            builder.close(number)
        elif name == self.alone:
            builder.alone(number)
        elif name == self.transparent:
            self._read(builder, element, depth)
        else:
            words = _("“%(tag)s” is no tag that is known here.")
            raise SegmentError(words % {"tag": f"<{name[:40]}>"})
