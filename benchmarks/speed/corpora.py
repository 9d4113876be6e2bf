"""Releases in any number, of companies that do not exist: `python -m benchmarks.speed.corpora 1000 FOLDER [--seed 7]`.

They are put together from the example sentences of the fact families (`data/families`), with companies, compounds, diseases, targets,
phases and years put in, and from what the sample releases say beside their facts. How often a family is told of is counted in the
sample releases too. A company issues eight to ten releases over some years; its compounds move on from phase to phase, and some of
them are its partner's. The same number and seed give the same texts, and fewer releases are the first of more.
"""

from __future__ import annotations

import argparse
import random
import re
import time
import tomllib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, islice, product
from pathlib import Path

from triplewire import api, pipeline, resources

EACH = (8, 10)
"""How many releases a company issues."""
SHARED = 0.15
"""The share of companies that tell of a compound of their partner."""
CONJUGATES = 0.1
"""The share of companies that tell of technologies and payloads."""
HUB = 40
"""For so many companies there is one of the large ones, with which they all may have a licence."""
CHARACTERS = (1500, 5000)
"""How long a text is; what is missing is filled up with sentences that bear no fact."""
SENTENCES = (2, 7)
"""How many examples more than two are said of a compound in the longest release; in shorter ones fewer."""
RESULTS = 0.3
"""The share of releases that tell of money."""

ONSETS = (
    *("Bal", "Brev", "Cald", "Corv", "Dren", "Dulm", "Elv", "Fenr", "Galv", "Grev", "Hald", "Irv", "Jorl", "Kelm", "Lorv", "Marv"),
    *("Nald", "Orv", "Palv", "Quen", "Rild", "Salv", "Skel", "Tarv", "Ulm", "Veld", "Wend", "Yarl", "Zarn", "Ambr", "Bryk", "Darn"),
    *("Esk", "Frel", "Gorm", "Hesk", "Jask", "Kvin", "Lund", "Molv"),
)
MIDDLES = (
    *("a", "ada", "ami", "ara", "avi", "e", "eda", "eli", "era", "evi", "i", "ida", "ila", "iri", "ivo", "o", "oda", "olo", "oro", "ovi"),
    *("u", "uda", "ula", "uru"),
)
ENDINGS = (
    *("nexa", "dane", "lith", "quor", "mond", "thera", "gance", "vant", "phen", "zyme", "stra", "rion", "tova", "dexa", "morn", "celle"),
    *("bria", "loxis", "fane", "nard", "bexa", "corin", "silva", "tharn", "vessa", "xanor", "pelle", "ganth"),
)
FORMS = (("Therapeutics", ", Inc."), ("Pharma", " plc"), ("Biosciences", ", Inc."), ("Pharmaceuticals", ", Inc."), ("Medicines", ", Inc."))
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
SYLLABLES = (
    *("nor", "va", "zu", "bri", "quo", "dex", "mil", "or", "pa", "sel", "ti", "gru", "fe", "lam", "ko", "rin", "tov", "wes"),
    *("bal", "cu", "dro", "eni", "fol", "gim", "hev", "jas", "kul", "len"),
)
STEMS = ("tamab", "limab", "ketug", "tinib", "ciclib", "stat", "gepant", "vaptan")
FIRST = ("Alma", "Bertil", "Carys", "Dov", "Edda", "Farid", "Greta", "Hakon", "Ilse", "Jonas", "Katya", "Leopold", "Mirja", "Nils")
LAST = ("Ambrun", "Birkholt", "Delmquist", "Ekvard", "Fonteyl", "Grimsund", "Hollvane", "Ivarsen", "Jorvik", "Kestrell", "Lindqvarn")
CITIES = ("CAMBRIDGE, Mass.", "SAN DIEGO", "SEATTLE", "DURHAM, N.C.", "PRINCETON, N.J.", "BASEL, Switzerland", "HOUSTON", "WALTHAM, Mass.")
WIRES = ("GLOBE NEWSWIRE", "BUSINESS WIRE", "PRNewswire")
PRECLINICAL, APPROVED = 0, 4
"""The ends of the levels of a compound; between them are the phases of trials."""

