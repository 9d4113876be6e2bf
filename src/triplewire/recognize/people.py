"""People and what they are: role titles, and the names that stand beside one, beside a degree, a salutation or a verb of saying."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from triplewire import resources
from triplewire.lexicon import Finder, any_of
from triplewire.lexicon.tables import read_table
from triplewire.model import Mention, Sentence, Span

_LETTER = r"[^\W\d_]"
_CAP = rf"(?:(?:[A-Z]\.-?){{1,3}}|[^\W\d_a-zß-öø-ÿ]{_LETTER}*(?:[’'-]{_LETTER}+){{0,3}})"
_FIELD_WORD = r"[A-Z][\w&/’'-]*(?!\.?\w)"


@dataclass(frozen=True, slots=True)
class _Words:
    roles: re.Pattern[str]
    runs: re.Pattern[str]
    degrees: re.Pattern[str]
    salutation: re.Pattern[str]
    naming: re.Pattern[str]
    saying: re.Pattern[str]
    past: re.Pattern[str]
    joints: re.Pattern[str]
    not_names: frozenset[str]
    endings: tuple[str, ...]
    particles: frozenset[str]
    bare: frozenset[str]
    telling: Finder


def people_of(text: str, sentences: Iterable[Sentence]) -> Iterator[Mention]:
    """The roles and persons of the sentences of a text, in order. Sentences without a word that tells of either (a role, a degree,
    a salutation, a verb of saying) are passed over.
    """
    places = [span.start for span in _words().telling.whole(text)]
    for sentence in sentences:
        i = bisect_left(places, sentence.span.start)
        if i < len(places) and places[i] < sentence.span.end:
            yield from find_people(sentence.text, sentence.span.start)


def find_people(text: str, base: int) -> list[Mention]:
    """The roles and persons of `text`, as mentions of type `role` and `person` in text order; `base` is the place of `text` in the view.

    A role covers a whole coordination ("President and CEO"); `attrs` has `past` when it is held no longer. A person's name has
    no degrees and no salutation; `attrs` has `partial` for a surname alone ("Dr. Vale").
    """
    roles = list(_roles(text))
    people = list(_people(text, roles))
    out = [_mention("role", text, base, span, {"past": "yes"} if _is_past(text, span) else {}) for span in roles]
    out += [_mention("person", text, base, span, {} if " " in span.of(text) else {"partial": "yes"}) for span in people]
    return sorted(out, key=lambda m: (m.span.start, -m.span.end, m.type))


def _mention(kind: str, text: str, base: int, span: Span, attrs: dict[str, str]) -> Mention:
    return Mention(kind, span.shift(base), re.sub(r"\s+", " ", span.of(text)), "open:people", attrs)


def _is_past(text: str, span: Span) -> bool:
    return bool(_words().past.search(text[max(0, span.start - 40) : span.start]))


def _roles(text: str) -> Iterator[Span]:
    for match in _words().roles.finditer(text):
        if match[0].lower() not in _words().bare or (match[0][0].isupper() and match.start() > 0):
            yield Span(*match.span())


def _people(text: str, roles: list[Span]) -> Iterator[Span]:
    words = _words()
    starts, ends = [r.start for r in roles], {r.end for r in roles}
    for span in _names(text, roles):
        before, after = text[max(0, span.start - 48) : span.start], text[span.end : span.end + 90]
        titled = words.salutation.search(before)
        if titled or (
            " " in span.of(text).strip()
            and (
                words.degrees.match(after) or words.saying.match(after) or words.naming.search(before) or _touches(text, span, starts, ends)
            )
        ):
            yield span


def _touches(text: str, span: Span, starts: list[int], ends: set[int]) -> bool:
    """Whether a role stands right before the name or within a few words after it."""
    before = text[max(0, span.start - 8) : span.start]
    if span.start - len(before) + len(before.rstrip(" ,")) in ends:
        return True
    i = bisect_right(starts, span.end)
    gap = text[span.end : starts[i]] if i < len(starts) and starts[i] <= span.end + 80 else "."
    return gap == " " or bool(_words().joints.match(gap)) or bool(re.fullmatch(r", (?:(?:[\w’'&.-]+|\([^)]{1,40}\)),? ){0,7}", gap))


def _names(text: str, roles: list[Span]) -> Iterator[Span]:
    """Runs of capitalised words that could be a person's name: split at words that are never part of one, and at roles."""
    words, ends = _words(), [r.end for r in roles]
    for run in words.runs.finditer(text):
        part: list[re.Match[str]] = []
        for token in re.finditer(r"\S+", run[0]):
            place = Span(run.start() + token.start(), run.start() + token.end())
            if token[0] in words.not_names or token[0].endswith(words.endings) or _covered(place, roles, ends):
                yield from _name(run.start(), part)
                part = []
            else:
                part.append(token)
        yield from _name(run.start(), part)


def _covered(place: Span, roles: list[Span], ends: list[int]) -> bool:
    """Whether one of the roles, which are sorted and apart, overlaps a place."""
    i = bisect_right(ends, place.start)
    return i < len(roles) and roles[i].overlaps(place)


