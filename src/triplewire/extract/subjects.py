"""Whom a phrase speaks of: the compound beside it, those coordinated with that one, or one carried from above."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain, islice, takewhile

from triplewire.extract.drafts import Draft
from triplewire.extract.families import families
from triplewire.extract.line import Line
from triplewire.extract.matching import Hit
from triplewire.extract.nearby import ends_between, in_bracket_of
from triplewire.extract.scene import Scene
from triplewire.extract.wording import wording
from triplewire.model import Mention, Span

LINK_REACH = 60
NEAR = 60
"""How far behind a compound, in a sentence about several, a name may stand that is said of it without a word that says so."""

CARRIED_DOUBT = 0.05
OF_A_KIND = frozenset({"has_indication", "has_target", "uses_technology"})
"""The families that also describe companies and fields."""


def with_subject(scene: Scene, hit: Hit, draft: Draft) -> list[Draft]:
    """The draft with its compound bound; several drafts when a heading names several compounds; the draft itself when none is needed."""
    argument = families()[hit.pattern.family].argument("compound")
    if argument is None or "compound" in draft.args or hit.pattern.subject == "none":
        return [draft]
    found = find_subject(scene, hit)
    if not found:
        return [] if argument.required or "compound" in hit.pattern.needs else [draft]
    return [_bound(scene, hit, draft.copy(), mention) for mention in _respective(hit, found)]


def _whence(scene: Scene, hit: Hit, mention: Mention) -> str:
    """How a compound from elsewhere came to be the subject: by a study that the sentence names, as the topic of the release, or carried."""
    if mention in scene.owner_of_study(hit.line):
        return "subject-by-study"
    return "subject-by-topic" if mention in scene.topic else "subject-carried"


def _respective(hit: Hit, found: list[Mention]) -> list[Mention]:
    """Of several compounds the one that a name of the phrase belongs to by its place in a list ("X and Y, in phase 2 and phase 1
    respectively").
    """
    if len(found) < 2 or "respectively" not in hit.line.sentence.text:
        return found
    for values in hit.slots.values():
        alike = hit.line.of_type(values[0][0].type)
        if len(values) == 1 and len(alike) == len(found) and values[0][0] in alike:
            return [found[alike.index(values[0][0])]]
    return found


def _bound(scene: Scene, hit: Hit, draft: Draft, mention: Mention) -> Draft:
    if hit.line.sentence.span.covers(mention.span):
        draft.cite(scene, "compound", mention)
    else:
        draft.borrow(scene, "compound", mention, _whence(scene, hit, mention), CARRIED_DOUBT)
    return draft


def find_subject(scene: Scene, hit: Hit) -> list[Mention]:
    """The compounds a hit speaks of: by the pattern's `subject`, then of the sentence, then carried from above."""
    line, mode = hit.line, hit.pattern.subject
    if mode == "carry":
        return scene.carried(line)
    if hit.pattern.family in OF_A_KIND and (start := _company_from(line, hit)) >= 0:
        return _inside_description(scene, hit, start)
    if mode == "rest":
        return [m for m in scene.subjects(line) if m.span.start >= hit.span.end]
    if mode == "sole":
        return _sole(scene, hit)
    return _beside(scene, hit)


def _beside(scene: Scene, hit: Hit) -> list[Mention]:
    """The compounds before or behind a hit, whichever the pattern's `subject` looks for first, then those carried from above."""
    line, mode, found = hit.line, hit.pattern.subject, scene.subjects(hit.line)
    taken = {m.span for values in hit.slots.values() for value in values for m in value}
    own = takewhile(lambda m: not _in_other_item(line, hit.span, m), _backward(found, hit.span))
    before = (m for m in own if m.span not in taken)
    if mode == "before":
        return _all_opened(scene, line, _coordinated(line, before)) or scene.owner_of_study(line) or scene.carried(line)
    after = (m for m in _forward(found, hit.span) if m.span not in taken)
    behind = list(islice(after, 1))
    if mode == "after":
        return behind or list(islice(before, 1)) or scene.carried(line)
    if near := next((m for m in _within(chain(behind, after), hit.span) if _linked(line, hit.span, m)), None):
        return _both(line, near, found)
    named = _all_opened(scene, line, _coordinated(line, before))
    carried = scene.carried(line)
    # Behind the end of a clause stands what the next one is about.
    apart = behind and carried and ends_between(line, hit.span.end, behind[0].span.start)
    return named or scene.owner_of_study(line) or (carried if apart else behind or carried)


def _all_opened(scene: Scene, line: Line, named: list[Mention]) -> list[Mention]:
    """A compound, with all of the list with which its bullet opens when it is the last one of that list ("X, Y – in testing")."""
    opened = scene.opening(line.sentence.block) if line.block.kind == "bullet" and len(named) == 1 else []
    return opened if len(opened) > 1 and opened[-1] == named[0] else named


def _in_other_item(line: Line, span: Span, mention: Mention) -> bool:
    """Whether a compound before a trigger stands in another item of a numbered list in the sentence."""
    return bool(wording("border", "numbered").search(line.between(mention.span.end, span.start)))


def _both(line: Line, first: Mention, found: Sequence[Mention]) -> list[Mention]:
    """A compound behind a trigger, with the second one of a pair ("data of both X and Y")."""
    second = next((m for m in found if m.span.start >= first.span.end), None)
    pair = line.between(first.span.start - 8, first.span.start).rstrip().endswith(" both")
    joined = second and wording("link", "coordination").fullmatch(line.between(first.span.end, second.span.start))
    return [first, second] if second and pair and joined else [first]


def _sole(scene: Scene, hit: Hit) -> list[Mention]:
    """The one compound that a sentence speaks of, or that its block or heading does; of several the one that stands close before."""
    line = hit.line
    found = scene.subjects(line) or scene.heads(line)
    if len({scene.canonical(m) for m in found}) == 1:
        return found[:1]
    before = _coordinated(line, _backward(found, hit.span))
    if before and in_bracket_of(line, before[-1], hit.span):
        before = before[-1:]
    return before if before and hit.span.start - before[-1].span.end <= NEAR else []


def _company_from(line: Line, hit: Hit) -> int:
    """Where in the view the description of a company begins in which a hit stands ("Norvane, a company focused on …"), else -1. The
    description ends where the sentence goes on to the news.
    """
    base = line.sentence.span.start
    said, ends, at = line.spots("description"), line.spots("description", "ends"), hit.span.start - base
    last = bisect_right(said, at, key=_end) - 1
    if last < 0:
        return -1
    behind = bisect_left(ends, said[last].end, key=_first)
    return -1 if behind < len(ends) and ends[behind].end <= at else base + said[last].start


def _inside_description(scene: Scene, hit: Hit, start: int) -> list[Mention]:
    """The compounds that the description of a company names before a hit: what it says of its field is said of no other."""
    found = [m for m in scene.subjects(hit.line) if start <= m.span.start and m.span.end <= hit.span.end]
    return _coordinated(hit.line, reversed(found)) if found else []


def _start(mention: Mention) -> int:
    return mention.span.start


def _first(span: Span) -> int:
    return span.start


def _end(span: Span) -> int:
    return span.end


def _backward(found: Sequence[Mention], span: Span) -> Iterator[Mention]:
    """The names before the end of a stretch, the last one first; those that reach into it from outside are left out."""
    for i in range(bisect_right(found, span.end, key=_start) - 1, -1, -1):
        if found[i].span.end <= span.start or span.covers(found[i].span):
            yield found[i]


def _forward(found: Sequence[Mention], span: Span) -> Iterator[Mention]:
    """The names from the start of a stretch on, in order."""
    for i in range(bisect_left(found, span.start, key=_start), len(found)):
        yield found[i]


def _within(after: Iterator[Mention], span: Span) -> Iterator[Mention]:
    """The names behind a stretch that are near enough to be linked with it."""
    return takewhile(lambda m: m.span.start - span.end < LINK_REACH, after)


def _linked(line: Line, span: Span, mention: Mention) -> bool:
    """Whether a compound right behind a trigger belongs to it ("an IND for X", "trial of X", "the preclinical program X")."""
    if mention.span.start < span.end:
        return True
    if mention.span.start - span.end >= LINK_REACH:
        return False
    between = line.between(span.end, mention.span.start)
    return not between.strip() or wording("link", "behind").match(between) is not None


def _coordinated(line: Line, before: Iterator[Mention]) -> list[Mention]:
    """The last compound before a trigger, with those it is coordinated with ("X and Y are in …"), in text order."""
    out = list(islice(before, 1))
    for mention in before:
        if not wording("link", "coordination").fullmatch(line.between(mention.span.end, out[-1].span.start)):
            break
        out.append(mention)
    return out[::-1]