MONEY = (
    "Research and development expenses were ${a} million for the quarter, compared with ${b} million in that of the year before.",
    "General and administrative expenses were ${a} million for the quarter.",
    "Cash, cash equivalents and marketable securities were ${a} million as of {quarter}.",
    "Net loss for the quarter was ${a} million, compared with a net loss of ${b} million in the same period of the previous year.",
    "{short} expects operating expenses of ${a} million to ${b} million in {year}.",
    "Under the agreement, {short} received an upfront payment of ${a} million from {p} and may receive milestones of up to ${b} million.",
)
PEOPLE = (
    '"We are glad of what our teams have reached," said {ceo}, Chief Executive Officer of {short}.',
    '"There is more to do, and we know what it is," said {ceo}, President and Chief Executive Officer of {short}.',
    "{person} has been appointed Chief Medical Officer of {short}.",
)
TITLES = ("{co} Reports Progress", "{co} Gives an Update on Its Programs", "{co} Tells of {c} and Its Plans", "{co} Announces News of {c}")
OPENINGS = (
    "{full} (Nasdaq: {ticker}) today gave an update on its programs.",
    "{full} (Nasdaq: {ticker}), a biotechnology company, today told of progress with {c}{inn}.",
    "{full} (Nasdaq: {ticker}) reported today on {c}{inn} and on what lies ahead.",
)
CLOSINGS = (
    "This notice looks ahead. What {short} plans or expects may turn out otherwise, for reasons given in its reports to the authorities.",
    "{short} does not undertake to bring such statements up to date when circumstances change, unless the law demands it.",
    "Studies may take longer than planned, may cost more, and may not show what they are meant to show.",
    "What was seen early in a study need not be borne out by its end, and agencies may see the same figures in another light.",
    "Makers of ingredients may fail to deliver, patents may be contested, and money may not be had on terms that {short} can bear.",
)


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence with holes, and at which levels of a compound it may be said (none: at any)."""

    text: str
    levels: frozenset[int]


@dataclass(frozen=True)
class Grammar:
    """What releases are made of: sentences by family and how often each is told of, sentences without facts, words to put in."""

    sentences: Mapping[str, Sequence[Template]]
    mix: Sequence[tuple[str, float]]
    beside: Sequence[str]
    indications: Sequence[str]
    targets: Sequence[str]
    prefixes: Sequence[str]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Compound:
    """A compound: its names, what it is for and acts on, its study, and how far it was at first."""

    code: str
    inn: str
    indications: tuple[str, str]
    target: str
    nct: str
    level: int


@dataclass(frozen=True)
class Company:
    """A company with what it has and whom it works with."""

    name: str
    full: str
    ticker: str
    city: str
    ceo: str
    compounds: tuple[Compound, ...]
    days: tuple[date, ...]

    @property
    def short(self) -> str:
        """The first word of its name."""
        return self.name.split()[0]


@dataclass(frozen=True)
class News:
    """Of what a release tells: the number of it among those of its company, the compounds, and the families with their weights."""

    company: Company
    partner: str
    large: str
    turn: int
    day: date
    told: tuple[Compound, ...]
    families: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A release as a file."""

    name: str
    text: str


# -- names -----------------------------------------------------------------------------------------------------------------


def _spread(number: int, size: int) -> int:
    """Another place among `size` for each number below it, so that neighbours lie far apart."""
    return (number * 7919 + 104_729) % size if size % 7919 else number


@cache
def _words() -> tuple[str, ...]:
    """First words of names of companies, none of which the lexicons know."""
    taken = grammar().names
    found = ("".join(parts) for parts in product(ONSETS, MIDDLES, ENDINGS))
    return tuple(word for word in found if word.casefold() not in taken)


@cache
def _inns() -> tuple[str, ...]:
    taken = grammar().names
    found = ("".join(parts) for parts in product(SYLLABLES, SYLLABLES, SYLLABLES, STEMS) if len({*parts[:3]}) == 3)
    return tuple(word for word in found if word not in taken)


def named(number: int, *, large: bool = False) -> tuple[str, str]:
    """Name and full name of a company; those of the `large` ones come from the other end. No two are alike."""
    words = _words()
    if number >= len(words) // (10 if large else 2):
        raise ValueError(f"there are names for {len(words) // 2} companies, not for number {number}")
    word = words[_spread(len(words) - 1 - number if large else number, len(words))]
    form, end = ("Pharma", " AG") if large else FORMS[number % len(FORMS)]
    return f"{word} {form}", f"{word} {form}{end}"


