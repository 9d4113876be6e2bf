"""Facts of one release that say the same become one; facts that say less than another on the same words go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from triplewire.extract.wording import listed
from triplewire.lexicon import regions
from triplewire.model import Fact

MOST_EVIDENCE = 6
ASIDE = ("venue", "actor")
"""What a presentation without a day of its own may call by another name."""

AHEAD = ("expected", "planned")
STATUSES = frozenset({"designation", "orphan_designation"})
CARRIED = "indication-carried"
GENERAL = frozenset({"relapsed", "refractory", "or", "and", "advanced", "metastatic", "recurrent"})
SUBSUMED = ("milestone", "trial", "designation", "stage", "orphan_designation", "partnered_with")


def settled(facts: Iterable[Fact]) -> list[Fact]:
    """The facts in text order, each claim once: same family, arguments, polarity, status and time are merged (all evidence kept,
    the best rule and confidence win); left out is what the same words deny, and a fact whose arguments are part of another's on
    overlapping words.
    """
    merged: dict[tuple[object, ...], Fact] = {}
    told = sorted(_undenied(facts), key=lambda f: (f.evidence[0].start, f.evidence[0].end, f.family, -f.confidence, f.rule))
    places = _places(told)
    for fact in told:
        key = (*_claim(fact), _where(fact, places))
        merged[key] = _joined(merged[key], fact) if key in merged else fact
    kept = list(merged.values())
    sharing: dict[tuple[object, ...], list[Fact]] = {}
    for fact in kept:
        for key in _shared(fact):
            sharing.setdefault(key, []).append(fact)
    return [f for f in kept if not any(other is not f and _says_less(f, other) for other in _rivals(f, sharing))]


def _undenied(facts: Iterable[Fact]) -> list[Fact]:
    """The facts without those that another pattern takes the same words to deny ("X does not use Y"). That data "did not support" a use
    denies its success, not what the drug is for.
    """
    known = list(facts)
    denials: dict[tuple[object, ...], list[Fact]] = {}
    for fact in known:
        if fact.polarity == "negated" and fact.family != "has_indication":
            denials.setdefault(_said(fact, ASIDE), []).append(fact)
    if not denials:
        return known
    return [f for f in known if f.polarity == "negated" or not any(same_words(f, denial) for denial in denials.get(_said(f, ASIDE), ()))]


def same_words(one: Fact, two: Fact) -> bool:
    """Whether the phrases of two facts meet; a name that both took from elsewhere is no phrase."""
    return one.evidence[0].span.overlaps(two.evidence[0].span)


def _said(fact: Fact, aside: tuple[str, ...] = ()) -> tuple[object, ...]:
    return (fact.family, tuple(sorted((k, str(v).casefold()) for k, v in fact.args.items() if k not in aside)))


def _touch(one: Fact, two: Fact) -> bool:
    return any(a.span.overlaps(b.span) for a in one.evidence for b in two.evidence)


def studies_told_once(facts: Iterable[Fact]) -> list[Fact]:
    """The facts without studies that only a kind of study suggests where the release tells the phase of one like it, and without named
    studies of a compound that another sentence, which tells more of the study, gives to another compound.
    """
    known = list(facts)
    trials = [f for f in known if f.family == "trial"]
    owner: dict[str, Fact] = {}
    for fact in sorted((f for f in trials if _study(f)), key=lambda f: (not f.arg("phase"), -f.confidence, f.evidence[0].start)):
        owner.setdefault(_study(fact), fact)
    phased = [f for f in trials if f.arg("phase") or _study(f)]
    return [f for f in known if f.family != "trial" or not (_strays(f, owner) or _repeats(f, phased))]


def statuses_told_once(facts: Iterable[Fact]) -> list[Fact]:
    """The facts without statuses whose disease stands elsewhere, where the release tells the same status with its disease."""
    known = list(facts)
    whole = {_status(f) for f in known if f.family in STATUSES and f.arg("indication") and CARRIED not in f.flags}
    return [f for f in known if f.family not in STATUSES or CARRIED not in f.flags or _status(f) not in whole]


def _status(fact: Fact) -> tuple[str, ...]:
    return (fact.family, fact.polarity, fact.arg("compound"), fact.arg("type"), fact.arg("region"))


def _study(fact: Fact) -> str:
    return (fact.arg("name") or fact.arg("nct")).casefold()


def _strays(fact: Fact, owner: Mapping[str, Fact]) -> bool:
    """Whether a study without a phase is another compound's."""
    held = owner.get(_study(fact))
    return held is not None and not fact.arg("phase") and held.arg("compound") != fact.arg("compound")


