"""What a company had to say on a day, as a release: title, opening, news in prose or in lists, what lies ahead, figures, and its end."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tests.promises import names
from tests.promises.phrasing import LIST, Decks, Setting, Voice, day_words, money
from tests.promises.rows import Phrase, Release, Said, Story
from tests.promises.stories import OF_TRIALS
from tests.promises.world import Company, Compound, World

Thing = tuple[int, Story, Said]
"""Something to be said: the number of its story, the story, and what is said."""
STYLES = ("prose", "prose", "bullets", "headed")
TRADES = ("clinical-stage", "biopharmaceutical", "late-stage", "biotechnology")


@dataclass
class Scribe:
    """Writes the releases of a world, in order of time."""

    world: World
    voice: Voice
    decks: Decks
    rng: random.Random

    def write(self, who: Company, day_things: Sequence[Thing], release: str) -> tuple[Release, list[Phrase]]:
        """The release, and what it says with the words it says it in."""
        day = next(d for d in who.days if who.release(d) == release)
        style = self.rng.choice(STYLES)
        phrases = [self._phrase(thing, who, style) for thing in day_things]
        parts = [self._title(who, day_things, day), self._opening(who, phrases, day), *self._body(who, phrases, style, day)]
        text = "\n\n".join([*parts, *self._end(who, day)]) + "\n"
        if self.rng.random() < 0.3:
            text = wrapped(text)
        return Release(release, day, who.called(day), text, self._names(who, phrases, day), who.number), phrases

    def _phrase(self, thing: Thing, who: Company, style: str) -> Phrase:
        number, story, said = thing
        if said.how == "rival":
            return self._of_rival(said, number, who)
        of = self.world.compound(said.topic.compound) if said.topic.compound else None
        headed = style == "headed" and said.topic.kind in OF_TRIALS and said.topic.data != "preclinical" and said.form != "today"
        headed = headed and said.how not in ("compound", "hold")
        called = self.called(of, said, who) if of else ""
        # What happened to a partner's licence is told in a sentence that names the compound.
        return self.voice.phrase(said, number, Setting(who, of, called, story.script, headed and who.number == story.company))

    def _of_rival(self, said: Said, number: int, who: Company) -> Phrase:
        """A promise of another company about a compound of its own."""
        rival = names.company(self.rng, self.world.taken)[0]
        code = names.codes(names.prefix(rival, self.world.taken), 1, self.rng)[0]
        of = Compound(code, "early", "NDA", (said.topic.indication or "asthma",))
        phrase = self.voice.phrase(said, -1 - number, Setting(who, of, code))
        sentence = phrase.sentence.replace("{rival}", rival)
        return Phrase(said, number, phrase.phrasing, sentence[:1].upper() + sentence[1:], rival=code)

    def called(self, of: Compound, said: Said, who: Company) -> str:
        """What a compound is called in a release: by its code until it has a better name."""
        branded = self.world.branded.get(of.code)
        if branded and said.day >= branded:
            return f"{of.brand} ({of.inn})" if said.day == branded else of.brand
        if not of.inn or said.day < of.inn_from:
            return of.code
        first = min((d for d in who.days if d >= of.inn_from), default=said.day)
        new = said.day == first or who.number not in {c.number for c in self.world.companies if of in c.compounds}
        return self.rng.choice((f"{of.code} ({of.inn})", f"{of.inn} ({of.code})")) if new else of.inn

    def _title(self, who: Company, things: Sequence[Thing], day: date) -> str:
        """What happened today, or that there is news."""
        fresh = [(s, story.script) for _, story, s in things if s.form == "today" and s.act == "event" and s.topic.compound]
        if fresh and self.rng.random() < 0.7:
            said, script = fresh[0]
            of = self.world.compound(said.topic.compound)
            return self.voice.title(said, Setting(who, of, self.called(of, said, who), script))
        title = self.decks.deal("fillers.general")[1].format(co=who.called(day))
        return title.upper() if self.rng.random() < 0.15 else title

    def _opening(self, who: Company, phrases: Sequence[Phrase], day: date) -> str:
        full = who.full if day >= who.named_from else f"{who.former}, Inc."
        renamed = who.named_from == day and who.former != who.name
        known = f"{full}, formerly {who.former}," if renamed else full
        pattern = self.decks.deal("fillers.opening")[1]
        told = pattern.format(full=known, ticker=f"Nasdaq: {who.ticker}", trade=self.rng.choice(TRADES))
        wire = self.rng.choice(("GLOBE NEWSWIRE", "BUSINESS WIRE", "PRNewswire"))
        line = f"{who.city}, {day_words(day)} ({wire}) -- {told}"
        return " ".join([line, *(p.sentence for p in phrases if p.said.form == "today")])

    def _body(self, who: Company, phrases: Sequence[Phrase], style: str, day: date) -> list[str]:
        rest = [p for p in phrases if p.said.form != "today"]
        ahead = [p for p in rest if p.phrasing.startswith(LIST)]
        figures = [p for p in rest if p.said.topic.kind == "guidance"]
        news = [p for p in rest if p not in ahead and p not in figures]
        parts = [*self._news(who, news, style), self._quote(who, day), *self._named(who, day)]
        if ahead:
            parts += (
                [self._heading("ahead"), "\n".join(f"- {p.sentence}" for p in ahead)]
                if style != "headed"
                else self._under(who, ahead, "ahead")
            )
        parts += [self._heading("money"), " ".join([*self._filler("figure", who, day), *(p.sentence for p in figures)])] if figures else []
        return [*parts, *self._filler("staff", who, day), *([] if figures else self._filler("figure", who, day))]

    def _news(self, who: Company, news: Sequence[Phrase], style: str) -> list[str]:
        if not news:
            return []
        if style == "bullets":
            return [self._heading("progress"), "\n".join(f"- {p.sentence}" for p in news), *self._licences(who, news)]
        if style == "headed":
            return [*self._under(who, news, "progress"), *self._licences(who, news)]
        groups = [[p.sentence for p in news if p.said.topic.compound == code] for code in _codes(news)]
        return [*(" ".join(group) for group in groups), *self._licences(who, news)]

    def _under(self, who: Company, phrases: Sequence[Phrase], heading: str) -> list[str]:
        """The phrases below the names of their compounds."""
        parts = [self._heading(heading)]
        for code in _codes(phrases):
            own = [p for p in phrases if p.said.topic.compound == code]
            name = self.called(self.world.compound(code), own[0].said, who) if code else "Other news"
            parts += [name, "\n".join(f"- {p.sentence}" for p in own)]
        return parts

    def _licences(self, who: Company, news: Iterable[Phrase]) -> list[str]:
        others = {p.said.topic.compound: p for p in news if p.said.topic.compound and not self._owns(who, p.said.topic.compound)}
        owner = self.world.companies[who.partner]
        return [
            self.decks.deal("fillers.licence")[1].format(
                c=self.called(self.world.compound(code), p.said, who), co=who.called(p.said.day), owner=owner.called(p.said.day)
            )
            for code, p in others.items()
        ]

    def _owns(self, who: Company, code: str) -> bool:
        return any(c.code == code for c in who.compounds)

    def _named(self, who: Company, day: date) -> list[str]:
        """What is said of new names on the day from which they hold."""
        new = [c for c in who.compounds if c.inn_from == day]
        brands = [c for c in who.compounds if self.world.branded.get(c.code) == day]
        return [
            *(self.decks.deal("fillers.named")[1].format(code=c.code, inn=c.inn) for c in new),
            *(self.decks.deal("fillers.branded")[1].format(code=c.code, inn=c.inn, brand=c.brand) for c in brands),
        ]

    def _heading(self, which: str) -> str:
        return self.decks.deal(f"fillers.{which}")[1]

    def _filler(self, which: str, who: Company, day: date) -> list[str]:
        if self.rng.random() < 0.5:
            return []
        values = {"co": who.called(day), "who": names.person(self.rng), "value": money(self.rng.randint(3, 90) * 1_000_000)}
        return [self.decks.deal(f"fillers.{which}")[1].format(**values)]

    def _quote(self, who: Company, day: date) -> str:
        return self.decks.deal("fillers.quote")[1].format(co=who.called(day), ceo=who.ceo, they="Our people")

    def _end(self, who: Company, day: date) -> list[str]:
        name = who.called(day)
        city = who.city.split(",")[0].title()
        values = {"co": name, "full": who.full if day >= who.named_from else f"{who.former}, Inc.", "city": city}
        about = self.decks.deal("fillers.about")[1].format(trade=self.rng.choice(TRADES), **values)
        legal = self.decks.deal("fillers.legal")[1].format(**values)
        return [f"About {name}", about, "Forward-Looking Statements", legal, f"SOURCE {name}"]

    def _names(self, who: Company, phrases: Sequence[Phrase], day: date) -> tuple[str, ...]:
        """The codes, other names, phases, periods, meetings and companies in a release, the longest first."""
        found = {who.called(day), *(p.window for p in phrases if p.window)}
        for phrase in phrases:
            topic = phrase.said.topic
            found |= set(self.world.compound(topic.compound).names) if topic.compound else set()
            found |= {n for n in (topic.trial, topic.venue, topic.indication) if n}
            found |= {f"Phase {topic.phase}", f"Phase {'I' * int(topic.phase[0])}{topic.phase[1:]}"} if topic.phase else set()
        return tuple(sorted(found, key=lambda n: (-len(n), n)))


def _codes(phrases: Iterable[Phrase]) -> list[str]:
    return list(dict.fromkeys(p.said.topic.compound for p in phrases))


def wrapped(text: str, width: int = 96) -> str:
    """The text with its lines broken at a column, as wires set them."""
    return "\n".join(_lines(line, width) for line in text.split("\n"))


def _lines(line: str, width: int) -> str:
    return textwrap.fill(
        line, width, break_long_words=False, break_on_hyphens=False, subsequent_indent="  " if line.startswith("- ") else ""
    )
