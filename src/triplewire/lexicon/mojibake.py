"""Mojibake: UTF-8 that was read as Windows-1252, once or several times over."""

from __future__ import annotations

import re

# A lead byte and the characters that its continuation bytes became. Only the leads of Latin and Greek letters and of general
# punctuation: other pairs occur in honest text.
_TAIL = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\u0081\u008d\u008f\u0090\u009d\u00a0-\u00bf"
_UNIT = rf"[ÂÃÎÏ][{_TAIL}]|[ÄÅ][{_TAIL.replace(chr(0xA0), chr(0xA1))}]|[âï][{_TAIL}]{{2}}|â€(?=[\s.,;:)])"
MOJIBAKE = re.compile(rf"(?:{_UNIT})+")
"""A run of mojibake."""

LEADS = "ÂÃÎÏÄÅâï"
"""What a run begins with."""

_LEAD = re.compile(f"[{LEADS}]")

_UNDEFINED = {"\u0081": b"\x81", "\u008d": b"\x8d", "\u008f": b"\x8f", "\u0090": b"\x90", "\u009d": b"\x9d"}


def is_mangled(text: str) -> bool:
    """Whether a text holds mojibake; most texts hold nothing that begins like it."""
    return _LEAD.search(text) is not None and MOJIBAKE.search(text) is not None


def unmangled(text: str) -> str:
    """The text that mojibake stands for, also when it was made twice or three times over.

    >>> unmangled("Norvaneâ€™s")
    'Norvane’s'
    """
    for _ in range(3):
        if text.endswith("â€"):
            text = text[:-2] + "”"
        if not is_mangled(text):
            break
        text = MOJIBAKE.sub(_decoded, text)
    return text


def _decoded(match: re.Match[str]) -> str:
    try:
        return b"".join(_UNDEFINED.get(c) or c.encode("cp1252") for c in match.group()).decode("utf-8")
    except UnicodeError:
        return match.group()