def _repeats(fact: Fact, phased: Iterable[Fact]) -> bool:
    """Whether a study without phase and name may be one that is told with them."""
    if fact.arg("phase") or _study(fact):
        return False
    mine = _words(fact)
    planned = fact.arg("trial_status") == "planned"
    alike = (f for f in phased if f.arg("compound") == fact.arg("compound") and (f.arg("trial_status") == "planned") == planned)
    return any(not _words(f) or _words(f) <= mine or mine <= _words(f) for f in alike)


def _words(fact: Fact) -> frozenset[str]:
    return frozenset(fact.arg("indication").casefold().replace("-", " ").split()) - GENERAL


def _shared(fact: Fact) -> list[tuple[object, ...]]:
    """What another fact must have in common with it to say all that it says: its kind with each of its arguments."""
    return [(fact.family, fact.polarity, *item) for item in fact.args.items()] if fact.family in SUBSUMED else []


def _rivals(fact: Fact, sharing: Mapping[tuple[object, ...], list[Fact]]) -> list[Fact]:
    """The facts that may say all that it says: those that share its rarest argument."""
    return min((sharing[key] for key in _shared(fact)), key=len, default=[])


def _claim(fact: Fact) -> tuple[object, ...]:
    """What makes two facts one claim. An event that is planned for a window and one that is expected in it are the same promise."""
    window = (fact.when.start, fact.when.end) if fact.when else None
    status = AHEAD if fact.family == "milestone" and fact.status in AHEAD else fact.status
    return (*_said(fact), fact.polarity, status, window)


def _place(fact: Fact) -> frozenset[str]:
    """The regions that the words of an event name, where two such events in two regions are two."""
    if fact.family != "milestone" or fact.arg("kind") not in listed("place", "kinds"):
        return frozenset()
    return regions(fact.evidence[0].quote)


def _places(facts: Iterable[Fact]) -> dict[tuple[object, ...], set[frozenset[str]]]:
    """For each claim, the places that it is told of."""
    found: dict[tuple[object, ...], set[frozenset[str]]] = {}
    for fact in facts:
        if where := _place(fact):
            found.setdefault(_claim(fact), set()).add(where)
    return found


def _where(fact: Fact, places: Mapping[tuple[object, ...], set[frozenset[str]]]) -> frozenset[str]:
    """The place of an event; where its words name none, the only one that its claim is told of."""
    here, told = _place(fact), places.get(_claim(fact), set())
    return next(iter(told)) if not here and len(told) == 1 else here


def _joined(one: Fact, two: Fact) -> Fact:
    """Two facts of one claim as one, led by the words that say where, else by those of the best rule."""
    best, other = (two, one) if two.confidence > one.confidence else (one, two)
    lead = (other if _place(other) and not _place(best) else best).evidence[0]
    rest = sorted({*one.evidence, *two.evidence} - {lead})[: MOST_EVIDENCE - 1]
    aliases = {k: tuple(sorted({*best.aliases.get(k, ()), *other.aliases.get(k, ())})) for k in {**best.aliases, **other.aliases}}
    flags = tuple(sorted({*best.flags, *other.flags}))
    return replace(best, evidence=(lead, *rest), aliases=aliases, flags=flags, hedge=best.hedge or other.hedge)


def _says_less(fact: Fact, other: Fact) -> bool:
    """Whether `other` says all that `fact` says and more, from the same words."""
    timeless = fact.when is None or "time-from-venue" in fact.flags
    aside = ASIDE if fact.family == "milestone" and timeless else ()
    if not all(other.args.get(k) == v for k, v in fact.args.items() if k not in aside):
        return False
    if fact.family in ("orphan_designation", "designation") and len(other.args) > len(fact.args) and fact.polarity == other.polarity:
        return True
    if fact.family == "milestone" and (here := _place(fact)) and (there := _place(other)) and here.isdisjoint(there):
        return False
    if fact.family == "milestone" and timeless and other.when and "time-from-venue" not in other.flags and fact.status == other.status:
        return True
    richer = len(other.args) > len(fact.args) or (other.when is not None and fact.when is None)
    poorer = fact.when is not None and other.when is None
    same_time = fact.when is None or (other.when is not None and (fact.when.start, fact.when.end) == (other.when.start, other.when.end))
    return richer and not poorer and same_time and _touch(fact, other)
