"""How a thing is put into words: each phrasing of `phrasings.toml` in its turn, its blanks filled with what is known of the topic."""

from __future__ import annotations

import random
import string
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import cast

from tests.promises import names
from tests.promises.rows import Phrase, Said, Topic
from tests.promises.stories import OF_TRIALS
from tests.promises.windows import MONTHS, Window, Words, words
from tests.promises.world import Company, Compound

Pattern = tuple[str, str]
"""A phrasing with its address, such as `approval.did[3]`."""
LIST = "frames.list_noun"
BARE = frozenset(("n", "W", "old"))
"""The blanks that take no window with words of its own, such as `by year-end`."""
AGENCIES: Mapping[str, tuple[str, str]] = {"US": ("FDA", "FDA"), "EU": ("EMA", "European Commission"), "Japan": ("PMDA", "MHLW")}
"""Who gets an application, and who grants it."""
REGIONS: Mapping[str, str] = {"US": "the United States", "EU": "the European Union", "Japan": "Japan"}
APPLICATIONS: Mapping[str, tuple[str, ...]] = {
    "NDA": ("an NDA", "a New Drug Application (NDA)", "its NDA"),
    "BLA": ("a BLA", "a Biologics License Application (BLA)", "its BLA"),
    "EU": ("an MAA", "a Marketing Authorisation Application (MAA)"),
    "Japan": ("a JNDA", "a Japanese New Drug Application"),
}
FRAMED = {"slip": "slip", "advance": "advance", "narrow": "narrow", "same": "restate", "coarser": "restate"}


@cache
def phrasings() -> Mapping[str, Mapping[str, list[str]]]:
    """All phrasings, by kind and tense."""
    return cast("Mapping[str, Mapping[str, list[str]]]", tomllib.loads(Path(__file__).with_name("phrasings.toml").read_text("utf-8")))


