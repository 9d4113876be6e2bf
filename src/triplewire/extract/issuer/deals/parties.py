"""Who is named in a sentence that could pay or be paid, and what stands before the name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from triplewire.extract.issuer.common import issuer_of, organization
from triplewire.extract.issuer.deals.words import CAPS, party_words
from triplewire.model import Mention, Reading, Sentence

_LIST = re.compile(r",?(?: and| or)?,?(?: most recently,| more recently,| later)?(?: (?:to|with|by|from))? ")
_POSSESSIVE = re.compile(r"(?:['’]s?)(?!\w)")
_REACH = 48
# Between a name and its short form in brackets, which is no party of its own.
_SHORT_FORM = re.compile(r"(?:,? [A-Z][\w/]{0,8}\.?)? \([“\"‘']?(?:the )?[“\"‘']?(?:NASDAQ|Nasdaq|NYSE|TSE|LSE|AIM|SIX|Euronext)?:? ?")
_ALL_OF = re.compile(r"(?<!\w)(?:each|both|all|either) of $", re.IGNORECASE)
# A name outside the lexicon that gives money: "a grant from the Ostrand Council".
_GIVER = re.compile(rf"(?<![\w-])(?:from|by) (?:the )?(?P<name>{CAPS}(?: (?:of|for|the|and|&|de|du) {CAPS}| {CAPS}){{1,6}})")


@dataclass(frozen=True, slots=True)
class Party:
    """Organizations named (or meant) at one place of a sentence. `prep` is the preposition before it, "" when none; `owns` when
    it is a genitive; `refers` when it is a pronoun. Offsets are of the sentence.
    """

    start: int
    end: int
    names: tuple[str, ...]
    prep: str = ""
    owns: bool = False
    refers: bool = False


def is_party(mention: Mention) -> bool:
    """Whether an organization can pay or be paid: no regulator, no exchange."""
    return mention.type == "organization" and "regulator" not in mention.attrs and mention.attrs.get("kind") != "exchange"


def parties_in(reading: Reading, sentence: Sentence, mentions: Sequence[Mention], *, grants: bool = False) -> list[Party]:
    """The parties of a sentence in text order, pronouns with whom they stand for. Regulators count where only `grants` are told of."""
    text, base, issuer = sentence.text, sentence.span.start, issuer_of(reading)
    found: list[Party] = []
    last = -1
    for m in sorted(
        (m for m in mentions if is_party(m) or (grants and m.type == "organization")), key=lambda m: (m.span.start, -m.span.end)
    ):
        start, end = m.span.start - base, m.span.end - base
        if start >= last and not (last >= 0 and _SHORT_FORM.fullmatch(text, last, start)):
            found.append(_party(text, start, end, (organization(reading, m.name),)))
            last = end
    found += list(_givers(text, base, mentions)) if grants else []
    found += [_party(text, m.start(), m.end(), (issuer,)) for m in party_words().ours.finditer(text) if issuer]
    return _with_pronouns(text, sorted(found, key=lambda p: p.start))


def _givers(text: str, base: int, mentions: Sequence[Mention]) -> Iterator[Party]:
    """Names behind "from" and "by" that no mention covers."""
    for match in _GIVER.finditer(text):
        start, end = match.span("name")
        covered = any(m.type != "region" and m.span.start - base < end and start < m.span.end - base for m in mentions)
        if not covered and match["name"].split()[0] not in party_words().not_parties - {"U.S."}:
            yield _party(text, start, end, (match["name"],))


def _party(text: str, start: int, end: int, names: tuple[str, ...]) -> Party:
    before = text[max(0, start - _REACH) : start]
    prep = None if _ALL_OF.search(before) else party_words().prep.search(before)
    return Party(start, end, names, prep["prep"].lower() if prep else "", _POSSESSIVE.match(text, end) is not None)


def _with_pronouns(text: str, named: list[Party]) -> list[Party]:
    """The parties with "it", "which", "each of which": a pronoun stands for the subject before it, a relative for the nearest name."""
    out = list(named)
    for match in party_words().each.finditer(text):
        out.append(Party(match.start(), match.end(), _listed(text, [p for p in named if p.end <= match.start()]), refers=True))
    for match in party_words().pronoun.finditer(text):
        if any(p.start <= match.start() < p.end for p in out):
            continue
        before = [p for p in named if p.end <= match.start()]
        near = match[0].lower() in ("which", "who", "that")
        if near:
            beside = [p for p in before if re.fullmatch(r"(?: \([^()]{1,40}\))?,? ?(?:\w+ )?", text[p.end : match.start()])]
            meant = beside[-1:] if not text[: match.start()].endswith(("upon ", "of ", "for ", "by ", "in ", "under ")) else []
        else:
            meant = [p for p in before if not p.prep and not p.owns][-1:] or before[-1:]
        if meant:
            out.append(Party(match.start(), match.end(), meant[0].names, refers=True))
    return sorted(out, key=lambda p: p.start)


def _listed(text: str, before: Sequence[Party]) -> tuple[str, ...]:
    """The names of the list that ends with the last party."""
    out: list[str] = []
    for i in range(len(before) - 1, -1, -1):
        out[:0] = before[i].names
        if not i or not _LIST.fullmatch(_plain(text[before[i - 1].end : before[i].start])):
            break
    return tuple(dict.fromkeys(out))


def _plain(gap: str) -> str:
    """A gap without a legal form and what brackets hold: "A/S, to", ", Inc. (NASDAQ: X), "."""
    gap = re.sub(r"\([^()]*\)", "", gap)
    return re.sub(
        r"^,?(?: (?:Inc|Ltd|Corp|Co|AG|SA|A/S|plc|PLC|LLC|GmbH|S\.A|K\.K|NV|N\.V|BV|B\.V|SE|AB|Company|Corporation|Limited)\.?,?){1,3}",
        ",",
        gap,
    )


def subject_like(party: Party) -> bool:
    """Whether a party can be the subject of a verb behind it."""
    return not party.prep and not party.owns