# -- sentences -------------------------------------------------------------------------------------------------------------

OTHERS = re.compile(r"Belzer Pharma|Biotest|Pfizer|Novartis|Belzer")
UNFIT = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|NORV|QUORALIS")
PHASE = re.compile(r"\bPhase (?:III|II|I|1|2|3)\b(?![/ab])")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def _template(text: str, facts: Sequence[Mapping[str, str]]) -> Template | None:
    """An example with holes for what is the company's own, None where its words hold too much of its own."""
    if UNFIT.search(text) or "{" in text or "\n" in text:
        return None
    ours = "Norvane" in text or re.search(r"\b(?:[Ww]e|[Oo]ur)\b", text)
    holes: tuple[str, ...] = ("{p}", "{q}", "{p}", "{q}") if ours else ("{co}", "{p}", "{q}", "{q}")
    partners = dict(zip(dict.fromkeys(OTHERS.findall(text)), holes, strict=False))
    for name in sorted(partners, key=len, reverse=True):
        text = text.replace(name, partners[name])
    text = text.replace("Norvane Therapeutics", "{co}").replace("Norvane", "{short}")
    codes = dict(zip(dict.fromkeys(re.findall(r"NVT-\d+", text)), ("{c}", "{d}", "{e}", "{f}"), strict=False))
    for code, hole in codes.items():
        text = text.replace(code, hole)
    for argument, holes in (("indication", ("{i}", "{j}")), ("target", ("{t}",))):
        for word, hole in zip(dict.fromkeys(f[argument] for f in facts if f.get(argument)), holes, strict=False):
            text = re.sub(rf"(?<![\w(-]){re.escape(word)}(?![\w)])", hole, text)
    ahead = any(f.get("status") in ("expected", "planned") for f in facts)
    text = re.sub(r"NCT\d{8}", "{nct}", text)
    text = YEAR.sub(lambda m: "{next}" if ahead or m.group() >= "2030" else "{last}", text)
    levels = _levels(text)
    if len(PHASE.findall(text)) == 1:
        text = PHASE.sub("{phase}", text)
    if "NVT" in text or not {"{c}", "{co}", "{short}"} & set(re.findall(r"\{\w+\}", text)):
        return None
    return Template(text if text.rstrip()[-1] in ".!" else f"{text}.", levels)


def _levels(text: str) -> frozenset[int]:
    """How far a compound is of which this may be said."""
    if re.search(r"preclinical|\bIND\b|toxicology", text, re.IGNORECASE):
        return frozenset((PRECLINICAL,))
    if re.search(r"approv|market|launch|dropped|discontinued|terminat|stopped", text, re.IGNORECASE):
        return frozenset((APPROVED,))
    return frozenset((1, 2, 3)) if PHASE.search(text) else frozenset()