@cache
def blanks(text: str) -> frozenset[str]:
    """The names of the blanks of a phrasing."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)


@dataclass(frozen=True, slots=True)
class Setting:
    """Who speaks of which compound, under which name (`headed`: it stands above already), in a story by which script."""

    who: Company
    of: Compound | None = None
    called: str = ""
    script: str = ""
    headed: bool = False


@dataclass
class Decks:
    """Phrasings by address, each list shuffled and dealt to its end before it is shuffled anew."""

    rng: random.Random
    decks: dict[str, list[Pattern]] = field(default_factory=dict)

    def deal(self, address: str, without: Iterable[str] = (), among: Iterable[str] = ()) -> Pattern:
        """The next phrasing of the list at the address (`approval.did`) that has no blank in `without` and all in `among`."""
        deck, barred, needed = self.decks.setdefault(address, []), frozenset(without), frozenset(among)
        for fresh in (False, True):
            if fresh:
                deck.extend(self._shuffled(address))
            for at, (_, text) in enumerate(deck):
                if not blanks(text) & barred and needed <= blanks(text):
                    return deck.pop(at)
        raise LookupError(f"phrasings.toml: {address} has no phrasing without {sorted(barred)} and with {sorted(needed)}; add one")

    def _shuffled(self, address: str) -> list[Pattern]:
        kind, tense = address.split(".")
        found = [(f"{address}[{i}]", text) for i, text in enumerate(phrasings()[kind][tense])]
        self.rng.shuffle(found)
        return found


@dataclass
class Voice:
    """Puts things into words; remembers how the windows of a story were worded last."""

    rng: random.Random
    decks: Decks
    last: dict[int, Words] = field(default_factory=dict)

    def phrase(self, said: Said, story: int, where: Setting) -> Phrase:
        """One thing in words."""
        old = self.last.get(story)
        placed = said.window.end and said.topic.kind != "guidance"
        now = words(said.window, said.day, self.rng, old.bare if old else "") if placed else None
        pattern = self._pattern(said, now, old, where.headed)
        values = self._values(said, where, now, old)
        inner = {key: _filled(text, values) for key, (_, text) in pattern[1].items()}
        many = "noun" in pattern[1] and pattern[1]["noun"][1].startswith("{data}")
        sentence = _filled(pattern[0][1], {**values, **inner, **_verbs(many)})
        if said.act == "promise" and now:
            self.last[story] = now
        address = "+".join([pattern[0][0], *(place for place, _ in pattern[1].values())])
        return Phrase(said, story, address, _capital(sentence), now.bare if now else "")

    def _pattern(self, said: Said, now: Words | None, old: Words | None, headed: bool) -> tuple[Pattern, dict[str, Pattern]]:
        """A phrasing, and those of the phrases in it."""
        barred = set(BARE) if now and now.within == now.whole else set()
        if old is None or old.within == old.whole:
            barred |= {"old"} if old else {"old", "old_w"}
        if headed:
            barred.add("c")
        frame = self.decks.deal(self._address(said, old), without=barred, among=["co"] if said.by else [])
        kind = said.topic.kind
        short = frame[0].startswith(LIST) and self.rng.random() < 0.5
        slots = [slot for slot in ("inf", "noun", "did", "was") if slot in blanks(frame[1])]
        return frame, {slot: self.decks.deal(f"{kind}.{'short' if short else slot}") for slot in slots}

    def title(self, said: Said, where: Setting) -> str:
        """A headline of what happened, with the details that it needs."""
        pattern = self.decks.deal(f"{said.topic.kind}.title")[1]
        found = self._details(said, where)
        return _capital(_filled(pattern, {**found, "co": where.who.called(said.day), "c": where.called}))

    def _address(self, said: Said, old: Words | None) -> str:
        kind = said.topic.kind
        if kind == "guidance":
            return f"guidance.{_of_guidance(said)}"
        if said.act == "promise":
            return self._of_promise(said, kind, old)
        if said.act == "drop":
            return f"withdrawn.{said.how}" if said.how != "plan" else self.rng.choice(("frames.drop_inf", "frames.drop_noun"))
        if said.how == "rival":
            return "fillers.rival"
        if said.form == "state":
            return f"{kind}.state"
        tense = {"day": "day", "month": "day", "today": "today", "plain": "plain"}[said.form]
        return "frames.plain_did" if said.by else self.rng.choice((f"frames.{tense}_did", f"frames.{tense}_did", f"frames.{tense}_was"))

    def _of_promise(self, said: Said, kind: str, old: Words | None) -> str:
        if said.how == "undated":
            return self.rng.choice((f"{kind}.undated", "frames.undated_inf", "frames.undated_noun"))
        if self.rng.random() < 0.22:
            return LIST
        if said.how in FRAMED and old:
            return f"frames.{FRAMED[said.how]}_{self.rng.choice(('inf', 'noun'))}"
        return self.rng.choice((f"{kind}.future", f"{kind}.future", "frames.future_inf", "frames.future_inf", "frames.future_noun"))

    def _values(self, said: Said, where: Setting, now: Words | None, old: Words | None) -> dict[str, str]:
        """What fills the blanks."""
        fill = phrasings()["fillers"]
        found = {"co": f"our partner {said.by}" if said.by else where.who.called(said.day), "rival": "{rival}"}
        found |= {name: self.rng.choice(fill[name]) for name in ("why", "luck")}
        if now:
            found |= {"w": now.within, "n": now.whole, "W": _capital(now.bare)}
        if old:
            found |= {"old": old.whole, "old_w": old.within}
        if said.topic.kind == "guidance":
            return found | self._amounts(said)
        return found | self._details(said, where) | {"c": where.called, "on": on(said.when, self.rng)}

    def _details(self, said: Said, where: Setting) -> dict[str, str]:
        topic, of = said.topic, where.of
        assert of is not None
        found: dict[str, str] = {}
        if topic.kind in OF_TRIALS:
            bare = self._study(topic, where)
            the = f"the {bare}"
            found |= {"s": the if topic.trial and topic.trial in bare else f"a {bare}", "S": the, "S_bare": bare}
            found |= {"data": self._data(topic, the, where.called), "at": self._at(topic, said, where.script)}
        if topic.region:
            sort = of.application if topic.region == "US" else topic.region
            agency = AGENCIES[topic.region][topic.kind == "approval"]
            found |= {"app": self.rng.choice(APPLICATIONS[sort]), "agency": agency, "region": REGIONS[topic.region]}
        return found

    def _study(self, topic: Topic, where: Setting) -> str:
        """The noun phrase of a study without its article: `Phase 2 trial of NVT-101 in asthma`."""
        noun = self.rng.choice(("trial", "study", "clinical trial", "clinical study"))
        phase = f"Phase {_numeral(topic.phase, where.who.roman)}" if topic.phase else "clinical"
        trial = f"{topic.trial} " if topic.trial and self.rng.random() < 0.75 else ""
        head = self.rng.choice((f"{phase} {trial}{noun}", f"{trial}{phase} {noun}", f"{phase} {trial}{noun}"))
        whose = "" if where.headed else f" {self.rng.choice(('of', 'of', 'evaluating', 'with'))} {where.called}"
        several = where.of is not None and len(where.of.indications) > 1
        disease = f" in {self.rng.choice(('', 'patients with '))}{topic.indication}"
        return head + whose + (disease if topic.indication and (several or self.rng.random() < 0.6) else "")

    def _data(self, topic: Topic, study: str, called: str) -> str:
        noun = self.rng.choice(("data", "results"))
        return f"preclinical {noun} on {called}" if topic.data == "preclinical" else f"{topic.data} {noun} from {study}"

    def _at(self, topic: Topic, said: Said, script: str) -> str:
        if not topic.venue:
            return ""
        full = f" at the annual meeting of the {names.VENUES[topic.venue]}"
        short = self.rng.choice((f" at the {topic.venue} Annual Meeting", f" at {topic.venue}"))
        if script == "kept_venue_spelt_anew":
            return full if said.act == "event" else short
        return self.rng.choice((full, f"{full} ({topic.venue})", short, short))

    def _amounts(self, said: Said) -> dict[str, str]:
        year, event = said.topic.period[2:], said.act == "event"
        period = self.rng.choice((f"full year {year}", f"fiscal year {year}", f"fiscal {year}", f"full-year {year}"))
        whole = self.rng.choice(
            (f"the year {'ended' if event else 'ending'} December 31, {year}", f"the full year {year}", f"fiscal {year}", year)
        )
        other = self.rng.randint(15, 60) * 1_000_000
        found = {"low": money(said.low), "high": money(said.high), "value": money(said.low), "other": money(other)}
        return {**found, "metric": names.MEASURES[said.topic.metric], "period": period, "whole": whole}


def _of_guidance(said: Said) -> str:
    if said.act == "event":
        return "actual"
    return "withdrawn" if said.act == "drop" else "future" if said.how in ("", "promise") else said.how


def _numeral(phase: str, roman: bool) -> str:
    return "I" * int(phase[0]) + phase[1:] if roman else phase


def _verbs(many: bool) -> dict[str, str]:
    ending = "" if many else "s"
    return {"is": "are" if many else "is", "has": "have" if many else "has", "remains": f"remain{ending}", "continues": f"continue{ending}"}


def money(amount: int) -> str:
    """An amount as prose has it."""
    return f"${amount / 1_000_000:.1f} million".replace(".0 ", " ")


def on(when: Window, rng: random.Random) -> str:
    """A day or month with its preposition."""
    if when.start is None:
        return ""
    month = MONTHS[when.start.month - 1]
    if when.start != when.end:
        return f"in {month} {when.start.year}"
    return rng.choice((f"on {day_words(when.start)}", f"on {day_words(when.start)}", f"on {when.start.day} {month} {when.start.year}"))


def day_words(day: date) -> str:
    """A day as American releases write it."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def _filled(text: str, values: Mapping[str, str]) -> str:
    return text.format_map(values)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
