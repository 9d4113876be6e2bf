"""When a fact that was read is the one that a person found.

Names are equal without case, accents, spaces, hyphens and legal forms, or by an alias that either side gives. Kinds of things
(indication, technology, payload, target) also match when the words of one are all among those of the other and the last word is
the same. A time matches when the intervals overlap, and either both ends lie within 46 days or a quarter of the time that
they span together is common; an amount within 1.5 %.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from triplewire.score.gold import Claim, Gold, days
from triplewire.vocab import GREEK

LEGAL = frozenset(
    ("inc incorporated ltd limited ag sa bv corp corporation llc plc co company kk nv gmbh se spa sas ab oy lp the").split()  # noqa: SIM905
)
LOOSE = frozenset({"indication", "technology", "payload", "target", "role"})
PAIRS = {"partnered_with": ("organization_a", "organization_b"), "combination": ("compound", "other_drug"), "alias": ("compound", "alias")}
NUMBERS = frozenset({"amount", "value", "low", "high"})
NEAR, SHARED = 46, 0.25
KEYS: Mapping[str, tuple[str, ...]] = {
    "uses_technology": ("compound", "technology"),
    "has_payload": ("compound", "payload"),
    "has_target": ("compound", "target"),
    "has_indication": ("compound", "indication"),
    "developed_by": ("compound", "organization"),
    "partnered_with": (),
    "orphan_designation": ("compound", "indication", "region"),
    "designation": ("compound", "type", "indication"),
    "stage": ("compound", "stage"),
    "trial": ("compound", "phase", "name", "nct", "indication"),
    "milestone": ("compound", "kind", "status"),
    "combination": (),
    "alias": (),
    "deal": ("payer", "payee", "kind", "amount"),
    "financial": ("metric", "value"),
    "guidance": ("metric", "low", "high"),
    "person_role": ("person", "organization"),
}
ALIKE = {"phase_entry": "trial_start"}


def words(name: str) -> list[str]:
    """The words of a name, folded: no case, accents, marks; Greek letters spelled out; `HER2+` as `her2 positive`."""
    text = unicodedata.normalize("NFKC", str(name)).lower()
    for letter, spelled in GREEK.items():
        text = text.replace(letter, spelled)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return re.findall(r"[a-z0-9]+", re.sub(r"(?<=\w)\+", " positive ", text))


def key(name: str) -> str:
    """A name as letters and digits only, without legal forms."""
    found = words(name)
    return "".join(w for w in found if w not in LEGAL) or "".join(found)


def _forms(name: str) -> set[str]:
    """A name, and for `X (Y)` also X and Y."""
    bracket = re.match(r"^(.*?)\s*\(([^()]*)\)", str(name))
    return {str(name), *(bracket.groups() if bracket else ())} - {""}


def names(claim: Claim, argument: str, gold: Gold) -> set[str]:
    """Every form of an argument that the claim or the gold's aliases give."""
    own = {str(claim[argument]), *claim.get("aliases", {}).get(argument, ())}
    forms = {form for name in own for form in _forms(name)}
    keys = {key(form) for form in forms}
    for name, others in gold.aliases.items():
        group = {name, *others}
        if keys & {key(other) for other in group}:
            forms |= group
    return forms


def same_name(argument: str, read: Claim, found: Claim, gold: Gold) -> bool:
    """Whether an argument is the same on both sides."""
    a, b = names(read, argument, gold), names(found, argument, gold)
    if {key(x) for x in a} & {key(y) for y in b}:
        return True
    return argument in LOOSE and any(_contained(x, y) for x in a for y in b)


def _singular(found: list[str]) -> list[str]:
    return [w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w for w in found]


def _contained(a: str, b: str) -> bool:
    short, long = sorted((_singular(words(a)), _singular(words(b))), key=len)
    return len(short) > 0 and set(short) <= set(long) and short[-1] == long[-1] and (len(short) > 1 or len(short[0]) > 7)


def _same_number(read: Any, found: Any) -> bool:
    return abs(float(read) - float(found)) <= 0.015 * max(abs(float(found)), 1e-9)


def _listed(value: Any) -> list[str]:
    """A gold value that may be absent, one word or a list of words."""
    return [value] if isinstance(value, str) else list(value or ())


def _same(argument: str, read: Claim, found: Claim, gold: Gold) -> bool:
    if argument not in found or found[argument] is None:
        return True
    if argument not in read:
        return argument in ("name", "nct", "indication", "phase")
    if argument in NUMBERS:
        return _same_number(read[argument], found[argument])
    if argument == "kind":
        either = {found["kind"], *_listed(found.get("kind_alt"))}
        return ALIKE.get(read["kind"], read["kind"]) in {ALIKE.get(kind, kind) for kind in either}
    if argument == "status":
        return (read["status"] == "actual") == (found["status"] == "actual") or "status_alt" in found
    return same_name(argument, read, found, gold)


def _same_pair(pair: tuple[str, str], read: Claim, found: Claim, gold: Gold) -> bool:
    a, b = pair
    swapped = {**read, a: read.get(b, ""), b: read.get(a, ""), "aliases": {}}
    return any(all(same_name(x, side, found, gold) for x in pair) for side in (read, swapped))


def same(read: Claim, found: Claim, gold: Gold) -> bool:
    """Whether a fact that was read is the claim that a person found."""
    family = found["family"]
    if read["family"] != family or read.get("polarity", "positive") != found.get("polarity", "positive"):
        return False
    if family in PAIRS:
        return _same_pair(PAIRS[family], read, found, gold)
    return all(_same(argument, read, found, gold) for argument in KEYS.get(family, ())) and (
        family != "milestone" or _same_time(read, found)
    )


def _same_time(read: Claim, found: Claim) -> bool:
    wanted, got = days(found.get("when")), days(read.get("when"))
    if wanted is None or got is None:
        return wanted is None
    if got[0] > wanted[1] or wanted[0] > got[1]:
        return False
    near = all(abs((a - b).days) <= NEAR for a, b in zip(got, wanted, strict=True))
    shared = (min(got[1], wanted[1]) - max(got[0], wanted[0])).days + 1
    return near or shared >= SHARED * ((max(got[1], wanted[1]) - min(got[0], wanted[0])).days + 1)


def pair_up(read: Iterable[Claim], found: Iterable[Claim], gold: Gold) -> list[tuple[Claim, Claim]]:
    """Each found claim with one fact that was read and is the same; every fact is used once, and as many pairs as there can be."""
    facts, claims = list(read), list(found)
    fits = [[i for i, fact in enumerate(facts) if same(fact, claim, gold)] for claim in claims]
    owner: dict[int, int] = {}

    def place(claim: int, tried: set[int]) -> bool:
        for fact in fits[claim]:
            if fact not in tried:
                tried.add(fact)
                if fact not in owner or place(owner[fact], tried):
                    owner[fact] = claim
                    return True
        return False

    for claim in range(len(claims)):
        place(claim, set())
    return [(facts[fact], claims[claim]) for fact, claim in sorted(owner.items())]
