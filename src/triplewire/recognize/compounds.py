"""Compounds: sponsor codes, nonproprietary names by stem, brands, conjugates and constructs."""

from __future__ import annotations

import re
from functools import cache

from triplewire import lexicon
from triplewire.model import Mention, Span
from triplewire.recognize.plain import Taken, bare, occurrences, pattern, settings


def find_compounds(text: str, known: list[Mention]) -> list[Mention]:
    """The compounds of a text that no lexicon has (and platforms named by a brand, as technologies)."""
    taken = Taken(m for m in known if m.type in ("target", "payload", "organization", "indication", "venue", "designation"))
    codes = [*_marked_codes(text), *_codes(text, taken)]
    out = [*_conjugates(text), *codes, *_bracketed(text, codes, taken), *_generic_names(text, taken), *_constructs(text, taken)]
    out += _brands(text, Taken([*known, *out]))
    return [*out, *_framed(text, Taken([*known, *out]))]


@cache
def _code() -> re.Pattern[str]:
    shapes = settings("code")["shapes"]
    assert isinstance(shapes, list)
    body = "|".join(f"(?:{s})" for s in shapes)
    return re.compile(rf"(?<![\w/.@-])(?:{body}){settings('code')['tail']}(?![\w/@]|-\w)[®™]?")


@cache
def _denied() -> re.Pattern[str]:
    words = settings("code")["deny"]
    assert isinstance(words, list)
    return re.compile("|".join(f"(?:{w})" for w in words), re.IGNORECASE)


def _codes(text: str, taken: Taken) -> list[Mention]:
    out = []
    for match in _code().finditer(text):
        span = Span(*match.span())
        if not _denied().fullmatch(bare(match[0])) and not taken.touches(span) and not _in_address(text, span):
            out.append(Mention("compound", span, bare(match[0]), "open:code"))
    return out


BRACKETED = re.compile(r"[®™]? ?\((?:also known as |formerly |previously |or )?(?P<name>[a-z][a-z]{5,}(?: [a-z]{5,}){0,2})(?P<next>[/,;] ?[a-z][a-z0-9]{5,})?\)")
FIXED_PAIR = re.compile(r" ?\((?P<name>[A-Za-z][a-zA-Z-]{4,}/[a-zA-Z][a-z-]{4,})\)")
CAMEL = re.compile(r" ?\((?P<name>[A-Z][a-z]+[A-Z][a-z]+[®™]?)\)")
AHEAD = re.compile(r"(?P<name>[a-z][a-z-]{6,}(?: (?:sodium|hydrochloride|acetate|tablets|[a-z]{7,}))?)[®™]? \($")
ORDINARY = frozenset("candidate candidates vaccine vaccines compound compounds product products therapy therapies antibody platform program programs tablet tablets capsule injection molecule combination treatment inhibitor conjugate monotherapy formulation peptide technology asset assets protein placebo oncology clinical subjects patients".split())
ORDINARY_END = re.compile(r"(?:ing|ed|ly|tion|able|ible|ment|ness|ical|ive|ous|tory|ary|ology|ism|ist|ship|ance|ence|ity|therapy|tablets|capsules|inhibitor|antibody)$")


def _bracketed(text: str, codes: list[Mention], taken: Taken) -> list[Mention]:
    """Words in brackets behind a code that look like its generic name: "ABC-101 (norvatide)"."""
    out = []
    for code in codes:
        match = BRACKETED.match(text, code.span.end)
        for group in ("name", "next") if match else ():
            assert match is not None
            word = (match[group] or "").lstrip("/,; ")
            span = Span(match.end(group) - len(word), match.end(group)) if word else None
            if span and not ORDINARY_END.search(word.split(" ")[0]) and not taken.touches(span):
                out.append(Mention("compound", span, word, "open:bracketed"))
        for shape in (FIXED_PAIR, CAMEL):
            if other := shape.match(text, code.span.end):
                out.append(Mention("compound", Span(*other.span("name")), bare(other["name"]), "open:bracketed"))
        ahead = AHEAD.search(text, max(0, code.span.start - 50), code.span.start)
        if ahead and text[code.span.end : code.span.end + 1] in ")," and not set(ahead["name"].split(" ")) & ORDINARY:
            span = Span(*ahead.span("name"))
            if not ORDINARY_END.search(ahead["name"].split(" ")[0]) and not taken.touches(span):
                out.append(Mention("compound", span, ahead["name"], "open:bracketed"))
    return [*out, *_again(text, out, taken)]


def _again(text: str, found: list[Mention], taken: Taken) -> list[Mention]:
    """The further occurrences of names that were found in one place only."""
    covered = Taken(found)
    out = []
    for match in occurrences(text, {m.name for m in found}):
        span = Span(*match.span())
        if not covered.touches(span) and not taken.touches(span):
            out.append(Mention("compound", span, match[0], "open:bracketed"))
    return out


FRAMED = (
    re.compile(r"\b(?:NDA|ANDA|BLA|MAA|IND|[Aa]pplication|approval|marketing authorization)\)?,? (?:for|of) (?P<name>[A-Z]{5,14})\b"),
    re.compile(r"\b(?P<name>[A-Z]{6,14}) (?:is|was) (?:an?|the|its|our) (?:[\w-]+,? ){0,7}(?:formulation|treatment|drug|candidate|therapy|compound|vaccine|for)\b"),
    re.compile(r"\b(?:candidate|candidates|drug|therapy|product|vaccine|treatment|compound|asset|agent|program),? (?P<name>[A-Z][a-z]+[A-Z][A-Za-z0-9]*|[A-Z][A-Z]+[a-z][A-Za-z0-9]*)\b(?! (?:Inc|Ltd|Corp|Therap|Pharma|Bio))"),
    re.compile(r"\b(?P<name>[A-Z][a-z]+[A-Z][A-Za-z0-9]*),? (?:the company’s|the company's|the Company’s|the Company's|its|our|an?|the) (?:[\w-]+,? ){0,7}(?:treatment|drug|candidate|therapy|compound|vaccine|formulation|conjugate|antibody|inhibitor)\b"),
)


