"""What an expert asks of the phrasings: which there are, which fired in a reading and with what, which fired in vain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from triplewire.extract.attach import ARGUMENT_TYPES
from triplewire.extract.binding import facts_of
from triplewire.extract.families import Pattern, families
from triplewire.extract.line import Line
from triplewire.extract.matching import Hit, allowed, candidates, hits
from triplewire.extract.nearby import nearest
from triplewire.extract.rules import LETTERS
from triplewire.extract.rules.mask import CLOSE, OPEN
from triplewire.extract.scene import Scene
from triplewire.extract.subjects import find_subject
from triplewire.model import Fact, Mention, Reading

TYPES = {letter: name for name, letter in LETTERS.items()}


@dataclass(frozen=True)
class Firing:
    """A pattern that fired on a stretch of a sentence: the facts it gave, or why it gave none."""

    hit: Hit
    facts: tuple[Fact, ...]
    reason: str = ""
    sources: tuple[tuple[str, str], ...] = ()

    @property
    def words(self) -> str:
        """The words that matched, with single blanks."""
        return words_of(self.hit)


@dataclass(frozen=True)
class ReadLine:
    """One sentence as the rules see it: the masked text in readable form, what fired, and what would have fired in another section."""

    line: Line
    masked: str
    firings: tuple[Firing, ...]
    silenced: tuple[Pattern, ...]


def read_lines(reading: Reading) -> list[ReadLine]:
    """Every sentence of a reading with the patterns that fired on it, in text order."""
    scene = Scene(reading)
    return [ReadLine(line, readable(line), tuple(_firing(scene, h) for h in hits(line)), tuple(_silenced(line))) for line in scene.lines]


def facts_by(reading: Reading, wanted: Callable[[Pattern], bool]) -> list[Fact]:
    """What the wanted patterns find in a reading, in text order, before anything is merged."""
    scene = Scene(reading)
    return [fact for line in scene.lines for hit in hits(line) if wanted(hit.pattern) for fact in facts_of(scene, hit)]


def words_of(hit: Hit) -> str:
    """The words of the sentence that a hit matched, with single blanks."""
    return " ".join(hit.line.between(hit.span.start, hit.span.end).split())


def readable(line: Line) -> str:
    """The masked text of a sentence with each name as `{type}`, or `{type/type}` where it may be either."""
    out, opened = [], ""
    for char in line.masked.text:
        if char == OPEN:
            opened = " "
        elif char == CLOSE:
            out.append("{" + "/".join(sorted(TYPES[c] for c in opened.strip())) + "}")
            opened = ""
        elif opened:
            opened += char
        else:
            out.append(char)
    return "".join(out)


def _silenced(line: Line) -> Iterator[Pattern]:
    for pattern in candidates(line):
        if not allowed(pattern, line.block) and pattern.program.regex.search(line.masked.text):
            yield pattern


def _firing(scene: Scene, hit: Hit) -> Firing:
    facts = tuple(facts_of(scene, hit))
    if not facts:
        return Firing(hit, (), _why_none(scene, hit))
    return Firing(hit, facts, sources=tuple(_sources(scene, hit, facts[0])))


def _why_none(scene: Scene, hit: Hit) -> str:
    """What a hit lacked, in words; never empty."""
    spec, pattern = families()[hit.pattern.family], hit.pattern
    bound = {*hit.slots, *(pattern.constants or {}), *([pattern.issuer] if pattern.issuer and scene.issuer else [])}
    if pattern.subject != "none" and "compound" not in bound and find_subject(scene, hit):
        bound.add("compound")
    kinds = {**ARGUMENT_TYPES, "when": "time"}
    bound |= {b for b in pattern.binds if b in kinds and nearest(hit, kinds[b], behind_first=True, reach=150)}
    wanted = {a.name for a in spec.arguments if a.required} | set(pattern.needs)
    missing = [name for name in sorted(wanted) if name not in bound]
    if missing:
        return "; ".join(_lacks(scene, name) for name in missing)
    if pattern.subject == "sole" and all("modality" in value[0].attrs for values in hit.slots.values() for value in values):
        return "a kind of drug is no named technology"
    return "the relation would hold between a thing and itself, or the text denies the event"


def _lacks(scene: Scene, name: str) -> str:
    if name == "compound":
        return "no compound: none in reach in the sentence, and none carried from its heading or title"
    if name.startswith("organization") and not scene.issuer:
        return f"no {name}: none named, and the issuer is unknown"
    return f"no {name} in reach"


def _sources(scene: Scene, hit: Hit, fact: Fact) -> Iterator[tuple[str, str]]:
    """For each argument of a fact where its value comes from."""
    for name in fact.args:
        if name in hit.slots:
            yield name, "in the phrase"
        elif name in (hit.pattern.constants or {}):
            yield name, "meant by the phrase"
        elif name == "compound":
            yield name, _subject_source(scene, hit)
        elif name == hit.pattern.issuer and fact.arg(name) == scene.issuer:
            yield name, "the issuer of the release"
        else:
            yield name, "near the phrase"
    if fact.when:
        yield "when", f'"{fact.when.text}"'


def _subject_source(scene: Scene, hit: Hit) -> str:
    found = find_subject(scene, hit)
    if not found:
        return "near the phrase"
    mention = found[0]
    if hit.line.sentence.span.covers(mention.span):
        return "in the sentence"
    return f"carried from {_place(scene, mention)}"


def _place(scene: Scene, mention: Mention) -> str:
    for line in scene.lines:
        if line.sentence.span.covers(mention.span):
            return f'the {line.block.kind} "{" ".join(line.sentence.text.split())[:60]}"'
    return "elsewhere"
