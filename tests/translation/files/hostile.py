"""Files that nobody should be harmed by: each is made of a good one, and what is said of it."""

import zipfile
from collections.abc import Callable
from io import BytesIO

PO, OLD, NEW = "pofile", "xliff12", "xliff20"
# A job that nobody has.
NOBODY = "00000000-0000-4000-8000-000000000000"

# Makes what is sent of the job's good files by format, and another job's PO file.
Make = Callable[[dict[str, bytes]], list[bytes]]
HOSTILE: dict[str, tuple[Make, str]] = {}


def _add(name: str, says: str, make: Make) -> None:
    assert name not in HOSTILE
    HOSTILE[name] = make, says


def _sent(name: str, says: str, *files: bytes) -> None:
    _add(name, says, lambda good: list(files))


def _edited(name: str, says: str, form: str, old: str, new: str, encoding: str = "utf-8") -> None:
    """A good file with something else in the place of what it says once or more."""

    def make(good: dict[str, bytes]) -> list[bytes]:
        text = good[form].decode()
        assert old in text, f"{name}: {old!r} is not in the good file"
        return [text.replace(old, new).encode(encoding)]

    _add(name, says, make)


def zipped(members: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


# What is none of ours

_sent("no file", "Choose a file.")
_sent("an empty file", "The file is empty.", b"")
_sent("white space", "The file is empty.", b" \r\n\t\n")
_sent("nothing but a mark of its encoding", "The file is empty.", b"\xef\xbb\xbf")
_sent("a picture", "neither a PO nor an XLIFF", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
_sent("prose", "neither a PO nor an XLIFF", "Преводът е готов.".encode())
_sent("the name of a file", "neither a PO nor an XLIFF", b"/etc/passwd")
_sent("JSON", "neither a PO nor an XLIFF", b'{"title": "First sod"}')
_sent("a web page", "This is no whole XLIFF file: line 1", b"<!doctype html><p>First sod<br>")
_sent("other XML", "not XLIFF 1.2 or 2.0", b"<rss version='2.0'><channel/></rss>")
_sent("a document", "not XLIFF 1.2 or 2.0", zipped({"[Content_Types].xml": b"<Types/>"}))
_sent("six megabytes", "at most 5.0", b"msgid" + b" " * 6 * 1024 * 1024)
_sent("much in several files", "at most 5.0", *[b"msgid " + b" " * 4_500_000] * 5)
_add("one good and one bad file", "The file is empty.", lambda good: [good[PO], b""])

# PO: whose it is

FIRST = 'msgid "Първа копка"\nmsgstr ""'
BOLD = 'msgstr ""\n"X"'
_add(
    "no header",
    "does not say which translation",
    lambda good: [b"msgid" + good[PO].partition(b"\n\n")[2].partition(b"msgid")[2]],
)
_edited("no job", "does not say which translation", PO, "X-WagtailLocalize-TranslationID", "X-Id")
_add("another job's", "another page or language", lambda good: [good["other"]])
_add(
    "a job that is none",
    "another page or language",
    lambda good: [good[PO].replace(good["uuid"], NOBODY.encode())],
)
_add(
    "a job that cannot be one",
    "another page or language",
    lambda good: [good[PO].replace(good["uuid"], b"' OR 1=1 --")],
)
_edited("another language", "“de” where “en”", PO, "Language: en", "Language: de")
_edited("from another language", "“de” where “bg”", PO, "X-Source-Language: bg",
        "X-Source-Language: de")  # fmt: skip
_sent(
    "a header and nothing else",
    "There is no segment",
    b'msgid ""\nmsgstr ""\n"X-WagtailLocalize-TranslationID: 1\\n"\n',
)

# PO: how it is written

_edited("an unknown character set", "“klingon” is not known", PO, "UTF-8", "klingon")
_edited("a character set that unpacks", "“zlib” is not known", PO, "UTF-8", "zlib")
_edited("a character set that runs on", "“utf-7” is not known", PO, "UTF-8", "utf-7")
_edited("a character set of wide letters", "“utf-16” is not known", PO, "UTF-8", "utf-16")
_edited("letters of another character set", "not written in the character set", PO, "First",
        "First", "cp1251")  # fmt: skip
_edited("wide letters", "neither a PO nor an XLIFF", PO, "First", "First", "utf-16")
_add(
    "cut off within its last word",
    "no whole PO file",
    lambda good: [good[PO].rstrip() + b'\n"some'],
)
_add(
    "cut off after a source",
    "no whole PO file",
    lambda good: [good[PO].rpartition(b"msgstr")[0]],
)
_add(
    "cut off between two entries",
    "2 of the 4 segments",
    lambda good: [b"\n\n".join(good[PO].split(b"\n\n")[:3]) + b"\n"],
)
_edited("words between the entries", "no whole PO file: line", PO, '\nmsgctxt "summary"',
        '\nTo do\nmsgctxt "summary"')  # fmt: skip
_edited("a control character", "control character in line", PO, "First", "Fi\x01rst")
_edited("a zero", "control character in line", PO, "First", "Fi\x00rst")
_edited("a control character by name", "control character in the text", PO, "First", "Fi\\brst")
_edited("a control character by number", "control character in the text", PO, "First", "&#129;")

# PO: what it says

_edited("another source text", "page no longer says this", PO, '"Първа копка"', '"Втора копка"')
_edited("another place", "page no longer says this", PO, 'msgctxt "title"', 'msgctxt "slug"')
_edited("no place", "page no longer says this", PO, 'msgctxt "title"\n', "")
_edited("a source with broken tags", "page no longer says this", PO, "<b>расте</b>", "<b>расте")
_add(
    "an entry twice",
    "in the file more than once",
    lambda good: [good[PO] + b"\n" + good[PO].split(b"\n\n")[1] + b"\n"],
)
_edited("more than fits", "At most 255 letters fit here", PO, "First", "First " * 50)
_edited("a tag that is not closed", "“&lt;b&gt;” is not closed", PO, "<b>grows</b>", "<b>grows")
_edited("an end without a start", "closes nothing", PO, "<b>grows</b>", "grows</b>")
_edited("crossed tags", "closes nothing", PO, "<b>grows</b> and <i>works</i>",
        "<b>grows <i>and</b> works</i>")  # fmt: skip
_edited("half a tag", "is no tag that is known", PO, "<b>grows</b>", "<b grows")
_edited("a missing tag", "lacks &lt;b&gt;", PO, "<b>grows</b>", "grows")
_edited("one tag too many", "has &lt;b&gt;", PO, "<b>grows</b>", "<b>gr</b><b>ows</b>")
_edited("a script", "has &lt;script&gt;", PO, "First", "<script>alert(1)</script>First")
_edited("an attribute", "is no tag that is known", PO, "<b>grows", "<b onclick='alert(1)'>grows")
_edited("another link", "lacks &lt;a id=&quot;a1&quot;&gt;", PO, '<a id=\\"a1\\">partners',
        '<a id=\\"a9\\">partners')  # fmt: skip
_edited("an address", "is no tag that is known", PO, '<a id=\\"a1\\">partners',
        '<a href=\\"https://example.com/\\">partners')  # fmt: skip
_edited("a comment", "has &lt;!--", PO, "First", "<!-- -->First")
_edited("tags without end", "nested too deep", PO, "First", "<b>" * 5000 + "First")

# Without limits in the right places, each of these takes minutes or fills a page with tags.
_edited("comments without end", "is no tag that is known", PO, "First", "<!--" * 1_000_000)
_edited("tags beside each other", "has &lt;b&gt;, &lt;b&gt;, &lt;b&gt;, &lt;b&gt;, &lt;b&gt;,", PO,
        "First", "<b></b>" * 100_000)  # fmt: skip
# XLIFF: XML

DECLARED = "<?xml version='1.0' encoding='UTF-8'?>"
LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
    "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]>"
)
OUTSIDE = "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"


def _cut(form: str) -> Make:
    return lambda good: [good[form][:-99]]


def _twice(form: str) -> Make:
    return lambda good: [good[form], good[form]]


for form in (OLD, NEW):
    _edited(f"{form}: laughs", "document type or entities", form, DECLARED, DECLARED + LAUGHS)
    _edited(f"{form}: a file from outside", "document type", form, DECLARED, DECLARED + OUTSIDE)
    _edited(f"{form}: a document type", "document type", form, DECLARED,
            DECLARED + "<!DOCTYPE xliff SYSTEM 'http://example.org/x.dtd'>")  # fmt: skip
    _add(f"{form}: cut off", "no whole XLIFF file", _cut(form))
    _edited(f"{form}: not well-formed", "no whole XLIFF file", form, "First sod", "First & sod")
    _edited(f"{form}: an unknown entity", "no whole XLIFF file", form, "First", "&nbsp;First")
    _edited(f"{form}: a control character", "no whole XLIFF file", form, "First", "&#1;First")
    _edited(f"{form}: an unseen one", "control character in the text", form, "First", "&#129;First")
    _edited(f"{form}: an unknown character set", "character set", form, "'UTF-8'", "'klingon'")
    _edited(f"{form}: an impossible one", "character set", form, "'UTF-8'", "'shift_jis'")
    _edited(f"{form}: other letters", "no whole XLIFF file", form, "First", "First", "cp1251")
    _edited(f"{form}: annotations without end", "nested too deep", form, "First sod",
            "<mrk id='1'>" * 50_000 + "First sod" + "</mrk>" * 50_000)  # fmt: skip
    # What it says
    _edited(f"{form}: no job", "does not say which translation", form, " original=", " category=")
    _edited(f"{form}: another source", "not the page&#x27;s", form, ">Първа копка</source>",
            ">Втора копка</source>")  # fmt: skip
    _edited(f"{form}: other units", "page no longer says this", form, ' id="u-', ' id="v-')
    _add(f"{form}: the same job twice", "two files of one translation", _twice(form))
_edited("1.2: tags without end", "nested too deep", OLD, "First sod",
        "<g id='1'>" * 50_000 + "First sod" + "</g>" * 50_000)  # fmt: skip
_edited("1.1", "not XLIFF 1.2 or 2.0", OLD, "document:1.2", "document:1.1")
_edited("3.0", "not XLIFF 1.2 or 2.0", NEW, 'version="2.0"', 'version="3.0"')
_sent("1.2 without a file", "no translation in the file",
      b'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"/>')  # fmt: skip
_sent("2.0 without a unit", "no segment in the file",
      b'<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0"><file original="1"/>'
      b"</xliff>")  # fmt: skip
_edited("1.2: another language", "“de” where “en”", OLD, 'target-language="en"',
        'target-language="de"')  # fmt: skip
_edited("2.0: another language", "“de” where “en”", NEW, 'trgLang="en"', 'trgLang="de"')
_edited("1.2: units without id", "more than once", OLD, "<trans-unit id=", "<trans-unit x=")
_edited("1.2: a unit twice", "more than once", OLD, "<body>",
        "<body><trans-unit id='1'><source>a</source></trans-unit>"
        "<trans-unit id='1'><source>b</source></trans-unit>")  # fmt: skip
_edited("1.2: an unknown number", "number “9”", OLD, ">grows<", "><x id='9'/>grows<")
_edited("1.2: a number of another kind", "number “1”", OLD, ">grows<", "><x id='1'/>grows<")
_edited("1.2: a tag twice", "has &lt;b&gt;", OLD, ">grows<", "><g id='1'/>grows<")
_edited("1.2: an unknown tag", "“&lt;it&gt;” is no tag", OLD, ">grows<", "><it id='9'/>grows<")
_edited("2.0: an unknown number of an opening end", "number “9”", NEW, ">grows<",
        "><sc id='9'/>grows<ec startRef='9'/><")  # fmt: skip
_edited("1.2: an opening end alone", "closes nothing", OLD, ">grows<", "><bpt id='9'/>grows<")
_edited("2.0: an unknown number", "number “9”", NEW, ">grows<", "><ph id='9'/>grows<")
_edited("2.0: an unknown tag", "“&lt;g&gt;” is no tag", NEW, ">grows<", "><g id='9'/>grows<")
_edited("2.0: a control character", "“&lt;cp&gt;” is no tag", NEW, ">grows<",
        "><cp hex='0001'/>grows<")  # fmt: skip

# ZIP

_sent("an empty ZIP", "here are 0", zipped({}))
_sent("a ZIP of many files", "here are 1001", zipped({f"{i}.po": b"" for i in range(1001)}))
_sent("a ZIP that becomes large", "at most 5.0", zipped({"a.po": b" " * 6_000_000}))
_sent("a ZIP that becomes large in pieces", "at most 5.0",
      zipped({f"{i}.po": b"msgid " + b" " * 5_000_000 for i in range(5)}))  # fmt: skip
_sent("a ZIP in a ZIP", "neither a PO nor an XLIFF", zipped({"a.zip": zipped({"a.po": b"a"})}))
_sent("a ZIP that climbs", "neither a PO", zipped({"../../../etc/passwd": b"root"}))
_sent("half a ZIP", "ZIP is damaged", zipped({"a.po": b"msgid"})[:-30])
_sent(
    "a damaged ZIP", "ZIP is damaged", zipped({"a.po": b"msgid" * 99}).replace(b"a.po", b"b.po", 1)
)
# The bit that says that a password is needed.
OPEN, LOCKED = b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
_sent("a locked ZIP", "ZIP is damaged", zipped({"a": b"m"}).replace(OPEN, LOCKED))
_add("a ZIP with another's job", "other.po", lambda good: [zipped({"other.po": good["other"]})])
_add(
    "a ZIP with the job twice",
    "two files of one translation",
    lambda good: [zipped({"a.po": good[PO], "b.xlf": good[NEW]})],
)
