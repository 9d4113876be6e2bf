"""When a fact that was read is the claim that a person found, family by family: a grade above 0, the higher the closer.

Both must agree on polarity. An argument that the gold lacks asks for nothing. Names are compared as `kinds` says, other values as
`values` says; what a rule adds to its grade without demanding it only tells apart claims that all fit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from triplewire.score import kinds, values
from triplewire.score.gold import Claim
from triplewire.score.synonyms import Synonyms
from triplewire.score.words import key, listed, lists, words

Kind = Callable[[Synonyms, str, str], float]


@dataclass(frozen=True, slots=True)
class Sides:
    """A fact that was read beside a claim that was found, and the names that the release holds equal."""

    read: Claim
    found: Claim
    names: Synonyms

    def said(self, argument: str) -> list[str]:
        """What was read for an argument, by all the names that it gives."""
        own = [self.read.get(argument), *(self.read.get("aliases") or {}).get(argument, ())]
        return [str(value) for value in own if value not in (None, "")]

    def like(self, argument: str, kind: Kind) -> float:
        """How like the two are in an argument; 0 when it was not read."""
        wanted = str(self.found[argument])
        return max((kind(self.names, value, wanted) for value in self.said(argument)), default=0.0)

    def compound(self) -> float:
        """How like the compounds are; where none was found, none may be read."""
        return self.like("compound", kinds.name) if self.found.get("compound") else float(not self.said("compound"))

    def asked(self, argument: str) -> bool:
        """Whether the gold has the argument."""
        return bool(self.found.get(argument))

    def both(self, argument: str) -> bool:
        """Whether both sides have the argument."""
        return self.asked(argument) and bool(self.said(argument))


Rule = Callable[[Sides], float]


def together(*grades: float) -> float:
    """The sum of grades, 0 when one of them is."""
    return sum(grades) if all(grades) else 0.0


def _relation(argument: str, kind: Kind) -> Rule:
    """A compound and one thing."""
    return lambda s: (own := s.compound()) and together(own, s.like(argument, kind))


def _pair(one: str, two: str, kind: Kind) -> Rule:
    """Two of a kind, in either order."""

    def rule(s: Sides) -> float:
        if not s.read.get(one) or not s.read.get(two):
            return 0.0
        a, b = str(s.read[one]), str(s.read[two])
        ways = (((a, b), (one, two)), ((b, a), (one, two)))
        return max(min(kind(s.names, x, str(s.found[y])) for x, y in zip(*way, strict=True)) for way in ways)

    return rule


def _alias(s: Sides) -> float:
    """Two names of a compound: the alias as it is found, its compound by any name; or the two the other way round."""
    one, two = str(s.read.get("compound") or ""), str(s.read.get("alias") or "")
    if not one or not two or key(one) == key(two):
        return 0.0
    compound, alias = str(s.found["compound"]), str(s.found["alias"])
    if any(key(y) == key(alias) and s.names.same(x, compound) for x, y in ((one, two), (two, one))):
        return 4.0
    return 2.0 if key(two) == key(compound) and s.names.same(one, alias) else 0.0


def _orphan_designation(s: Sides) -> float:
    region = values.region(s.read.get("region")) == values.region(s.found["region"]) if s.asked("region") else True
    return together(s.compound(), _indication_found(s), region)


def _designation(s: Sides) -> float:
    """The region counts only where both sides have one."""
    region = values.region(s.read["region"]) == values.region(s.found["region"]) if s.both("region") else True
    return together(s.compound(), _designation_type(s), _indication_found(s), region)


def _indication_found(s: Sides) -> float:
    """The likeness of the indications; 1 when none was found."""
    return s.like("indication", kinds.indication) if s.asked("indication") else 1.0


def _designation_type(s: Sides) -> bool:
    general = listed("designation", "general")
    read = {word for value in s.said("type") for word in words(value)} - general
    forms = [set(words(form)) - general for form in s.names.forms(str(s.found["type"]))]
    return any(read and form and (read <= form or form <= read) for form in forms)


def _stage(s: Sides) -> float:
    """The indication only tells apart two that fit."""
    same = values.stage(s.read.get("stage")) == values.stage(s.found["stage"])
    near = s.like("indication", kinds.indication) if s.asked("indication") else 0.0
    return near + 1 if same and s.compound() else 0.0


def _trial(s: Sides) -> float:
    compound = s.compound()
    study = _study(s) if compound else 0.0
    setting = values.alike(s.read.get("setting"), s.found.get("setting"))
    state = values.alike(s.read.get("trial_status") or s.read.get("status"), s.found.get("trial_status") or s.found.get("status"))
    return together(compound, study) and compound + study + setting + 0.1 * state


def _study(s: Sides) -> float:
    """How alike two studies are besides their compounds: phases that both sides tell must agree, and so must names. A name that both
    have is enough; where one side alone has one, the phase must be known too; indications agree where no name settles it.
    """
    phase, place = s.both("phase"), s.like("indication", kinds.indication) if s.both("indication") else 0.0
    if phase and values.stage(s.read["phase"]) != values.stage(s.found["phase"]):
        return 0.0
    wanted, got = _trial_names(s.found)[:1], list(filter(values.is_trial_name, _trial_names(s.read)))
    name = max((kinds.thing(s.names, read, found) for read in got for found in wanted), default=0.0)
    fits = bool(place) or not s.both("indication")
    if wanted and got:
        enough = bool(name)
    elif wanted or got:
        enough = phase and fits
    else:
        enough = fits and (phase or (not s.asked("phase") and (bool(place) or not s.asked("indication"))))
    return 1 + 3 * name + phase + place - 0.5 * (bool(wanted) != bool(got)) if enough else 0.0


def _trial_names(claim: Claim) -> list[str]:
    names = [claim.get("name"), claim.get("nct"), *(claim.get("aliases") or {}).get("name", ())]
    return [str(name) for name in names if name]


def _milestone(s: Sides) -> float:
    """Kind and status are one of those that the gold holds equally good; the venue only tells apart two that fit."""
    same: Mapping[str, str] = lists()["milestone"]["same"]
    kinds_found = {same.get(kind, kind) for kind in _either(s.found, "kind")}
    kind, state = str(s.read.get("kind")), _state(s.read.get("status", s.found.get("status")))
    if same.get(kind, kind) not in kinds_found or state not in map(_state, _either(s.found, "status")):
        return 0.0
    venue = max(s.like("venue", kinds.thing), values.alike(s.read["venue"], s.found["venue"])) if s.both("venue") else 0.0
    fits = together(s.compound(), values.times(s.read.get("when"), s.found.get("when")))
    return fits and fits + venue + 0.5 * (kind == s.found["kind"])


def _state(status: Any) -> Any:
    """What is planned is expected; what gold calls achieved is actual."""
    return {"planned": "expected", "achieved": "actual"}.get(status, status)


def _either(claim: Claim, argument: str) -> list[Any]:
    """The value of an argument and those that are as good."""
    also = claim.get(f"{argument}_alt") or ()
    return [claim.get(argument), *([also] if isinstance(also, str) else also)]


def _deal(s: Sides) -> float:
    """The amount counts when one was found."""
    anyone = s.found["payer"] in listed("deal", "anyone")
    parties = s.like("payee", kinds.organization) and (anyone or s.like("payer", kinds.organization))
    if not parties or s.read.get("kind") not in _either(s.found, "kind"):
        return 0.0
    if _money(s.found, "amount"):
        return 3.0 if _same_money(s, "amount") else 0.0
    return 1.0 if _money(s.read, "amount") else 2.0


def _money(claim: Claim, key_: str) -> tuple[Any, str] | None:
    """An amount with its currency, dollars unless another one is named; None when there is none."""
    if (dollars := claim.get(f"{key_}_usd")) is not None:
        return dollars, "USD"
    return (claim[key_], claim.get("currency") or "USD") if claim.get(key_) is not None else None


def _same_money(s: Sides, key_: str) -> bool:
    read, found = _money(s.read, key_), _money(s.found, key_)
    return read is not None and found is not None and read[1] == found[1] and values.amounts(read[0], found[0])


def _figure(*amounts: str) -> Rule:
    """A figure of an organization (where both sides name one): its metric and all its amounts; the period only tells apart two that fit."""

    def rule(s: Sides) -> float:
        if s.both("organization") and not s.like("organization", kinds.organization):
            return 0.0
        same = values.metric(s.read.get("metric")) == values.metric(s.found["metric"]) and all(_same_money(s, a) for a in amounts)
        return same and 1.0 + (key(str(s.read.get("period") or "")) == key(str(s.found.get("period") or "")))

    return rule


def _person_role(s: Sides) -> float:
    """Surname and first initial, half of the words of the role, the organization where one was found."""
    near = values.alike(s.read.get("organization"), s.found.get("organization")) >= 0.5
    if s.asked("organization") and not near and not s.like("organization", kinds.organization):
        return 0.0
    person = values.person(s.read.get("person"), s.found["person"])
    return values.roles(s.read.get("role"), s.found.get("role")) if person else 0.0


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "uses_technology": _relation("technology", kinds.thing),
        "has_payload": _relation("payload", kinds.thing),
        "has_target": _relation("target", kinds.thing),
        "has_indication": _relation("indication", kinds.indication),
        "developed_by": _relation("organization", kinds.organization),
        "partnered_with": _pair("organization_a", "organization_b", kinds.organization),
        "orphan_designation": _orphan_designation,
        "designation": _designation,
        "stage": _stage,
        "trial": _trial,
        "milestone": _milestone,
        "combination": _pair("compound", "other_drug", kinds.name),
        "alias": _alias,
        "deal": _deal,
        "financial": _figure("value"),
        "guidance": _figure("low", "high"),
        "person_role": _person_role,
    }
)


def grade(read: Claim, found: Claim, names: Synonyms) -> float:
    """Whether (above 0), and how closely, a fact that was read is the claim that was found."""
    if read.get("family") != found["family"] or read.get("polarity", "positive") != found.get("polarity", "positive"):
        return 0.0
    return float(RULES[found["family"]](Sides(read, found, names)))


def is_neutral(read: Claim) -> bool:
    """Whether a fact is neither earned nor charged whatever the gold says: a technology that is only a kind of medicine, an alias
    that differs from its name in spelling alone.
    """
    if read["family"] == "uses_technology":
        return read.get("polarity", "positive") == "positive" and values.is_modality(read.get("technology"))
    return read["family"] == "alias" and key(str(read.get("compound") or "")) == key(str(read.get("alias") or ""))