def _framed(text: str, taken: Taken) -> list[Mention]:
    """Names of unusual shape ("NorvaC") that a frame makes a product, and all their occurrences."""
    names = {m["name"] for frame in FRAMED for m in frame.finditer(text) if len(m["name"]) <= 14}
    out = []
    for match in occurrences(text, names):
        if not taken.touches(Span(*match.span())):
            out.append(Mention("compound", Span(*match.span()), match[0], "open:brand"))
    return out


def _in_address(text: str, span: Span) -> bool:
    """Whether the span stands in a phone number, a web address, or a form or patent number."""
    before = text[max(0, span.start - 14) : span.start].lower()
    return bool(re.search(r"(?:form|patent|no\.|nos\.|number|suite|http\S*|www\S*|#|poster|abstract)\s?$", before))


def _marked_codes(text: str) -> list[Mention]:
    return [Mention("compound", Span(*m.span()), bare(m[0]), "open:code") for m in pattern("marked_code", "shape").finditer(text)]


def _conjugates(text: str) -> list[Mention]:
    return [Mention("compound", Span(*m.span()), m[0], "open:conjugate") for m in pattern("conjugate", "shape").finditer(text)]


def _constructs(text: str, taken: Taken) -> list[Mention]:
    deny = pattern("construct", "deny")
    found = [m for m in pattern("construct", "shape").finditer(text) if not deny.match(m[0])]
    spans = [(Span(*m.span()), m[0]) for m in found]
    return [Mention("compound", s, name, "open:construct") for s, name in spans if not taken.touches(s)]


@cache
def _stem() -> re.Pattern[str]:
    stems = sorted({t.form.strip("-") for t in lexicon.word_list("inn_stem") if "weak" not in t.attrs}, key=lambda s: (-len(s), s))
    second = sorted({t.form.strip("-") for t in lexicon.word_list("inn_payload")}, key=lambda s: (-len(s), s))
    tail = rf"(?:[ -](?:{'|'.join(map(re.escape, second))})\b)?" if second else ""
    return re.compile(rf"\b[A-Za-z][a-z]{{2,18}}(?:{'|'.join(map(re.escape, stems))})\b{tail}[®™]?")


@cache
def _classes() -> frozenset[str]:
    words = settings("generic")["classes"]
    assert isinstance(words, list)
    return frozenset(words)


def _generic_names(text: str, taken: Taken) -> list[Mention]:
    out = []
    for match in _stem().finditer(text):
        span, name = Span(*match.span()), bare(match[0])
        first = Span(span.start, span.start + len(name.split(" ")[0]))
        if not taken.touches(first) and name.lower() not in _classes():
            out.append(Mention("compound", span, name, "open:inn"))
    return out


@cache
def _brand() -> re.Pattern[str]:
    return re.compile(rf"\b(?P<name>{settings('brand')['shape']})(?P<mark>{settings('brand')['mark']})")


def _brands(text: str, taken: Taken) -> list[Mention]:
    """Words with a trade mark: platforms when a platform word follows, else products; all later occurrences without the mark too."""
    out: list[Mention] = []
    kinds: dict[str, str] = {}
    for match in _brand().finditer(text):
        platform = pattern("brand", "platform").match(text[match.end() : match.end() + 80])
        name = _without_lead(match["name"]) if platform else match["name"].split(" ")[-1]
        start = match.end("name") - len(name)
        span = Span(start, match.end())
        if taken.touches(span) or len(name) < 3:
            continue
        if _names_a_company(text[match.end() : match.end() + 40]) or _names_a_company(f" {name}"):
            continue
        platform = platform or PLATFORM_BEFORE.search(text, max(0, start - 40), start)
        kinds[name] = "technology" if platform else kinds.get(name, "compound")
        out.append(Mention(kinds[name], span, name, "open:brand"))
    out = [m if m.type == kinds[m.name] else Mention(kinds[m.name], m.span, m.name, m.source) for m in out]
    seen = Taken(out)
    for match in occurrences(text, kinds, r"(?![\w®™-])"):
        span = Span(*match.span())
        if not seen.touches(span) and not taken.touches(span):
            out.append(Mention(kinds[match[0]], span, match[0], "open:brand"))
    return out


PLATFORM_BEFORE = re.compile(r"\b(?:technology|platform|system|engine)(?:,| known as|, known as| called|, called|, the)? ?$", re.IGNORECASE)


@cache
def _company_word() -> re.Pattern[str]:
    words = sorted({t.form for t in lexicon.word_list("org_head")} | {"Wire", "News", "Index", "Exchange"}, key=lambda w: (-len(w), w))
    return re.compile(rf" ?(?:{'|'.join(map(re.escape, words))})\b")


def _names_a_company(after: str) -> bool:
    """Whether a trade mark belongs to a company's name ("Norvane® Therapeutics")."""
    return bool(_company_word().match(after))


def _without_lead(name: str) -> str:
    """A brand without the words that only begin the sentence or name the kind."""
    words = name.split()
    while len(words) > 1 and words[0] in ("The", "Our", "Its", "In", "With", "For", "About", "Using", "And", "Of", "Product", "Lead", "Drug", "Device", "Novel", "New", "Intravenous", "Oral", "Proprietary", "Unique"):
        words = words[1:]
    return " ".join(words)
