"""Who holds which role where: persons and roles that the grammar of a sentence ties together."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from triplewire.extract.issuer.common import fact, issuer_of, organization
from triplewire.extract.issuer.data import family
from triplewire.lexicon import any_of, phrase_rows
from triplewire.model import Fact, Mention, Reading, Sentence, Span

SKIPPED_ROLES = frozenset({"safe_harbor", "contacts"})
# Titles that say nothing of an employer: without one in the text they are not the issuer's.
_FREE = re.compile(r"\b(?:professor|investigator|fellow|analyst)\b", re.IGNORECASE)
_CAPS = r"(?:[a-z]{1,3}(?=[A-Z]))?[A-ZÀ-Þ][\w&’'.-]*"
_PLAIN_CAPS = r"[A-ZÀ-Þ][\w’'.-]*"
# How far, in characters, a person or an organization may stand from a role.
_NEAR = 200
_ORG = rf"(?:[“\"]?{_CAPS}[”\"]?)(?:(?: of| for| de| di| and| &| del)? (?:the )?[“\"]?{_CAPS}[”\"]?){{0,7}}"


_JOINS = re.compile(rf"(?<!\w)(?:join(?:s|ed|ing)?|at|with) (?:the )?(?P<org>{_ORG}) as ")


@dataclass(frozen=True, slots=True)
class Held:
    """A role of a person, with where the organization stands when the text names one. Spans are of the view."""

    person: Mention
    role: Mention
    organizations: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Words:
    before: re.Pattern[str]
    after: re.Pattern[str]
    chain: re.Pattern[str]
    at: re.Pattern[str]
    another: re.Pattern[str]
    salutation: re.Pattern[str]
    succeeded: re.Pattern[str]
    needs_comma: re.Pattern[str]


def people_facts(reading: Reading) -> list[Fact]:
    """The roles that the release says people hold now, in text order; contact lines and the safe harbour do not count.

    Without an organization in the text a role is held at the one that the release names with the same person elsewhere, else at
    the issuer; professors and investigators without one keep none.
    """
    found: list[tuple[Sentence, Held]] = []
    for sentence, mentions in zip(reading.sentences, reading.by_sentence, strict=True):
        if reading.blocks[sentence.block].role in SKIPPED_ROLES:
            continue
        if any(m.type == "role" for m in mentions) and any(m.type == "person" for m in mentions):
            found += [(sentence, held) for held in _held(sentence, mentions)]
    elsewhere: dict[tuple[str, str], list[str]] = {}
    for sentence, held in found:
        elsewhere.setdefault(_key(held.person), []).extend(_names(reading, sentence, held))
    return [f for sentence, held in found for f in _facts(reading, sentence, held, elsewhere[_key(held.person)])]


def _key(person: Mention) -> tuple[str, str]:
    """Surname and first initial: what "John D. Vale" and "John Vale" share."""
    words = person.name.split()
    return words[-1], words[0][0]


def _held(sentence: Sentence, mentions: Sequence[Mention]) -> list[Held]:
    """The roles of a sentence with their persons; a role without organization shares that of the next one of the same person."""
    starts = [m.span.start for m in mentions]
    found: list[Held] = []
    for role in mentions:
        if role.type != "role" or "past" in role.attrs:
            continue
        near = mentions[bisect_left(starts, role.span.start - _NEAR) : bisect_right(starts, role.span.end + _NEAR)]
        known = [m for m in near if m.type == "organization"]
        people = [m for m in near if m.type == "person" and "partial" not in m.attrs and not any(_is_company(m, k) for k in known)]
        bound = _before(sentence, role, people, known) or _after(sentence, role, people, known) or _chained(sentence, role, found, known)
        found += [bound] if bound else []
    for i in range(len(found) - 2, -1, -1):
        if not found[i].organizations and found[i + 1].person is found[i].person:
            found[i] = Held(found[i].person, found[i].role, found[i + 1].organizations)
    return found


def _is_company(person: Mention, known: Mention) -> bool:
    """Whether what looks like a person is a company; a surname behind an initial is none, though a company has it too."""
    surname = known.span.end == person.span.end and bool(re.fullmatch(r"\S+ (?:[A-Z]\. )+\S+", person.name)) and " " not in known.name
    return known.span.overlaps(person.span) and not surname


def _gap(sentence: Sentence, a: int, b: int) -> str:
    return sentence.text[a - sentence.span.start : b - sentence.span.start]


def _before(sentence: Sentence, role: Mention, people: Sequence[Mention], known: Sequence[Mention]) -> Held | None:
    """`Ana Vale, Ph.D., President of Norvane`, `Ana Vale, Norvane's CEO`, `Ana Vale was appointed CEO`."""
    before = [p for p in people if p.span.end <= role.span.start]
    while len(before) > 1 and _words().succeeded.search(
        _gap(sentence, max(sentence.span.start, before[-1].span.start - 40), before[-1].span.start)
    ):
        # "A will succeed B as CEO": the role is A's.
        before.pop()
    person = before[-1] if before else None
    gap = _gap(sentence, person.span.end, role.span.start) if person else ""
    match = _words().before.fullmatch(gap)
    if not person or not match or (gap == " " and _words().needs_comma.match(role.name)):
        return None
    start = person.span.end + match.start("org") if match["org"] else 0
    inner = (Span(start, start + len(match["org"])),) if match["org"] else ()
    joined = _JOINS.search(gap)
    if joined and not inner:
        at = person.span.end + joined.start("org")
        inner = (_span(at, joined["org"], known),)
    elif match["home"]:
        at = person.span.end + match.start("home")
        inner = inner or (_span(at, match["home"], known),)
    return Held(person, role, _organizations(sentence, role, known) or inner)


def _after(sentence: Sentence, role: Mention, people: Sequence[Mention], known: Sequence[Mention]) -> Held | None:
    """`Norvane CEO Ana Vale`, `CEO of Norvane, Dr. Ana Vale`."""
    person = next((p for p in people if p.span.start >= role.span.end), None)
    if not person or _words().salutation.fullmatch(role.name):
        return None
    organizations = _organizations(sentence, role, known)
    start = organizations[-1].end if organizations else role.span.end
    if person.span.start < start or not _words().after.fullmatch(_gap(sentence, start, person.span.start)):
        return None
    return Held(person, role, organizations or _leading(sentence, role, known))


def _chained(sentence: Sentence, role: Mention, found: Sequence[Held], known: Sequence[Mention]) -> Held | None:
    """A further role of the person just named: "…, Professor of Neurology at X, Director of Y"."""
    if not found:
        return None
    last = found[-1]
    start = max([last.role.span.end, *(o.end for o in last.organizations)])
    if start > role.span.start or last.role.span.start > role.span.start:
        return None
    if not _words().chain.fullmatch(_gap(sentence, start, role.span.start)):
        return None
    return Held(last.person, role, _organizations(sentence, role, known) or _leading(sentence, role, known, chained=True))


def _organizations(sentence: Sentence, role: Mention, known: Sequence[Mention]) -> tuple[Span, ...]:
    """The organizations after a role: "of X", "at the X and Y"."""
    base = sentence.span.start
    match = _words().at.match(sentence.text, role.span.end - base)
    if not match:
        return ()
    first = _span(match.start("org") + base, match["org"], known)
    if match["at"].strip() == "," and not any(k.span.start == first.start for k in known):
        return ()
    out = [first]
    more = _words().another.match(sentence.text, first.end - base)
    if more:
        second = _span(more.start("org") + base, more["org"], known)
        if any(k.span.start == second.start for k in known):
            out.append(second)
    return tuple(out)


def _span(start: int, words: str, known: Sequence[Mention]) -> Span:
    """The organization that begins at `start`: a known mention there when it is the longer, else the capitalised words, without a
    further known organization that "and" adds.
    """
    here = max((k.span.end for k in known if k.span.start == start), default=start)
    end = start + len(words.rstrip(".,"))
    later = [k.span.start for k in known if here < k.span.start < end]
    if here > start and (later or here >= end):
        return Span(start, here)
    cut = re.split(r" and | & (?=[A-Z]\w+ (?:of|at))", words[: later[0] - start] if later else words)[0] if later else words
    cut = re.sub(r"[ .,]+(?:and|of|for|&)?[ .,]*$", "", cut)
    return Span(start, max(here, start + len(cut)))


def _leading(sentence: Sentence, role: Mention, known: Sequence[Mention], *, chained: bool = False) -> tuple[Span, ...]:
    """The organization right before a role: "Norvane Pharma PLC (LSE: NVT) CEO"."""
    at = role.span.start
    first = max(0, at - sentence.span.start - _NEAR)
    text = sentence.text[first : at - sentence.span.start]
    trimmed = re.sub(r"(?:['’]s?)? ?(?:\([^()]{1,60}(?:\)|[,;:]))? ?(?:chairman and )?$", "", text)
    end = sentence.span.start + first + len(trimmed)
    for mention in known:
        if mention.span.start < at and (mention.span.end == end or mention.span.end in (at - 1, end + 1)):
            return (mention.span,)
    words = re.search(rf"(?<![\w’'.-])(?:{_CAPS} ){{0,3}}{_CAPS}$", trimmed)
    opens = words is not None and not first and not text[: words.start()].strip()
    if words is None or not text.endswith(" ") or (opens and not chained and " " not in words[0]):
        return ()
    return (Span(sentence.span.start + first + words.start(), end),)


def _facts(reading: Reading, sentence: Sentence, held: Held, elsewhere: Sequence[str]) -> Iterator[Fact]:
    names = _names(reading, sentence, held)
    if not names and not _FREE.search(held.role.name):
        issuer = issuer_of(reading)
        names = [elsewhere[0] if elsewhere and issuer not in elsewhere else issuer]
    whole = held.person.span.join(held.role.span)
    for span in held.organizations:
        whole = whole.join(span)
    for name in dict.fromkeys(names or [""]):
        args = {"person": held.person.name, "role": held.role.name} | ({"organization": name} if name else {})
        yield fact(reading, "person_role", args, [reading.evidence(whole)], "person_role", confidence=0.9 if held.organizations else 0.85)


def _names(reading: Reading, sentence: Sentence, held: Held) -> list[str]:
    return [organization(reading, _name(reading, sentence, o)) for o in held.organizations]


def _name(reading: Reading, sentence: Sentence, span: Span) -> str:
    """The canonical name of a known organization there, else the words."""
    known = (m for m in reading.by_sentence[sentence.index] if m.type == "organization" and m.span == span)
    found = next(known, None)
    return (
        re.sub(r" (?:and|of|for|at)$", "", found.name)
        if found
        else sentence.text[span.start - sentence.span.start : span.end - sentence.span.start]
    )


@cache
def _words() -> _Words:
    grammar = family("person_role")["grammar"]
    rows = phrase_rows("roles")
    degrees = any_of([r["form"] for r in rows if r["part"] == "degree"])
    salutation = any_of([r["form"] for r in rows if r["part"] == "salutation"])
    name_end = rf"(?: \([^()]{{1,40}}\))?(?:,? (?:{degrees})(?![\w]))*"
    owner = rf"(?:(?:the )?(?P<org>{_CAPS}(?: {_CAPS}){{0,4}}|[Cc]ompany)(?:['’]s?)? )?"
    words = rf"(?:(?:{any_of(grammar['before_role'])}) )?"
    aside = rf"(?:,? (?:of|at|from) (?:the )?(?P<home>{_ORG}),|, [^,;]{{1,90}},)?"
    changed = rf"(?:who )?(?:(?:has|have|had|will|is|was|been|to|be) ){{0,3}}(?:{any_of(grammar['changing'])})(?: [\w’'.-]+){{0,6}}?"
    said = rf"(?:,? (?:{any_of(grammar['verbs'])}|{changed}))?(?:,? (?:{any_of(grammar['appointed'])}))?"
    return _Words(
        before=re.compile(rf"{name_end}{aside}{said}(?:,| –| -)? ?{words}{owner}{words}"),
        after=re.compile(rf"[,:]? ?(?:(?:{salutation}) )?(?:is |, )?|(?:['’]s)?(?: [\w-]+){{1,6}}, (?:{salutation}) "),
        chain=re.compile(
            rf"(?:,? (?:{any_of(grammar['verbs'])})(?: |$))?(?:[ ,&]|(?:and|of|at|the|for|in|as|also|a|an|{_PLAIN_CAPS})(?![\w])){{0,24}}"
        ),
        at=re.compile(rf"(?P<at>,? (?:{any_of([a for a in grammar['at'] if a != ', '])})|,) (?P<org>{_ORG})"),
        succeeded=re.compile(rf"(?<!\w)(?:{any_of(grammar['succeeding'])}) (?:(?:{salutation}) )?$", re.IGNORECASE),
        salutation=re.compile(rf"(?:{salutation})"),
        # "Howard Vale Investigator" may be a prize, "Therapeutic Area Head" a title: after a bare space only a chief is a chief.
        needs_comma=re.compile(rf"(?:{any_of([r['form'] for r in rows if r['part'] == 'fielded'])}|investigator)\b", re.IGNORECASE),
        another=re.compile(rf",? and (?:the )?(?P<org>{_ORG})"),
    )
