"""The expert's workbench: list the phrasings, check each against its own examples, see what they make of a sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args

from triplewire import pipeline, resources
from triplewire.errors import DataError
from triplewire.extract.families import Example, Pattern, base_id, beside, families, patterns, rule_faults
from triplewire.extract.rulefiles import Where, rule_files
from triplewire.extract.workbench import Firing, ReadLine, facts_by, read_lines
from triplewire.model import Fact, Finding, Reading, Severity, Span
from triplewire.model.text import BlockKind
from triplewire.read import read_text

# A sentence is tried in a small release of its own: without issuer and date neither "we" nor "next year" would mean anything.
TITLE = "Norvane Therapeutics Issues a Statement"
OPENING = "CAMBRIDGE, Mass., July 2, 2025 (GLOBE NEWSWIRE) -- Norvane Therapeutics, Inc. (Nasdaq: NVTX) today issued a statement."
CLAIM_KEYS = ("status", "polarity")


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A rule of a family file: its id with the family before it, its wordings, how many examples and counter-examples it has, and its
    `file:line:column` when it is an expert's own, else "".
    """

    family: str
    id: str
    wordings: tuple[str, ...]
    examples: int
    counterexamples: int
    place: str = ""


@dataclass(frozen=True)
class Explanation:
    """What the rules make of a text: a block of lines for each sentence, and the facts that come out in the end."""

    lines: tuple[str, ...]
    facts: tuple[Fact, ...]

    def __str__(self) -> str:
        return "\n".join(self.lines)


def framed(text: str, title: str = "") -> str:
    """A text as the third paragraph of a small release of 2 July 2025 by an invented company; `title` is its headline."""
    return f"{title or TITLE}\n\n{OPENING}\n\n{text}\n"


def family_names() -> tuple[str, ...]:
    """The families of facts, also those that are read by grammars of their own instead of phrasings."""
    return tuple(families())


def phrasings() -> list[Phrasing]:
    """Every phrasing, by family and in file order. Raises DataError when a family file is wrong."""
    return [
        Phrasing(
            group[0].family,
            base,
            tuple(p.text for p in group),
            sum(len(p.examples) for p in group),
            sum(len(p.counterexamples) for p in group),
            str(group[0].where or ""),
        )
        for base, group in _groups(patterns()).items()
    ]


def sizes(places: Iterable[Path] = ()) -> str:
    """How much `lint` looks at, in words; "the rules" when they cannot be read."""
    try:
        known = _phrasings_in(places) if places else phrasings()
    except DataError:
        return "the rules"
    wordings, examples, counter = (
        sum(map(of, known)) for of in (lambda p: len(p.wordings), lambda p: p.examples, lambda p: p.counterexamples)
    )
    return f"{len(known)} rules in {wordings} wordings, {examples} examples, {counter} counter-examples"


def _phrasings_in(places: Iterable[Path]) -> list[Phrasing]:
    """The sound phrasings of folders or files of an expert's own."""
    own = [file for place in places for file in rule_files(place)]
    with beside(own, lenient=True):
        return [p for p in phrasings() if any(p.place.startswith(f"{file}:") for file in own)]


# -- lint ----------------------------------------------------------------------------------------------------------------


def lint(places: Iterable[Path] = ()) -> list[Finding]:
    """What is wrong with the family files: patterns that do not compile or can never speak, examples that are not found,
    counter-examples in which their own pattern finds something (violations); examples that only another pattern finds (warnings);
    patterns without examples (info).

    With `places`, folders or files of an expert's own, only what is wrong with these, beside the shipped ones; without, the shipped
    files and those of TRIPLEWIRE_RULES. Findings about an expert's files begin with `file:line:column`. Sorted by focus and kind.
    Raises DataError for a place that is none.
    """
    own = [file for place in places for file in rule_files(place)]
    with beside(own, lenient=True):
        found = _lint(frozenset(map(str, own)))
    return sorted(set(found), key=lambda f: (_place_key(f.focus), f.kind, f.message))


def _place_key(focus: str) -> tuple[str, int, int]:
    """Sorts places by file, line and column."""
    match = re.fullmatch(r"(.*):(\d+):(\d+)", focus, re.DOTALL)
    return (match[1], int(match[2]), int(match[3])) if match else (focus, 0, 0)