def _name(at: int, part: list[re.Match[str]]) -> Iterator[Span]:
    """The name in a run of tokens: at most five, no particle at an end, the surname no initial."""
    particles = _words().particles
    while part and (part[0][0] in particles or part[0][0] in ("A", "I") or part[0][0].endswith("ing")):
        part = part[1:]
    while part and (part[-1][0] in particles or re.fullmatch(r"(?:[A-Z]\.-?)+", part[-1][0])):
        part = part[:-1]
    if not part or len(part) > 6 or not any(c.islower() for c in part[-1][0]):
        return
    start = at + part[0].start()
    # Headings run into the text when a page loses its line breaks: "LeadershipJane Vale".
    glued = re.match(r"[A-Z][a-z]{4,}(?=[A-Z][a-z])", part[0][0])
    yield Span(start + (glued.end() if glued else 0), at + part[-1].end())


@cache
def _words() -> _Words:
    rows = read_table(resources.path("data", "lexicons", "roles.tsv")).dicts()
    grammar = resources.toml("data", "families", "person_role.toml")["grammar"]
    parts = {kind: [r for r in rows if r["part"] == kind] for kind in ("modifier", "head", "fielded", "degree", "salutation")}
    degrees = _any(parts["degree"])
    owner = r"(?:the |a |an |its |our )?(?:(?-i:[A-Z])[\w’'&.]* ){0,3}"
    return _Words(
        roles=re.compile(_role_pattern(parts)),
        runs=re.compile(rf"(?<![\w’'.]){_CAP}(?: (?:(?:{any_of(grammar['particles'])}) ){{0,2}}{_CAP}){{0,11}}"),
        degrees=re.compile(rf",? (?:{degrees})(?![\w])"),
        salutation=re.compile(rf"(?<!\w)(?:{_any(parts['salutation'])}) $"),
        naming=re.compile(rf"(?<!\w)(?:{any_of([*grammar['naming'], *grammar['saying']])}) $"),
        saying=re.compile(rf",? (?:{any_of(grammar['saying'])})(?!\w)"),
        past=re.compile(rf"(?<!\w)(?:{any_of(grammar['past'])})[ -](?:as )?{owner}$", re.IGNORECASE),
        joints=re.compile(rf"(?:,? (?:{degrees}))*,? (?:{any_of(grammar['verbs'])}) "),
        not_names=frozenset(grammar["not_names"]),
        endings=tuple(grammar["not_name_endings"]),
        particles=frozenset(grammar["particles"]),
        bare=frozenset(r["form"] for r in parts["fielded"] if r["case"] == "any") | {"chair", "investigator", "founder", "president"},
        telling=Finder(_telling(rows, [*grammar["naming"], *grammar["saying"]])),
    )


def _telling(rows: Iterable[dict[str, str]], verbs: Iterable[str]) -> Iterator[str]:
    """The words without one of which a sentence holds no role and no person, as they are written."""
    yield from ("Officer", "officer")
    yield from verbs
    for row in rows:
        if row["part"] != "modifier":
            word = re.split(r"[ -]", row["form"])[-1]
            yield from (word[0].upper() + word[1:], word[0].lower() + word[1:]) if row["case"] == "any" else (word,)


def _role_pattern(parts: dict[str, list[dict[str, str]]]) -> str:
    modifier = rf"(?:(?:{_any(parts['modifier'])})[ -]){{0,4}}"
    stop = rf"(?!(?:{_any(parts['head'])}|{_any(parts['fielded'])}|Chief|Senior|Executive|Vice|Interim|Associate|Assistant|Managing)(?!\w))"
    word = rf"{stop}{_FIELD_WORD}"
    heads = rf"(?:{_any(parts['head'])}|{_any(parts['fielded'])}|[Cc]hief|Officer)"
    tail = rf"(?:(?:(?:,? and| &)(?! (?:[A-Z][\w&’'-]* ){{1,4}}{heads}(?!\w))| of the| of| in)? {word}){{0,5}}"
    no_company = rf"(?!(?:[A-Z][\w&’'-]* ){{0,3}}(?:{_organization()})\b)"
    after_comma = rf", {word}(?:(?: and| &)? {word}){{0,3}}(?=,| said| stated| at | of |$)"
    field = rf"(?: (?:of|for) (?:the )?{no_company}{word}{tail}|{after_comma})?"
    officer = r"[Cc]hief(?: (?:[A-Za-z][\w&-]*,?|&)){1,5}? [Oo]fficer(?: \([A-Z]{3,4}\))?"
    unit = rf"{modifier}(?:{officer}|(?:{_any(parts['head'])})|(?:{_any(parts['fielded'])}){field})(?![\w’'])"
    return rf"(?<![\w’'.-])(?:[Cc]o-)?{unit}(?:(?:, and |,? and |, | & |/){unit}){{0,4}}"


def _organization() -> str:
    words = resources.toml("data", "families", "person_role.toml")["grammar"]["organization_words"]
    return any_of(w for w in words if w not in ("Department", "Division", "Program", "Health", "Sciences"))


def _any(rows: Iterable[dict[str, str]]) -> str:
    """The forms, longest first; those of case `any` with either case of each word's first letter."""
    forms = sorted({(r["form"], r["case"]) for r in rows}, key=lambda f: (-len(f[0]), f))
    return "|".join(_either(form) if case == "any" else re.escape(form) for form, case in forms)


def _either(form: str) -> str:
    words = [f"[{w[0].upper()}{w[0]}]{re.escape(w[1:])}" for w in re.split(r"[ -]", form)]
    return ("[ -]" if "-" in form else " ").join(words)
