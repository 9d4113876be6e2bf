"""Texts that break writers and readers of files: at least two hundred, the same every time."""

from __future__ import annotations

from collections.abc import Iterator

CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))]
BIDI = [chr(code) for code in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))]
ODD = "\ufffe\uffff\ufeff\ufffd\u2028\u2029\u00a0\u00ad\u200b\u200d\u0301\ue000\U0001f9ec\U000e0041\U0010fffe\U0010ffff"
MARKUP = (
    "]]>",
    "-->",
    "<!--",
    "<![CDATA[",
    "&amp;",
    "&#1;",
    "&",
    "<",
    ">",
    "<b>bold</b>",
    "</rdf:Description>",
    "<?xml?>",
    '"',
    "'",
    '"""',
    "'''",
    "''",
    '""',
    "\\",
    "\\\\",
    "\\n",
    "\\u0041",
    '\\"',
    "\\uD800",
    "a\\",
    "@en",
    '"@en',
    '"^^<urn:x>',
    "a@en-US",
    "^^xsd:integer",
    "# comment",
    ". <urn:s> <urn:p> <urn:o> .",
    "{",
    "}",
    "{{x}}",
    "${x}",
    "%s",
    "%00",
    "@prefix x: <urn:x> .",
    "_:b0",
    "<<( <urn:s> <urn:p> <urn:o> )>>",
    "{| |}",
    "null",
    "true",
    "1",
    "-0",
    "1e400",
    "NaN",
    "=1+1",
    "+1",
    "-1",
    "@sum",
    "\tx",
    "=cmd|' /C calc'!A0",
    "1,2",
    "a;b",
    'a "quoted" name',
    "a\nb",
    "a\r\nb",
    "a\rb",
    "\n",
    " ",
    "",
    "  two  ",
    "line one\n\nline three",
    "101-NVT",
    "3TC",
    "7-day",
    "2028",
    "0x1F",
    "1.",
    ".5",
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "../../etc/passwd",
    "urn:x",
    "http://example.org/a b",
)
SCRIPTS = (
    "шестой",
    "אבג",
    "مرحبا",
    "ธรรม",
    "漢字",
    "Ελληνικά",
    "e\u0301",
    "é",
    "ﬁ",
    "İ",
    "ß",
    "ǅ",
    "👩‍🔬",
    "𝔑𝔙𝔗",
    "אבג NVT-101 (12)",
    "\u202eNVT\u202c",
    "\u2067أ\u2069",
)
IRIS = (
    "name:abc",
    "release:x/y",
    "tw:Compound",
    "mailto:a@example.org",
    "urn:example:a'b",
    "http://example.org/a?b=c&d=e;f",
    "http://example.org/%00",
    "http://example.org/\u202eabc",
    "http://example.org/漢字",
    "http://example.org/\U0001f9ec",
    "http://example.org//a/b",
    "http://example.org/1",
    "https://w3id.org/triplewire/id/compound/",
    "https://w3id.org/triplewire/id/compound//x",
    "https://w3id.org/triplewire/id/compound/a.",
    "file:///a%20b",
)
PROPERTIES = ("http://example.org/a&b/p", "http://example.org/ns#p-1.2", "https://w3id.org/triplewire/ontology#notThere", "urn:example:q")
NAMELESS = ("http://example.org/1", "urn:example:7", "http://www.w3.org/1999/02/22-rdf-syntax-ns#li")
"""Properties that RDF/XML has no element for."""
TYPED = (
    ("integer", "007"),
    ("integer", "+5"),
    ("integer", "-0"),
    ("integer", "12345678901234567890"),
    ("integer", "1.5"),
    ("integer", "many"),
    ("boolean", "1"),
    ("boolean", "TRUE"),
    ("boolean", "true"),
    ("decimal", "1."),
    ("decimal", ".50"),
    ("decimal", "-0.0"),
    ("double", "1e0"),
    ("double", "INF"),
    ("date", "soon"),
    ("dateTime", "2027-13-45T99:00:00Z"),
    ("string", ""),
    ("anyURI", "a b"),
    ("hexBinary", "zz"),
)
"""Local names of datatypes of XML Schema, and texts, some of which are not theirs."""
LANGUAGES = ("en", "en-us", "zh-hant-tw", "de-1996", "ar")


def texts() -> list[str]:
    """The texts, without repeats."""
    return list(dict.fromkeys(_all()))


def _all() -> Iterator[str]:
    for char in (*CONTROLS, *BIDI, *ODD):
        yield from (f"a{char}b", char)
    yield from MARKUP
    yield from SCRIPTS
    yield "".join(CONTROLS)
    yield "".join(reversed(CONTROLS)) + "".join(BIDI)
    yield "N" * 10_240
    yield 'long "name" \\ ' * 700
    yield "\U0001f9ec" * 2_560