def _lint(own: frozenset[str]) -> list[Finding]:
    try:
        refused = [_refused(fault) for fault in rule_faults() if not own or any(fault.startswith(f"{name}:") for name in own)]
        rules, _ = patterns(), families()
    except DataError as error:
        return [_refused(fault) for fault in error.faults]
    rules = tuple(p for p in rules if not own or (p.where and p.where.file.name in own))
    found = [*refused, *(() if own else _family_faults()), *(f for p in rules for f in _pattern_faults(p)), *_doubles(p.id for p in rules)]
    for base, group in _groups(rules).items():
        found += _example_faults(base, group)
    return found


def _refused(fault: str) -> Finding:
    """A fault of form as a finding; its focus is the place that it begins with."""
    return Finding("pattern-refused", "violation", fault.split(": ", 1)[0], fault)


def _groups(rules: Iterable[Pattern]) -> dict[str, list[Pattern]]:
    out: dict[str, list[Pattern]] = {}
    for pattern in rules:
        out.setdefault(base_id(pattern.id), []).append(pattern)
    return out


def _family_faults() -> Iterator[Finding]:
    for spec in families().values():
        if not spec.description.strip():
            yield _violation("family-without-description", spec.name, "say in one sentence what the family states (description)")
        if not spec.arguments:
            yield _violation("family-without-arguments", spec.name, "give at least one [[argument]]")


def _doubles(ids: Iterable[str]) -> Iterator[Finding]:
    for name, times in Counter(ids).items():
        if times > 1:
            yield _violation("duplicate-pattern", name, f"{times} patterns have this id; rename all but one")


def _pattern_faults(pattern: Pattern) -> Iterator[Finding]:
    where, name, kinds = pattern.where, pattern.id, set(get_args(BlockKind))
    for role in sorted(set(pattern.scope) - _sections()):
        yield _violation("unknown-section", name, f"scope names the section {role!r}; known: {', '.join(sorted(_sections()))}", where)
    for kind in sorted(set(pattern.blocks) - kinds):
        yield _violation("unknown-block", name, f"blocks names {kind!r}; known: {', '.join(sorted(kinds))}", where)
    for argument in never_bound(pattern):
        message = f"nothing binds {argument}, so the pattern can never give a fact; expected it in a {{name}}, set or bind; add it there"
        yield _violation("argument-never-bound", name, message, where)
    arguments = {a.name for a in families()[pattern.family].arguments} | {"when"}
    for argument in sorted({*(pattern.constants or {}), *pattern.needs} - arguments):
        yield _violation("unknown-argument", name, f"{argument} is no argument of {pattern.family}", where)


@cache
def _sections() -> frozenset[str]:
    return frozenset({"body", *resources.toml("data", "sections.toml")})


def never_bound(pattern: Pattern) -> list[str]:
    """The arguments its family needs that neither its slots nor its `set`, `bind`, `issuer` or `subject` can ever fill, sorted."""
    bound = {slot.argument for slot in pattern.program.slots.values()} | {*(pattern.constants or {}), *pattern.binds, pattern.issuer}
    bound |= {"name", "nct"} if "trial" in pattern.binds else set()
    bound |= {"compound"} if pattern.subject != "none" else set()
    return sorted({a.name for a in families()[pattern.family].arguments if a.required} - bound)


def _example_faults(base: str, group: list[Pattern]) -> Iterator[Finding]:
    examples = [e for p in group for e in p.examples]
    if not examples:
        yield _finding(
            "pattern-without-example",
            "info",
            base,
            "has no example; add one, so that a later change cannot break it unseen",
            group[0].where,
        )
    for example in examples:
        yield from _missed(base, example)
    for example in (e for p in group for e in p.counterexamples):
        yield from _fired(base, example)


def _missed(base: str, example: Example) -> Iterator[Finding]:
    own = _own(base, example)
    for wanted in (fact for fact in example.facts if not any(says(f, fact) for f in own)):
        shown, final = ", ".join(f"{k} {v}" for k, v in sorted(wanted.items())), _final(base, example)
        if any(says(f, wanted) for f in final):
            yield _finding("example-by-other", "warning", base, f"only another pattern finds ({shown}) in: {example.text}", example.where)
        else:
            message = f"({shown}) is not found in: {example.text} Found: {_all_said(final)}."
            yield _violation("example-missed", base, message, example.where)


def _fired(base: str, example: Example) -> Iterator[Finding]:
    """A counter-example tests its own pattern: what others make of it, such as the catch-all patterns of a family, is their affair."""
    own = _own(base, example)
    if own:
        yield _violation("counterexample-fires", base, f"finds ({_all_said(own)}) in its counter-example: {example.text}", example.where)


