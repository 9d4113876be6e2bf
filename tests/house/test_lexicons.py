"""The shipped names keep their own rules, and the tables that are made from them are in step."""

from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path

import pytest
from tests.shared import need_shared

from triplewire import lexicon, resources, vocab
from triplewire.ground.stems import payloads, stem_of
from triplewire.lexicon.checks import curie_fault, curies
from triplewire.lexicon.groundings import KINDS, sssom
from triplewire.lexicon.loading import lexicon_files
from triplewire.lexicon.tables import read_table
from triplewire.lexicon.term import COLUMNS

FOLDER = resources.path("data", "lexicons")
OTHER_TABLES = {"metrics.tsv", "roles.tsv"}
"""Tables beside the lexicons that have a shape and a reader of their own."""

LEAST = {"compound": 300, "target": 500, "indication": 500, "organization": 300, "technology": 60, "venue": 80, "designation": 15}


def test_the_lexicons_keep_their_rules() -> None:
    """No finding of `check` is about a shipped file."""
    assert [finding.message for finding in lexicon.check()] == []


def test_every_table_is_read() -> None:
    """Each file of the folder is a lexicon, or is known to be another table."""
    strange = {f.name for f in FOLDER.glob("*.tsv")} - {f.name for f in lexicon_files(FOLDER)} - OTHER_TABLES
    assert not strange, f"{strange}: give the columns {COLUMNS} or name the file in OTHER_TABLES"


@pytest.mark.parametrize("file", lexicon_files(FOLDER), ids=lambda f: f.name)
def test_every_lexicon_says_where_it_is_from(file: Path) -> None:
    """The head of a file names licence, sources and date; each short source of a row is explained there."""
    table = read_table(file)
    head = "\n".join(table.comments)
    assert re.search(r"Licence: .*Sources?: .*Date: \d{4}-\d\d-\d\d", head, re.DOTALL)
    assert {row["source"] for row in table.dicts() if row["source"] not in head} == set()


@pytest.mark.parametrize("kind", sorted(LEAST))
def test_a_lexicon_is_not_a_sketch(kind: str) -> None:
    """Each main type knows a good part of its field."""
    assert len(lexicon.names(kind)) >= LEAST[kind]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_mapping_sets_are_in_step(kind: str) -> None:
    """The SSSOM files are what the lexicons say."""
    file = resources.path("data", "groundings", f"{kind}.sssom.tsv")
    assert file.read_text("utf-8") == sssom(kind), "run `python -m triplewire.lexicon.groundings`"


def test_identifiers_are_only_on_types_with_a_mapping_set() -> None:
    """No identifier is left out of the mapping sets."""
    assert {t.type for t in lexicon.load().terms if curies(t)} <= set(KINDS)


def test_a_conjugate_is_never_mapped_to_its_antibody() -> None:
    """The label of a conjugate's identifier carries its payload word, or is the conjugate's own code."""
    lex = lexicon.load(["compound"])
    for row in read_table(resources.path("data", "groundings", "compound.sssom.tsv")).dicts():
        forms = [t.form for t in lex.forms("compound", row["subject_label"])]
        if payloads(forms) and row["object_label"] != row["subject_label"]:
            assert stem_of(row["object_label"]), row


def test_every_payload_word_names_a_known_payload() -> None:
    """Payloads and linkers of the nomenclature are names of their lexicons."""
    for term in lexicon.word_list("inn_payload"):
        assert term.attrs["payload"] in lexicon.names("payload"), term
        assert term.attrs.get("linker", "") in ("", *lexicon.names("linker")), term


def test_patterns_fit_their_examples() -> None:
    """Each identifier pattern accepts its example, under a prefix that is pinned."""
    for row in read_table(resources.path("data", "groundings", "patterns.tsv")).dicts():
        assert curie_fault(f"{row['prefix']}:{row['example']}") == ""


def relations() -> list[dict[str, str]]:
    """The rows of the background files that relate two things."""
    tables = [read_table(file) for file in resources.files("data/background", "*.tsv")]
    return [row for table in tables if "predicate" in table.columns for row in table.dicts()]


def register() -> list[dict[str, str]]:
    """The rows of the register of orphan designations."""
    return read_table(resources.path("data", "background", "orphan_designations.tsv")).dicts()


def test_background_speaks_of_known_things() -> None:
    """Subjects and objects of reference knowledge are names of the lexicons; biomarker subsets are made of two known names."""
    for row in relations():
        for end in ("subject", "object"):
            if row[f"{end}_kind"] in lexicon.load().types and row[end] not in lexicon.names(row[f"{end}_kind"]):
                assert row["predicate"] in ("biomarkerTarget", "broaderIndication"), row
                assert row["object"] in lexicon.names(row["object_kind"]), row


def test_background_uses_terms_of_the_ontology() -> None:
    """Every predicate of the reference knowledge is an object property of the ontology."""
    declared = resources.path("ontology", "triplewire.ttl").read_text("utf-8")
    for predicate in {row["predicate"] for row in relations()}:
        assert re.search(rf"^tw:{predicate} a owl:ObjectProperty", declared, re.MULTILINE), predicate


def test_background_rows_stand_once_with_a_source() -> None:
    """No relation is told twice, and each has a source."""
    rows = relations()
    assert all(row["source"] for row in (*rows, *register()))
    assert len({tuple(row.values())[:5] for row in rows}) == len(rows)


def test_register_entries_can_be_looked_up() -> None:
    """Register numbers are identifiers of pinned registers, days are days; compounds, indications and regions are known names."""
    for row in register():
        assert curie_fault(row["registry_id"]) == ""
        assert date.fromisoformat(row["date"])
        for kind in ("compound", "indication", "region"):
            assert row[kind] in lexicon.names(kind)


def test_names_of_one_type_have_slugs_of_their_own() -> None:
    """Two names of one type never share an IRI."""
    for kind in lexicon.load().types:
        slugs: dict[str, str] = {}
        for name in lexicon.names(kind):
            assert slugs.setdefault(vocab.slug(name), name) == name


def test_finding_is_fast_beside_building() -> None:
    """Looking through twelve kilobytes costs less than reading the lexicon files once."""
    text = "The trial of pembrolizumab in non-small cell lung cancer met its endpoint at ASCO in the US. " * 130
    lex = lexicon.load()
    lex.find(text)
    started = time.perf_counter()
    lex.find(text)
    finding = time.perf_counter() - started
    started = time.perf_counter()
    for file in lexicon_files(FOLDER):
        read_table(file)
    assert finding < 5 * (time.perf_counter() - started)


@pytest.mark.shared
def test_common_words_are_not_names() -> None:
    """In real releases no form of three letters or fewer that is an English word is met as a name."""
    words = {"all", "can", "set", "act", "cat", "met", "kit", "or", "and", "an", "it", "is", "be", "as", "at"}
    met = set()
    for file in sorted((need_shared() / "releases").rglob("*.md"))[:60]:
        text = file.read_text("utf-8")
        met |= {text[h.start : h.end] for h in lexicon.load().find(text) if text[h.start : h.end].lower() in words}
    assert met == set()
