"""Studies: phases, registry numbers, trials known by an acronym, meetings that no list has."""

from __future__ import annotations

import re

from triplewire.model import Mention, Span
from triplewire.recognize.plain import Taken, again, bare
from triplewire.recognize.shapes import matches, shape

NEAR = 90
"""How near to the name of a study of a series the word for a study stands."""

NUMBERS = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "one": "1", "two": "2", "three": "3", "four": "4"}


def find_studies(text: str, known: list[Mention]) -> list[Mention]:
    """Phases (name "Phase 1/2", attrs `sub` with the letters), registry numbers, trial names and venues of a text."""
    registered = [Mention("nct", Span(*m.span()), m[0], "open:registry") for m in matches(text, "registry")]
    return [*_phases(text), *registered, *_trial_names(text, known), *_further_trials(text, known), *_venues(text), *_days(text)]


def without_series(text: str, drugs: list[Mention]) -> list[Mention]:
    """The compounds without codes that name the studies of a series: a word in capitals with one number, beside the word for a study, and
    all codes with a word before the number that somewhere has the word for a study behind it.
    """
    beside = shape("trial_name", "beside")
    series = {Span(*m.span("name")) for m in matches(text, "trial_name", "series")}
    named = {text[s.start : s.end] for s in series if beside.search(text[max(0, s.start - NEAR) : s.end + NEAR])}
    words = {m["word"] for d in drugs if d.source == "open:code" and (m := shape("trial_name", "worded").match(text, d.span.start))}
    return [d for d in drugs if d.source != "open:code" or not (_worded(d.name, words) or (d.span in series and d.name in named))]


def _worded(name: str, words: set[str]) -> bool:
    """Whether a code begins with a word that names studies ("QUORALIS-201")."""
    return any(name.startswith(f"{word}-") for word in words)


def phase_name(match: re.Match[str]) -> str:
    """The canonical phase: arabic, letters dropped ("Phase 1/2" for "Phase I/IIa")."""
    first = NUMBERS.get(match["a"].lower(), match["a"])
    second = NUMBERS.get((match["b"] or "").lower(), match["b"] or "")
    return f"Phase {first}/{second}" if second and second > first else f"Phase {first}"


def _phases(text: str) -> list[Mention]:
    out = []
    more = shape("phase", "more")
    for match in matches(text, "phase"):
        out.append(_phase(match, match.start()))
        while (further := more.match(text, out[-1].span.end)) is not None:
            out.append(_phase(further, further.start("a")))
    return out


def _phase(match: re.Match[str], start: int) -> Mention:
    sub = (match["sa"] or "") + (match["sb"] or "")
    return Mention("phase", Span(start, match.end()), phase_name(match), "open:phase", {"sub": sub} if sub else {})


def _trial_names(text: str, known: list[Mention]) -> list[Mention]:
    taken = Taken(m for m in known if m.type not in ("trial_name", "indication"))
    deny = shape("trial_name", "deny")
    found: dict[Span, str] = {}
    for key in ("before", "after", "apposed", "series", "told", "titled"):
        for match in matches(text, "trial_name", key):
            span = Span(*match.span("name"))
            if not deny.match(match["name"]) and not taken.touches(span):
                found.setdefault(span, bare(match["name"]))
    found |= {s: s.of(text) for s in _of_series(text) if not taken.touches(s)}
    codes = {m.name for m in known if m.type == "compound"}
    joined = [Span(*m.span()) for m in matches(text, "code", "in_study") if m["name"] in codes]
    trials = [*again(text, found, taken), *((s, s.of(text)) for s in joined)]
    return [Mention("trial_name", span, name, "open:acronym") for span, name in trials]


def _of_series(text: str) -> list[Span]:
    """The studies of each series that a text names with the word for a study: "QUORALIS-103" where "the QUORALIS-302 trial" stands."""
    words = sorted({re.escape(m["word"]) for m in matches(text, "trial_name", "numbered")})
    if not words:
        return []
    return [Span(*m.span()) for m in re.finditer(rf"(?<![\w-])(?:{'|'.join(words)})-\d{{1,3}}(?![\w-])", text)]


def _venues(text: str) -> list[Mention]:
    deny = shape("venue", "deny")
    found = [m for m in matches(text, "venue") if not deny.search(m[0])]
    return [Mention("venue", Span(*m.span()), bare(m[0]), "open:venue") for m in found]


def _further_trials(text: str, known: list[Mention]) -> list[Mention]:
    """Studies known by a name of mixed letters, in quotes, in pairs or by a title, and all occurrences of these names."""
    taken, deny = Taken(m for m in known if m.type not in ("trial_name", "indication")), shape("trial_name", "deny")
    found: dict[Span, str] = {}
    for section in ("trial_mixed", "trial_quoted", "trial_paired", "trial_entitled", "trial_spaced"):
        for match in matches(text, section):
            for group, name in match.groupdict().items():
                if name and not deny.match(name) and not taken.touches(Span(*match.span(group))):
                    found[Span(*match.span(group))] = name
    return [Mention("trial_name", span, name, "open:acronym") for span, name in again(text, found, taken)]


def _days(text: str) -> list[Mention]:
    """Days on which companies show their work, and meetings that several societies hold together, as venues."""
    found = [m for key in ("day", "joint") for m in shape("venue", key).finditer(text)]
    return [Mention("venue", Span(*m.span()), bare(m[0]), "open:venue") for m in found]