def _violation(kind: str, name: str, message: str, where: Where | None = None) -> Finding:
    return _finding(kind, "violation", name, message, where)


def _finding(kind: str, severity: Severity, name: str, message: str, where: Where | None) -> Finding:
    """A finding about a pattern: its focus is the place in the expert's file, or the id of a shipped pattern."""
    place = str(where) if where else ""
    return Finding(kind, severity, place or name, f"{place}: {name}: {message}" if place else f"{name}: {message}")


def _all_said(facts: list[Fact]) -> str:
    return "; ".join(_said(f) for f in facts) or "nothing"


def _own(base: str, example: Example) -> list[Fact]:
    """The facts that the patterns of one id find in an example."""
    return facts_by(_read(example), lambda pattern: base_id(pattern.id) == base)


def _final(base: str, example: Example) -> list[Fact]:
    """The facts of its family when all rules have spoken on an example."""
    return [f for f in pipeline.stated(_read(example)) if f.family == base.partition(".")[0]]


def _read(example: Example) -> Reading:
    return pipeline.reading_of(read_text(framed(example.text, example.title)))


def says(fact: Fact, wanted: Mapping[str, Any]) -> bool:
    """Whether a fact has the wanted arguments (under any of its names, without regard to case) and the wanted status and polarity."""
    for key, value in wanted.items():
        if key in CLAIM_KEYS:
            if getattr(fact, key) != value:
                return False
        elif str(value).casefold() not in {n.casefold() for n in (fact.arg(key), *fact.aliases.get(key, ()))}:
            return False
    return True


# -- explain -------------------------------------------------------------------------------------------------------------


def explain_text(text: str, title: str = "") -> Explanation:
    """What the rules make of a text, sentence by sentence: names as the rules see them, cues, which patterns fired on which words,
    where each argument came from, and why a pattern that fired gave no fact.

    A text of one paragraph is read inside a small invented release, so that "we" and "next year" mean something.
    """
    text, alone = text.strip(), "\n" not in text.strip()
    whole = framed(text, title) if alone else f"{title}\n\n{text}\n" if title else f"{text}\n"
    reading = pipeline.reading_of(read_text(whole))
    own = reading.document.alignment.to_view(Span(whole.rindex(text), len(whole)))
    facts = pipeline.stated(reading)
    out = [row for x in read_lines(reading) if x.line.sentence.span.start >= own.start for row in (*_about(x), "")]
    return Explanation((*out, *_in_the_end(facts)), tuple(facts))


def _in_the_end(facts: list[Fact]) -> Iterator[str]:
    """What is left of all that fired, and what rules that are no phrasings add."""
    if not facts:
        yield "no fact comes of it: a phrasing would have to match the words behind `read as`"
        return
    yield "in the end"
    yield from (f"  {_said(fact)} ({fact.rule})" for fact in facts)


def _about(read: ReadLine) -> Iterator[str]:
    line = read.line
    yield f"sentence   {' '.join(line.sentence.text.split())}"
    yield f"  read as  {' '.join(read.masked.split())}"
    yield f"  section  {line.block.role}, {line.block.kind}"
    if line.mentions:
        yield f"  names    {' · '.join(f'{m.type} {m.name}' for m in line.mentions)}"
    if line.cues:
        yield f"  cues     {' · '.join(f'{c.words} ({c.category})' for c in line.cues)}"
    for firing in read.firings:
        yield from _firing(firing)
    for pattern in read.silenced:
        yield f"  silent   {pattern.id} does not speak in the section {line.block.role}"
    if not read.firings and not read.silenced:
        yield "  no pattern fired"


def _firing(firing: Firing) -> Iterator[str]:
    yield f'  fired    {firing.hit.pattern.id} on "{firing.words}"'
    if not firing.facts:
        yield f"    no fact: {firing.reason}"
    for fact in firing.facts:
        hedge = f', hedged by "{fact.hedge}"' if fact.hedge else ""
        yield f"    fact   {_said(fact)} ({'denied' if fact.polarity == 'negated' else fact.status}, {fact.confidence:.2f}{hedge})"
    if firing.sources:
        yield f"    from   {' · '.join(f'{name}: {where}' for name, where in firing.sources)}"


def _said(fact: Fact) -> str:
    return f"{fact.family}: " + ", ".join(f"{k} {v}" for k, v in sorted(fact.args.items()))


__all__ = ["Explanation", "Phrasing", "explain_text", "family_names", "framed", "lint", "phrasings", "says", "sizes"]
