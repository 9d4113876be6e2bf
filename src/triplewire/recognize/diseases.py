"""Indications that no lexicon lists: up to six modifiers and a disease head, shared heads, and the marks that make a subset."""

from __future__ import annotations

import re
from functools import cache

from triplewire import lexicon
from triplewire.model import Mention, Span
from triplewire.recognize.plain import Taken, settings

WORD = re.compile(r"[A-Za-z0-9α-ω][\w’'/+.-]*[\w+)]|[A-Za-z]")
PLURAL = {"cancers": "cancer", "carcinomas": "carcinoma", "tumors": "tumors", "lymphomas": "lymphoma", "leukemias": "leukemia", "gliomas": "glioma", "sarcomas": "sarcoma", "melanomas": "melanoma"}


@cache
def _heads() -> re.Pattern[str]:
    words = sorted({t.form for t in lexicon.word_list("disease_head")} | {"malignancies", "tumours", "tumour", "tumor"}, key=lambda w: (-len(w), w))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?![\w-])", re.IGNORECASE)


@cache
def _weak() -> frozenset[str]:
    weak = {t.form for t in lexicon.word_list("disease_head") if "weak" in t.attrs}
    return frozenset(weak | set(_words("bare")))


@cache
def _words(key: str) -> frozenset[str]:
    value = settings("disease")[key]
    assert isinstance(value, list)
    return frozenset(str(v).lower() for v in value)


@cache
def _shared() -> re.Pattern[str]:
    """"ovarian, breast and lung cancers": sites that share one head."""
    sites = "|".join(sorted(map(re.escape, _words("sites")), key=lambda s: (-len(s), s)))
    head = r"(?P<head>cancers?|carcinomas?|tumou?rs?|malignancies|lymphomas?|leukemias?|sarcomas?)"
    return re.compile(rf"\b(?P<sites>(?:{sites})(?:(?:,|,? (?:and|or)| and/or|/) ?(?:{sites}))+) {head}\b", re.IGNORECASE)


@cache
def _site() -> re.Pattern[str]:
    sites = "|".join(sorted(map(re.escape, _words("sites")), key=lambda s: (-len(s), s)))
    return re.compile(rf"\b(?:{sites})\b", re.IGNORECASE)


def find_indications(text: str, known: list[Mention]) -> list[Mention]:
    """The disease names of a text, with the modifiers that belong to them. Shared heads give one mention per site; the last takes
    the head with it, the others keep their own word and are named in full ("ovarian cancer").
    """
    out = _coordinated(text)
    claimed = Taken(out)
    blocked = Taken(m for m in known if m.type in ("compound", "organization", "venue", "technology", "phase"))
    for head in _heads().finditer(text):
        span = _extend(text, Span(*head.span()), blocked)
        if span is None or claimed.touches(span):
            continue
        if " ".join(span.of(text).lower().split()) not in _words("vague"):
            out.append(_mention(text, span))
    out += [_widened(text, m, blocked) for m in known if m.type == "indication"]
    return [*out, *_nested(text, out)]


NEST = re.compile(r" ?(?:in|due to|secondary to|associated with|caused by) (?:patients with |people with )?$")


def _nested(text: str, found: list[Mention]) -> list[Mention]:
    """One disease inside another ("mucositis in head and neck cancer") as a longer name over both."""
    ordered = sorted(found, key=lambda m: (m.span.start, -m.span.end))
    out = []
    for one, two in zip(ordered, ordered[1:], strict=False):
        between = text[one.span.end : two.span.start]
        if 0 < len(between) < 32 and NEST.fullmatch(re.sub(r"^ ?\([A-Z]+\)", "", between)):
            join = " ".join(re.sub(r"\([^)]*\)", "", between).split())
            out.append(Mention("indication", one.span.join(two.span), f"{one.name} {join} {two.name}", "open:nested", one.attrs))
    return out


def _coordinated(text: str) -> list[Mention]:
    out = []
    for match in _shared().finditer(text):
        head = match["head"].lower()
        head = PLURAL.get(head, head)
        sites = list(_site().finditer(text, match.start("sites"), match.end("sites")))
        for i, site in enumerate(sites[:-1]):
            span = (_extend(text, Span(*site.span()), Taken()) or Span(*site.span())) if i == 0 else Span(*site.span())
            before = " ".join(text[span.start : site.start()].split())
            out.append(Mention("indication", span, f"{before} {site[0].lower()} {head}".strip(), "open:shared-head"))
        last = sites[-1]
        out.append(Mention("indication", Span(last.start(), match.end()), f"{last[0].lower()} {head}", "open:shared-head"))
    return out


def _extend(text: str, head: Span, blocked: Taken) -> Span | None:
    """The head with its modifiers, or None when the head alone names no disease."""
    window = text[max(0, head.start - 110) : head.start]
    words = list(WORD.finditer(window))
    start, taken, at = head.start, 0, len(window)
    offset = head.start - len(window)
    for word in reversed(words):
        between = window[word.end() : at]
        if between not in (" ", "-") or taken >= 6 or _stops(word[0], taken) or blocked.touches(Span(offset + word.start(), offset + word.end())):
            break
        start, at, taken = offset + word.start(), word.start(), taken + 1
    if taken == 0 and head.of(text).lower() in _weak() and head.of(text).lower() not in _words("sites"):
        return None
    return Span(start, head.end)


def _stops(word: str, taken: int) -> bool:
    lowered = word.lower()
    if lowered in _words("stop") or lowered.endswith(("ing", "ly")) and lowered not in ("relapsing", "remitting", "invading"):
        return not lowered.endswith("ly") or lowered not in ("locally", "newly", "previously", "heavily", "elderly")
    return lowered.endswith("’s") and taken == 0 and not word[0].isupper() or word.endswith((".", ":"))


def _widened(text: str, mention: Mention, blocked: Taken) -> Mention:
    """A lexicon term with the modifiers that stand before it in this text ("relapsed refractory" …), kept as the name."""
    span = _extend(text, mention.span, blocked)
    if span is None or span == mention.span:
        return mention
    return _mention(text, span, mention)


def _mention(text: str, span: Span, core: Mention | None = None) -> Mention:
    surface = re.sub(r"^(?:[IVX]+[A-C]? )+", "", " ".join(span.of(text).split()))
    words = surface.split(" ")
    words[-1] = PLURAL.get(words[-1].lower(), words[-1])
    before = span.of(text)[: core.span.start - span.start] if core else ""
    name = (" ".join(before.split()) + " " + core.name).strip() if core else " ".join(words)
    attrs = dict(core.attrs) if core else {}
    if core:
        attrs["core"] = core.name
    return Mention("indication", span, _calm(name), "open:disease" if core is None else "lexicon+modifiers", attrs)


def _calm(name: str) -> str:
    """Title case of a headline undone: words of plain lower-case shape are put in lower case, symbols and eponyms stay."""
    words = name.split(" ")
    if len(words) > 1 and all(w[:1].isupper() for w in words):
        head = words[-1].lower()
        return " ".join([*(w if not w.isalpha() or w.isupper() else w for w in words[:-1]), head])
    return name