def _lexicon(name: str) -> list[tuple[str, str]]:
    """Name and form of each row of a shipped lexicon."""
    lines = resources.path("data", "lexicons", f"{name}.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(row[1], row[2]) for row in rows[1:]]


@cache
def grammar() -> Grammar:
    """Read once: the examples of all families, and what the sample releases tell and how often."""
    sentences: dict[str, list[Template]] = {}
    for path in resources.files("data/families", "*.toml"):
        for pattern in tomllib.loads(path.read_text("utf-8")).get("pattern", ()):
            for example in pattern.get("examples", ()):
                if found := _template(example["text"], example["facts"]):
                    sentences.setdefault(path.stem, []).append(found)
    told, beside = _samples()
    forms = {form for name in ("organizations", "compounds", "targets", "technologies", "trial_names") for _, form in _lexicon(name)}
    forms |= {form for name in ("indications", "conferences", "agencies", "designations", "metrics") for _, form in _lexicon(name)}
    starts = {m.group() for form in forms for m in [re.match(r"[A-Z]{2,}", form)] if m}
    prefixes = ["".join(p) for p in product(LETTERS, LETTERS, LETTERS) if len({*p}) == 3]
    return Grammar(
        sentences,
        [(family, told[family] / len(sentences[family])) for family in sorted(sentences)],
        beside,
        sorted({name for name, form in _lexicon("indications") if name == form and re.fullmatch(r"[a-z][a-z ]{5,30}", name)}),
        sorted({name for name, form in _lexicon("targets") if name == form and re.fullmatch(r"[A-Z]{2,5}\d{1,2}", name)}),
        [p for p in prefixes if p not in starts],
        frozenset(word.casefold() for form in forms for word in form.split()),
    )


def _samples() -> tuple[Counter[str], list[str]]:
    """How many facts of each family the sample releases tell, and those of their sentences that bear none and name nobody."""
    told: Counter[str] = Counter()
    beside: set[str] = set()
    for path in api.samples():
        reading = pipeline.reading_of(api.read(path))
        facts = pipeline.stated(reading)
        told.update(f.family for f in facts)
        raw, spans = reading.document.raw, [e.span for f in facts for e in f.evidence]
        for found in re.finditer(r"(?<=[.\n]\s)(?!Retold)[A-Z][a-z]+ [a-z][^.\d|:()A-Z]{40,200}\.(?=\s)", raw):
            if not any(s.start < found.end() and found.start() < s.end for s in spans):
                beside.add(" ".join(found.group().split()))
    return told, sorted(beside)


# -- companies -------------------------------------------------------------------------------------------------------------


def company(number: int, seed: int) -> Company:
    """The company of a number."""
    rng = random.Random(f"company {seed} {number}")
    name, full = named(number)
    prefixes = grammar().prefixes
    prefix = prefixes[_spread(number % len(prefixes), len(prefixes))]
    code = 100 * (1 + number // len(prefixes) % 9)
    count = rng.randint(3, 7)
    compounds = tuple(_compound(f"{prefix}-{code + 1 + n}", number * 8 + n, rng) for n in range(count))
    return Company(name, full, prefix + "X", rng.choice(CITIES), _person(rng), compounds, tuple(_days(rng)))


def _compound(code: str, number: int, rng: random.Random) -> Compound:
    words, inns = grammar(), _inns()
    level = rng.choice((0, 0, 1, 1, 1, 2, 2, 3))
    inn = inns[_spread(number, len(inns))] if level >= 2 and number < len(inns) else ""
    one, two = (words.indications[_few(rng, len(words.indications))] for _ in range(2))
    return Compound(code, inn, (one, two), words.targets[_few(rng, len(words.targets))], f"NCT{50_000_000 + number:08}", level)


def _few(rng: random.Random, size: int) -> int:
    """A number below `size`; the first ones come often, as common diseases do."""
    return int(size * rng.random() ** 3)


def _person(rng: random.Random) -> str:
    return f"{rng.choice(FIRST)} {rng.choice(LAST)}, {rng.choice(('M.D.', 'Ph.D.'))}"


def _days(rng: random.Random) -> Iterator[date]:
    day = date(2005, 1, 3) + timedelta(days=rng.randrange(18 * 365))
    for _ in range(rng.randint(*EACH)):
        yield day - timedelta(days=max(0, day.weekday() - 4))
        day += timedelta(days=rng.randint(60, 150))


# -- releases --------------------------------------------------------------------------------------------------------------


def releases(number: int, seed: int = 7) -> Iterator[Written]:
    """So many releases, company by company."""
    return islice(_all(seed), number)


def _all(seed: int) -> Iterator[Written]:
    number = 0
    while True:
        yield from _issued(number, seed)
        number += 1


def _issued(number: int, seed: int) -> Iterator[Written]:
    """All releases of a company, in order of time."""
    rng = random.Random(f"releases {seed} {number}")
    own, partner = company(number, seed), company(number ^ 1, seed)
    large = named(rng.randrange(1 + number // HUB), large=True)[0]
    told = [*own.compounds, *(partner.compounds[:1] if rng.random() < SHARED else ())]
    special = () if rng.random() < CONJUGATES else ("uses_technology", "has_payload")
    families = tuple((family, weight) for family, weight in grammar().mix if family not in special)
    for turn, day in enumerate(own.days):
        chosen = rng.sample(told, min(len(told), rng.randint(1, 3)))
        news = News(own, partner.name, large, turn, day, tuple(chosen), families)
        yield Written(f"{own.short.lower()}-{day.isoformat()}.txt", _text(news, rng))


def _text(news: News, rng: random.Random) -> str:
    own, day, first = news.company, news.day, news.told[0]
    values = {**_values(news), "person": _person(rng)}
    size = rng.randint(*CHARACTERS)
    head = {**values, "c": first.code, "inn": f" ({first.inn})" if first.inn else ""}
    dateline = f"{own.city}, {day:%B} {day.day}, {day.year} ({rng.choice(WIRES)}) -- "
    parts = [rng.choice(TITLES).format(**head), dateline + rng.choice(OPENINGS).format(**head)]
    parts += [" ".join(_said(compound, news, values, rng, size)) for compound in news.told]
    parts.append(rng.choice(PEOPLE).format(**values))
    if rng.random() < RESULTS:
        parts.append(" ".join(text.format(**values, **_amounts(rng)) for text in rng.sample(MONEY, rng.randint(2, 4))))
    parts += [f"About {own.name}", f"{own.full} of {own.city.split(',')[0].title()} works on new medicines.", "Forward-Looking Statements"]
    parts.append(" ".join(text.format(**values) for text in rng.sample(CLOSINGS, rng.randint(2, len(CLOSINGS)))))
    short = size - sum(map(len, parts))
    while short > 0:
        text = " ".join(rng.sample(grammar().beside, 3))
        parts.insert(rng.randint(2, len(parts) - 4), text)
        short -= len(text)
    return "\n\n".join([*parts, f"SOURCE {own.name}"]) + "\n"


def _values(news: News) -> dict[str, str]:
    """What holds for all sentences of a release."""
    own, year, month = news.company, news.day.year, news.day.month
    quarters = (f"December 31, {year - 1}", f"March 31, {year}", f"June 30, {year}", f"September 30, {year}")
    names = {"co": own.name, "short": own.short, "full": own.full, "ticker": own.ticker, "ceo": own.ceo, "p": news.partner, "q": news.large}
    years = {"year": str(year), "next": str(year + (month > 5)), "last": str(year - (month < 7))}
    return {**names, **years, "quarter": quarters[(month - 1) // 3]}


def _amounts(rng: random.Random) -> dict[str, str]:
    return {"a": f"{rng.uniform(1, 90):.1f}", "b": f"{rng.uniform(90, 200):.1f}"}


def _said(compound: Compound, news: News, values: Mapping[str, str], rng: random.Random, size: int) -> Iterator[str]:
    """Sentences about a compound, as far as it has come by then."""
    level = min(APPROVED, compound.level + news.turn // 4)
    others = [c.code for c in news.told if c is not compound] or [compound.code]
    one, two = compound.indications
    more = {"c": compound.code, "d": others[0], "e": others[-1], "f": others[0], "i": one, "j": two}
    more |= {"t": compound.target, "nct": compound.nct, "phase": f"Phase {max(1, min(3, level))}"}
    number = rng.randint(*SENTENCES) * size // CHARACTERS[1] + 2
    pool = _pool(level, news.families)
    for template in {pool.draw(rng): None for _ in range(number)}:
        text = template.text.format(**values, **more)
        yield text[:1].upper() + text[1:]


@dataclass(frozen=True)
class Pool:
    """Templates with weights."""

    templates: Sequence[Template]
    sums: Sequence[float]

    def draw(self, rng: random.Random) -> Template:
        """One of them."""
        return self.templates[bisect_left(self.sums, rng.random() * self.sums[-1])]


@cache
def _pool(level: int, families: tuple[tuple[str, float], ...]) -> Pool:
    """What may be said of a compound that has come so far."""
    found = [(t, w) for family, w in families for t in grammar().sentences[family] if not t.levels or level in t.levels]
    return Pool([t for t, _ in found], [*accumulate(w for _, w in found)])


def write(folder: Path, number: int, seed: int = 7) -> None:
    """So many releases as files of a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for written in releases(number, seed):
        (folder / written.name).write_text(written.text, "utf-8")


def main() -> None:
    """Write a corpus, and say how fast."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed.corpora", description="Releases of companies that do not exist.")
    parser.add_argument("number", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    grammar()
    began = time.process_time()
    write(asked.folder, asked.number, asked.seed)
    print(f"{asked.number} releases, {asked.number / (time.process_time() - began):,.0f} for a second of processor time")


if __name__ == "__main__":
    main()
