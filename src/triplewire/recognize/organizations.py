"""Organizations: the issuer and its short names, names with a legal suffix or a company word, universities and institutes."""

from __future__ import annotations

import re
from functools import cache

from triplewire import lexicon
from triplewire.model import Mention, Release, Span
from triplewire.recognize.plain import Taken, bare, occurrences

CAP = r"(?:[A-Z][\w’'&.-]*[\w]|[A-Z]|&|[a-z]+[A-Z]\w*)"
SMALL = r"(?:of|the|for|and|de|di|du|der|für|&)"
ACADEMIC = re.compile(
    rf"\b(?:(?:{CAP} ){{1,5}}(?:University|College|Institute|Hospital|Clinic|Medical Center|Cancer Center|Foundation|Consortium|Health|School of Medicine)"
    rf"(?: (?:of|at|for) (?:{CAP} ?){{1,4}})?|(?:University|College|Institute|Hospital|Universit[àéä]t?|Université) (?:of|at|for|de|di) (?:(?:{CAP}|{SMALL}) ?){{1,5}})"
)
VERBS = frozenset("Announce Announces Announced Sign Signs Enter Enters Report Reports Present Presents Collaborate Partner Partners Launch Launches Expand Expands Receive Receives To Intent Initiate Initiates Complete Completes Publish Publishes Advance Advances Join Joins Reach Reaches".split())
LEAD_WORDS = frozenset("The In At By With From Under For About And As Our Its This That When While After Dr Professor Source SOURCE To Of On Additionally Meanwhile Company".split())


# A name becomes an organization by what is said of it: "in collaboration with Norvane, Belzer and Ostrava".
PROMOTING = re.compile(r"\b(?:collaborat\w+|partnership|partnered|partnering|alliance|joint venture|agreement|licen[cs]ed) (?:with|from) (?:the )?(?=[A-Z])")
PROMOTED = re.compile(r"(?P<name>[A-ZÀ-Ý][\w’&.-]*\w(?: (?:& )?[A-ZÀ-Ý][\w’&.-]*\w){0,3})(?P<next>, and |, | and )?")


@cache
def _suffix() -> str:
    words = sorted({t.form for t in lexicon.word_list("org_suffix")}, key=lambda w: (-len(w), w))
    return "|".join(re.escape(w) for w in words)


@cache
def _head() -> str:
    words = sorted({t.form for t in lexicon.word_list("org_head")}, key=lambda w: (-len(w), w))
    return "|".join(re.escape(w) for w in words)


@cache
def _company() -> re.Pattern[str]:
    heads, legal = _head(), _suffix()
    named = rf"(?:{CAP} (?:& )?){{1,4}}?(?:{heads})(?: (?:{heads}))?(?:,? (?:{legal})(?![\w]))?"
    legal_only = rf"(?:{CAP} (?:& )?){{0,4}}?{CAP},? (?:{legal})(?![\w])"
    return re.compile(rf"(?<![\w’'-])(?:(?:{named})|(?:{legal_only}))")


@cache
def _legal_tail() -> re.Pattern[str]:
    return re.compile(rf",? (?:{_suffix()})\.?$")


def short_name(name: str) -> str:
    """A company's name without its legal suffix.

    >>> short_name("Norvane Therapeutics, Inc.")
    'Norvane Therapeutics'
    """
    before = ""
    while before != name:
        before, name = name, _legal_tail().sub("", name).rstrip(",. ")
    return name


def find_organizations(text: str, release: Release, known: list[Mention]) -> list[Mention]:
    """The organizations of a text that no lexicon has; every mention is named by its full name without the legal suffix."""
    taken = Taken(m for m in known if m.type in ("venue", "organization", "designation", "compound", "technology"))
    spans: dict[Span, str] = {}
    for match in [*_company().finditer(text), *ACADEMIC.finditer(text)]:
        span = _without_lead(text, Span(*match.span()))
        if span is not None and not _inside(span, known):
            spans.setdefault(span, short_name(bare(span.of(text))))
    for span in _promoted(text, Taken(known, spans)):
        spans[span] = short_name(bare(span.of(text)))
    names = set(spans.values())
    forms, covered = _short_forms(names, release), Taken(spans=spans)
    for match in occurrences(text, forms):
        span = Span(*match.span())
        if not covered.touches(span) and not taken.touches(span):
            spans[span] = forms[match[0]]
    return [Mention("organization", s, n, "open:company") for s, n in sorted(spans.items())]


def _promoted(text: str, taken: Taken) -> list[Span]:
    out = []
    for frame in PROMOTING.finditer(text):
        at = frame.end()
        while match := PROMOTED.match(text, at):
            span = Span(*match.span("name"))
            if not taken.touches(span) and match["name"] not in LEAD_WORDS and not any(c.isdigit() for c in match["name"]):
                out.append(span)
            if not match["next"] or not text[match.end() : match.end() + 1].isupper():
                break
            at = match.end()
    return out


def _inside(span: Span, known: list[Mention]) -> bool:
    """Whether a lexicon name of another kind already covers the whole span."""
    return any(m.span.covers(span) for m in known if m.type in ("venue", "designation", "organization") and len(m.span) > len(span))


def _without_lead(text: str, span: Span) -> Span | None:
    """The span without words that only begin the sentence; None when nothing but a company word is left."""
    words = span.of(text).split(" ")
    start, end = span.start, span.end
    for i, word in enumerate(words):
        if i and word in VERBS:
            end = start + len(" ".join(words[:i]))
            words = words[:i]
            break
    while len(words) > 1 and words[0] in LEAD_WORDS:
        start += len(words[0]) + 1
        words = words[1:]
    return Span(start, end) if len(words) > 1 else None


def _short_forms(names: set[str], release: Release) -> dict[str, str]:
    """Shorter names a text may use for the organizations it names: the name itself, and its first word when distinctive."""
    out: dict[str, str] = {}
    issuer = short_name(release.issuer) if release.issuer else ""
    everyone = sorted(names | ({issuer} if issuer else set()))
    for name in everyone:
        out.setdefault(name, name)
    for alias in release.aliases:
        if issuer and ":" not in alias and len(alias) > 2:
            out.setdefault(alias, issuer)
    heads = frozenset(t.form for t in lexicon.word_list("org_head"))
    for name in [issuer, *everyone] if issuer else everyone:
        first = name.split(" ")[0]
        if len(first) >= 4 and first not in heads and first.lower() not in _ordinary() and name != first and first[0].isupper():
            out.setdefault(first, name)
    return out


@cache
def _ordinary() -> frozenset[str]:
    return frozenset("university national american international global united general first advanced royal state institute hospital clinic college memorial north south east west central new european world health medical cancer life bio applied integrated food drug securities private public annual".split())
