"""Organizations: the issuer and its short names, names with a legal suffix or a company word, universities and institutes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from triplewire import lexicon
from triplewire.lexicon import short_name
from triplewire.model import Mention, Release, Span
from triplewire.recognize.plain import Barred, Taken, bare, occurrences
from triplewire.recognize.shapes import matches, shape, words

BARRED = ("venue", "organization", "designation", "compound", "technology")
COVERING = ("venue", "designation", "organization")
SHORTEST_ALIAS, SHORTEST_FIRST = 3, 4
LEAST_OWNED = 2
FRAME_REACH = 200
"""How far before a name of a list the words that say what is listed may stand."""

_PLACE = re.compile(r"\b(?:in|at|near|outside) ([A-Z]\w{3,20})(?! [A-Z])|\b([A-Z]\w{3,20})(?=, (?:[A-Z]{2}\b|[A-Z][a-z]{2,4}\.))")
"""A word that is a place ("Seattle, Wash.")."""

_SMALL = re.compile(r"(?<![\w-])[a-zà-ÿ]\w*")


def find_organizations(text: str, release: Release, known: list[Mention]) -> list[Mention]:
    """The organizations of a text that no lexicon has; every mention is named by its full name without the legal suffix."""
    taken = Taken(m for m in known if m.type in BARRED)
    companies = _named(text, _companies(text, known, release))
    spans = {**_named(text, _academic(text, known)), **companies}
    for found in (_promoted(text, Taken(known, spans)), _acting(text, Taken(known, spans))):
        companies |= _named(text, found)
        spans |= companies
    anchors = [*spans, *(m.span for m in known if m.type == "organization"), *_of_issuer(text, release)]
    companies |= _named(text, _list_mates(text, anchors, Taken(known, spans)))
    spans |= companies
    forms, covered = _short_forms(text, set(spans.values()), set(companies.values()), release), Taken(spans=spans)
    spans = {span: forms.get(name, name) for span, name in spans.items()}
    for span, form in occurrences(text, forms):
        if not covered.touches(span) and not taken.touches(span):
            spans[span] = forms[form]
    return [Mention("organization", s, n, "open:company") for s, n in sorted(spans.items())]


def _named(text: str, spans: Iterator[Span]) -> dict[Span, str]:
    """The spans with the name that each has: without the legal suffix and the trade mark."""
    return {span: short_name(bare(span.of(text))) for span in spans}


# -- names by their words ------------------------------------------------------------------------------------------------


def _companies(text: str, known: list[Mention], release: Release) -> Iterator[Span]:
    """The names with a company word, a legal form or the symbol of a share, without words of the sentence before them."""
    found = {**dict.fromkeys(_listed(text), False), **dict(_shaped(text))}
    sure = {short_name(bare(s.of(text))) for s, formed in found.items() if formed}
    sure |= {short_name(release.issuer)} if release.issuer else set()
    covering, filing = Barred(m for m in known if m.type in COVERING), shape("organization", "filing")
    kept = (s for s in found if not covering.holds(s) and not filing.match(text, s.end))
    yield from (_tail(text, span, sure) for span in kept)


def _shaped(text: str) -> Iterator[tuple[Span, bool]]:
    """The names that look like those of companies, each with whether it has a legal form."""
    for match in matches(text, "organization", "company"):
        span = _without_owner(text, _without_lead(text, Span(*match.span())))
        formed = bool(match["form"]) or match["head"] is None
        if span and (formed or not _is_field(text, span, match["head"])):
            yield span, formed


def _without_owner(text: str, span: Span | None) -> Span | None:
    """The span without a possessive in front of two words or more ("Norvane's Specialized Biologics")."""
    parts = span.of(text).split(" ") if span else []
    if span and len(parts) > LEAST_OWNED and parts[0].endswith(("’s", "'s")):
        return Span(span.start + len(parts[0]) + 1, span.end)
    return span


def _is_field(text: str, span: Span, head: str) -> bool:
    """Whether words are the name of a field, an office or the like and of no company ("Chief Medical", "Renal Cell")."""
    if shape("organization", "goes_on").match(text[span.end : span.end + 40]):
        return True
    if head in _weak_heads() and shape("organization", "journal").match(span.of(text)):
        return True
    parts = span.of(text).split(" ")
    if head not in _weak_heads():
        return all(part.lower() in words("organization", "fields") for part in parts[:-1])
    behind = text[span.end + 1 : span.end + 24].split(" ")[0]
    goes_on = text[span.end : span.end + 1] == " " and behind[:1].isupper() and behind not in words("organization", "trailing")
    return goes_on or any(part.lower() in words("organization", "fields") for part in parts[:-1])


@cache
def _weak_heads() -> frozenset[str]:
    """The company words that need another sign."""
    return frozenset(t.form for t in lexicon.word_list("org_head") if "weak" in t.attrs)


def _listed(text: str) -> Iterator[Span]:
    """The names with the symbol of a share behind them."""
    for match in matches(text, "organization", "listed"):
        span = _without_lead(text, Span(*match.span("name")), least=1)
        if span and span.of(text).split(" ")[-1] not in words("organization", "no_end"):
            yield span


def _academic(text: str, known: list[Mention]) -> Iterator[Span]:
    """The names of universities, hospitals, foundations and the like."""
    covering = Barred(m for m in known if m.type in COVERING)
    for match in matches(text, "organization", "academic"):
        span = _without_lead(text, Span(*match.span()), least=2)
        if span and not covering.holds(span):
            yield span


def _tail(text: str, span: Span, sure: set[str]) -> Span:
    """The end of a name when that is a sure name by itself ("Recent Norvane Therapeutics"), else the name."""
    parts = span.of(text).split(" ")
    for skip in range(1, len(parts) - 1):
        rest = " ".join(parts[skip:])
        if short_name(bare(rest)) in sure:
            return Span(span.end - len(rest), span.end)
    return span


def _without_lead(text: str, span: Span, least: int = 2) -> Span | None:
    """The span without words that only begin the sentence or go on with it; None when fewer than `least` words are left, as where
    nothing but a company word is left.
    """
    parts = span.of(text).rstrip().split(" ")
    stop = next((i for i, part in enumerate(parts) if i and part in words("organization", "trailing")), len(parts))
    within = max((i + 1 for i, part in enumerate(parts[: stop - 1]) if part in words("organization", "within")), default=0)
    skip = next((i for i, part in enumerate(parts[:stop]) if i >= within and part not in words("organization", "leading")), stop - 1)
    while stop - skip > 1 and shape("organization", "small").fullmatch(parts[stop - 1]):
        stop -= 1
    if stop - skip < least:
        return None
    start = span.start + len(" ".join(parts[:skip])) + (skip > 0)
    return Span(start, start + len(" ".join(parts[skip:stop])))


# -- names by what is said of them ---------------------------------------------------------------------------------------


def _promoted(text: str, taken: Taken) -> Iterator[Span]:
    """Names that become organizations by what is said of them: "in collaboration with Norvane, Belzer and Ostrava"."""
    for frame in matches(text, "organization", "promoting"):
        at = frame.end()
        while match := shape("organization", "promoted").match(text, at):
            name, span = match["name"], Span(*match.span("name"))
            if not taken.touches(span) and _may_name(name):
                yield span
            if not match["next"] or not text[match.end() : match.end() + 1].isupper():
                break
            at = match.end()


def _acting(text: str, taken: Taken) -> Iterator[Span]:
    """Names of those who do what only companies do: "Norvane has exclusive rights"."""
    places = [Span(*m.span("name")) for m in matches(text, "organization", "acting")]
    places += [Span(*m.span(group)) for m in matches(text, "organization", "together") for group in ("name", "name2")]
    found = (_without_lead(text, span, least=1) for span in places)
    named = [span for span in found if span and not taken.touches(span) and _may_name(span.of(text))]
    plain = set(_SMALL.findall(text)) if named else set()
    yield from (span for span in named if span.of(text).split(" ")[0].lower() not in plain)


def _list_mates(text: str, anchors: list[Span], taken: Taken) -> Iterator[Span]:
    """Names that stand in one list with an organization, where the words before the list say that it is one of organizations, and those
    that do something together with one ("Norvane and Belzer announced").
    """
    seen: set[int] = set()
    for anchor in sorted(anchors):
        if anchor.start in seen:
            continue
        listed = shape("organization", "list_frame").search(text, max(0, anchor.start - FRAME_REACH), anchor.start)
        for span in [*_joined(text, anchor), *(_neighbours(text, anchor, seen) if listed else ())]:
            if not taken.touches(span) and _may_name(span.of(text)):
                yield span


def _joined(text: str, anchor: Span) -> Iterator[Span]:
    """The name behind an organization that acts together with it."""
    if match := shape("organization", "joined_next").match(text, anchor.end):
        yield Span(*match.span("name"))


def _neighbours(text: str, anchor: Span, seen: set[int]) -> Iterator[Span]:
    """The names of a list before and behind one of its members; places behind it are noted as seen."""
    # "X, Norvane's platform" is no list.
    owns = text[anchor.end : anchor.end + 1] in ("’", "'")
    if not owns and (match := shape("organization", "list_before").search(text, max(0, anchor.start - FRAME_REACH), anchor.start)):
        yield Span(*match.span("name"))
    at = anchor.end
    while match := shape("organization", "list_next").match(text, at):
        seen.add(match.start("name"))
        yield Span(*match.span("name"))
        at = match.end("name")


def _may_name(name: str) -> bool:
    if name in words("organization", "no_name") or any(c.isdigit() for c in name):
        return False
    return name.split(" ")[0] not in words("organization", "leading") and name.split(" ")[-1] not in words("organization", "no_end")


def _of_issuer(text: str, release: Release) -> Iterator[Span]:
    """Where the issuer stands by its name or the first word of it."""
    name = short_name(release.issuer) if release.issuer else ""
    forms = {name, *release.aliases, name.split(" ")[0]} if name else set()
    yield from (span for span, _ in occurrences(text, {f for f in forms if len(f) >= SHORTEST_ALIAS and _distinctive(f)}))


# -- short forms ---------------------------------------------------------------------------------------------------------


def _short_forms(text: str, names: set[str], companies: set[str], release: Release) -> dict[str, str]:
    """Shorter names a text may use for the organizations it names: the name itself, and of companies the first word when distinctive."""
    issuer = short_name(release.issuer) if release.issuer else ""
    everyone = sorted(names | ({issuer} if issuer else set()))
    firsts = {name.split(" ")[0]: name for name in reversed([issuer, *sorted(companies)]) if " " in name}
    out = {name: firsts.get(name, name) for name in everyone}
    if issuer:
        for alias in release.aliases:
            if ":" not in alias and len(alias) >= SHORTEST_ALIAS:
                out.setdefault(alias, issuer)
    heads = frozenset(t.form for t in lexicon.word_list("org_head"))
    places = {word for found in _PLACE.findall(text) for word in found} - {issuer.split(" ")[0]}
    for name in [issuer, *sorted(companies)] if issuer else sorted(companies):
        first = name.split(" ")[0]
        if name != first and len(first) >= SHORTEST_FIRST and first not in heads | places and _distinctive(first):
            out.setdefault(first, name)
    return out


def _distinctive(word: str) -> bool:
    return word[0].isupper() and word.lower() not in words("organization", "ordinary")
