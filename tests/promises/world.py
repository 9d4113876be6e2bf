"""The companies of a corpus with their compounds, the days on which they publish, and the topics that each compound may be spoken of in."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.promises import names
from tests.promises.rows import Topic

TRIAL = "trial"
"""The kind of a topic that may still become a start, a full enrolment or data of that trial."""
ROLES = (*7 * ("early",), *8 * ("clinical",), *5 * ("filing",), *3 * ("review",), *5 * ("marketed",))


@dataclass(frozen=True, slots=True)
class Compound:
    """A compound by its code; other names hold from a day on."""

    code: str
    role: str
    application: str
    indications: tuple[str, ...]
    inn: str = ""
    inn_from: date = date.max
    brand: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """All names, the first one first."""
        return tuple(n for n in (self.code, self.inn, self.brand) if n)


@dataclass(frozen=True, slots=True)
class Company:
    """A company, what it was called before `named_from`, and when it publishes."""

    number: int
    name: str
    full: str
    former: str
    named_from: date
    ticker: str
    city: str
    ceo: str
    slug: str
    days: tuple[date, ...]
    compounds: tuple[Compound, ...]
    roman: bool

    @property
    def partner(self) -> int:
        """The number of the company that has licences of this one; they come in pairs."""
        return self.number ^ 1

    def release(self, day: date) -> str:
        """The id of its release of a day."""
        return f"{self.slug}-{day.isoformat()}"

    def called(self, day: date) -> str:
        """Its short name on that day."""
        return self.name if day >= self.named_from else self.former

    @property
    def published(self) -> list[tuple[date, str]]:
        """Days and ids of its releases, in order."""
        return [(day, self.release(day)) for day in self.days]


@dataclass
class World:
    """All companies, and the topics of each compound and company that are still free; from when a compound goes by its brand."""

    rng: random.Random
    companies: list[Company] = field(default_factory=list)
    free: dict[str, list[Topic]] = field(default_factory=dict)
    fresh: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)
    branded: dict[str, date] = field(default_factory=dict)

    def grow(self) -> None:
        """Two companies more, of one time, each the partner of the other."""
        year = self.rng.randint(2005, 2022)
        for _ in range(2):
            company = _company(self, year)
            self.companies.append(company)
            self.free[company.slug] = _measures(company, self.rng)
            for compound in company.compounds:
                self.free[compound.code] = _topics(compound, company, self)
                self.fresh.add(compound.code)

    def compound(self, code: str) -> Compound:
        """The compound of a code."""
        return next(c for company in self.companies for c in company.compounds if c.code == code)


def _company(world: World, year: int) -> Company:
    rng = world.rng
    short, full = names.company(rng, world.taken)
    days = _days(rng, year)
    # One in three gets its present name on the way.
    renamed = rng.random() < 0.34
    letters = names.prefix(short, world.taken)
    return Company(
        number=len(world.companies),
        name=short,
        full=full,
        former=names.company(rng, world.taken)[0] if renamed else short,
        named_from=days[len(days) // 2] if renamed else date.min,
        ticker=letters + rng.choice("TXBR"),
        city=rng.choice(names.CITIES),
        ceo=names.person(rng),
        slug=short.split()[0].lower(),
        days=days,
        compounds=tuple(_compound(code, days, world) for code in names.codes(letters, rng.randint(4, 12), rng)),
        roman=year < 2015 and rng.random() < 0.7,
    )


def _days(rng: random.Random, year: int) -> tuple[date, ...]:
    """Five to twenty working days within three years, a month apart or so, from the first weeks to the last."""
    number = rng.randint(5, 20)
    step = 1090 / number
    days = (date(year, 1, 5) + timedelta(days=int(step * i + rng.uniform(0, step * 0.5))) for i in range(number))
    return tuple(day - timedelta(days=max(0, day.weekday() - 4)) for day in days)


def _compound(code: str, days: tuple[date, ...], world: World) -> Compound:
    rng = world.rng
    role, application = rng.choice(ROLES), rng.choice(("NDA", "BLA"))
    diseases = rng.sample(rng.choice(names.AREAS)[0], 1 if role == "early" else rng.randint(1, 2))
    named = role in ("review", "marketed") or (role == "clinical" and rng.random() < 0.4)
    since = date.min if role in ("review", "marketed") else days[len(days) // 2]
    inn = names.inn(application, rng, world.taken) if named else ""
    brand = names.brand(rng) if role == "review" else ""
    return Compound(code, role, application, tuple(diseases), inn, since if named else date.max, brand)


def _topics(compound: Compound, company: Company, world: World) -> list[Topic]:
    """No two of them can be taken for one another, nor does one that happens show that another has."""
    rng = world.rng
    found = [*_trials(compound, world), *_others(compound, rng)]
    rng.shuffle(found)
    return found


def _measures(company: Company, rng: random.Random) -> list[Topic]:
    years = range(company.days[0].year, company.days[-1].year + 1)
    found = [Topic("guidance", metric=metric, period=f"FY{year}") for metric in names.MEASURES for year in years]
    rng.shuffle(found)
    return found


def _trials(compound: Compound, world: World) -> Iterator[Topic]:
    if compound.role == "early":
        return
    # What is before the agencies or on the market is tried in its last disease only.
    late = compound.role != "clinical"
    for disease in compound.indications[-1:] if late else compound.indications:
        for phase in ("1", "2", "3"):
            label = phase + world.rng.choice(("", "", "", "a", "b")) if phase < "3" else phase
            trial = names.trial(world.rng, world.taken) if world.rng.random() < 0.5 else ""
            yield Topic(TRIAL, compound.code, label, trial, disease)


def _others(compound: Compound, rng: random.Random) -> Iterator[Topic]:
    code = compound.code
    if compound.role == "early":
        yield Topic("ind_submission", code)
        yield Topic("data_presentation", code, venue=shown_at(compound, rng), data="preclinical")
    if compound.role == "clinical":
        yield Topic("decision", code)
    kinds = {"filing": "regulatory_submission", "review": "approval", "marketed": "other"}
    if compound.role in kinds:
        regions = ("US", "EU", "Japan") if compound.role != "marketed" else ("EU", "Japan")
        yield from (Topic(kinds[compound.role], code, region=region) for region in regions)


def shown_at(compound: Compound, rng: random.Random, but: str = "") -> str:
    """A meeting of the compound's field, another one than `but`."""
    area = next(venues for diseases, venues in names.AREAS if compound.indications[0] in diseases)
    return rng.choice([v for v in area if v != but])
