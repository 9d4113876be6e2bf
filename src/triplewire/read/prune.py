"""What of a page is no part of its text: scripts, menus, banners, share buttons, news of other days."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeAlias

from lxml import etree

from triplewire.read import frames

Element: TypeAlias = Any
"""An element of lxml, which has no types."""

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|e|º|ª)$", re.IGNORECASE)
_NOTE = re.compile(r"[(\[]?(?:\d{1,2}(?:\s?[,–-]\s?\d{1,2})*|[a-z]|[*†‡§¶]+)[)\]]?")
# More of the page's text than this is the page itself, however its box is called.
_MOST = 0.4
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]+")


def writable(text: str) -> str:
    """The text without the characters that pages hold (as `&#7;`) and that no element may be given."""
    return _UNWRITABLE.sub("", text)


def text_of(element: Element) -> str:
    """The words of an element, with single blanks; lines and blocks inside it are apart."""
    parts: list[str] = []
    apart = frames.page_words("blocks")
    for event, node in etree.iterwalk(element, events=("start", "end")):
        parts.append(" " if node.tag in apart else "")
        if event == "start":
            parts.append(node.text or "" if isinstance(node.tag, str) else "")
        elif node is not element:
            parts.append(node.tail or "")
    return " ".join(writable("".join(parts)).split())


def prune(tree: Element, headline: str) -> None:
    """Drops what is no part of the page's text; the text after an element stays. Superior marks of notes go, other ones become plain.

    A box with the headline, or with much of the page's words, is never dropped, whatever it is called: whole pages stand in forms.
    """
    _drop(tree, lambda element: element.tag in frames.page_words("code"))
    body = tree.find("body")
    whole = len(text_of(body)) if body is not None else 0
    _drop(tree, lambda element: _is_chrome(element) and not _is_main(element, whole, headline.casefold()))
    for element in list(tree.iter("sup")):
        _lower(element)


def _drop(tree: Element, unwanted: Callable[[Element], bool]) -> None:
    for element in list(tree.iter()):
        if isinstance(element.tag, str) and element.getparent() is not None and unwanted(element):
            element.drop_tree()


def _is_chrome(element: Element) -> bool:
    hidden = element.get("aria-hidden") == "true" or element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "")
    if hidden or element.tag in frames.page_words("drop") or element.get("role") in frames.page_words("roles"):
        return element.tag not in ("html", "body")
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(names.strip() and frames.page_chrome().search(names))


def _is_main(element: Element, whole: int, headline: str) -> bool:
    text = text_of(element)
    return len(text) > _MOST * whole or bool(headline and headline in text.casefold())


def _lower(element: Element) -> None:
    """A superior figure behind a word is the mark of a note and goes; behind a figure it is a power; anything else is plain text."""
    text, before = text_of(element), _before(element)
    if text.upper() == "TM":
        element.text = "™"
    elif text.upper() == "SM" or (_NOTE.fullmatch(text) and not _ORDINAL.search(text) and _takes_note(before, text)):
        element.text = ""
    elif text.isdigit() and before[-1:].isdigit():
        element.text = f"^{text}"
    else:
        return
    for child in list(element):
        child.drop_tree()


def _takes_note(before: str, text: str) -> bool:
    word = re.search(r"[^\W\d_]*$", before)
    return text[0] in "([*†‡§¶" or before[-1:] in tuple(".,;:)]%”’\"'") or len(word[0] if word else "") >= 3


def _before(element: Element) -> str:
    """The words right before an element, inside its parent."""
    previous = element.getprevious()
    if previous is not None:
        return str((previous.tail or "").rstrip() or previous.text_content().rstrip())[-40:]
    return str((element.getparent().text or "").rstrip())[-40:]
