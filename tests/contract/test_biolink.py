"""What is written for KGX, judged by the Biolink Model itself (https://github.com/biolink/biolink-model), offline."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests import apart

import triplewire as tw
from triplewire import vocab
from triplewire.export import Source, kgx
from triplewire.export.biolink import Rule, rules
from triplewire.export.network import Network
from triplewire.terms import terms

MODEL = ("biolink-model==4.4.6", "PyYAML==6.0.4")
READ = """
import json, pathlib, sys, sysconfig, yaml
path = pathlib.Path(sysconfig.get_path("purelib"), "biolink_model", "schema", "biolink_model.yaml")
loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
model = yaml.load(path.read_text("utf-8"), loader)
json.dump({key: model[key] for key in ("classes", "slots", "enums", "types")}, sys.stdout, default=str)
"""


@dataclass(frozen=True)
class Model:
    """The classes, slots and enumerations of the model, by their names in words."""

    classes: dict[str, dict[str, Any]]
    slots: dict[str, dict[str, Any]]
    enums: dict[str, dict[str, Any]]

    def above(self, kind: str, name: str) -> set[str]:
        """A class or slot with all that it is one of, mixins among them."""
        found, left = set(), [name]
        table = self.classes if kind == "class" else self.slots
        while left:
            name = left.pop()
            if name not in found:
                found.add(name)
                node = table[name]
                left += [*filter(None, [node.get("is_a")]), *node.get("mixins", ())]
        return found

    def category(self, curie: str) -> str:
        """The class of a category. Raises KeyError when there is none."""
        return {"".join(w[:1].upper() + w[1:] for w in name.split()): name for name in self.classes}[curie.removeprefix("biolink:")]

    def predicate(self, curie: str) -> str:
        """The slot of a predicate. Raises KeyError when there is none."""
        return {name.replace(" ", "_"): name for name in self.slots}[curie.removeprefix("biolink:")]

    def fits(self, predicate: str, subject: str, target: str) -> bool:
        """Whether things of two categories may be the ends of a predicate; it inherits the ends that it does not narrow."""
        for end, of in (("domain", subject), ("range", target)):
            wanted = self._end(self.predicate(predicate), end)
            if wanted and wanted not in self.above("class", self.category(of)):
                return False
        return True

    def _end(self, slot: str, end: str) -> str:
        node = self.slots[slot]
        return str(node.get(end) or (self._end(node["is_a"], end) if node.get("is_a") else ""))


@pytest.fixture(scope="module")
def model() -> Model:
    """The model in use."""
    done = apart.run(apart.python(*MODEL, deps=False), READ)
    assert done.returncode == 0, done.stderr
    read = json.loads(done.stdout)
    return Model(read["classes"], read["slots"], read["enums"])


def mapped(kind: str) -> list[Rule]:
    """The rules of a kind that have a counterpart."""
    return [rule for rule in rules(kind) if rule.biolink]


def test_every_category_is_a_class_of_things(model: Model) -> None:
    """It is there, no mixin, not abstract, not deprecated, and a named thing."""
    for rule in mapped("class"):
        name = model.category(rule.biolink)
        node = model.classes[name]
        assert not {"mixin", "abstract", "deprecated"} & {key for key, value in node.items() if value}, rule
        assert "named thing" in model.above("class", name)


def test_every_predicate_may_be_used(model: Model) -> None:
    """It is there, relates things, is not deprecated, and neither it nor anything above it says that something works."""
    for rule in mapped("property"):
        name = model.predicate(rule.biolink)
        above = model.above("slot", name)
        assert "related to" in above
        assert not model.slots[name].get("deprecated")
        assert not above & {"treats", "ameliorates condition", "preventative for condition", "beneficial in models for"}
        assert rule.match in {"exact", "close", "broad"}
        assert rule.why


def test_the_ends_of_every_predicate_fit(model: Model) -> None:
    """For each property of the ontology the categories of its domain and range are those that the predicate takes."""
    categories: dict[str, set[str]] = {}
    for rule in mapped("class"):
        categories.setdefault(rule.ours, set()).add(rule.biolink)
    ends = {term.name: (term.domain, term.range) for term in terms() if term.kind == "object property"}
    for rule in mapped("property"):
        domain, reach = ends.get(rule.ours, ((), ()))
        for subject in {c for cls in domain for c in categories.get(cls, ())}:
            for target in {c for cls in reach for c in categories.get(cls, ())}:
                if not rule.needs or target in rule.needs:
                    assert model.fits(rule.biolink, subject, target), (rule, subject, target)


def test_every_edge_of_a_graph_fits(model: Model, sample_graph: tw.Graph, tmp_path: Path) -> None:
    """Categories and predicates of real nodes and edges, the words of closed lists, and every slot."""
    sample_graph.save("kgx-jsonl", tmp_path / "kgx")
    nodes, edges = (_records(tmp_path / "kgx" / f"{part}.jsonl") for part in ("nodes", "edges"))
    category = {node["id"]: node["category"][0] for node in nodes}
    for edge in edges:
        assert model.fits(edge["predicate"], category[edge["subject"]], category[edge["object"]]), edge
    for level, agent in kgx.HOW.values():
        assert level in model.enums["KnowledgeLevelEnum"]["permissible_values"]
        assert agent in model.enums["AgentTypeEnum"]["permissible_values"]
    slots = {name.replace(" ", "_"): node for name, node in model.slots.items()}
    for column in (*kgx.NODE_COLUMNS, *kgx.EDGE_COLUMNS):
        assert not slots[column].get("deprecated"), column


def _records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().decode("utf-8").split("\n") if line]


def test_every_identifier_is_one_that_biolink_wants(model: Model) -> None:
    """A prefix names only things of categories that list it."""
    for rule in mapped("identifier"):
        for category in rule.needs:
            above = model.above("class", model.category(category))
            known = {prefix for name in above for prefix in model.classes[name].get("id_prefixes", ())}
            assert rule.biolink.partition(":")[0] in known, (rule, category)


def test_every_class_and_property_of_the_ontology_is_spoken_of() -> None:
    """Each class that a thing may have, and each property between things that have categories, has a row; with none, why."""
    spoken = {rule.ours for kind in ("class", "property") for rule in rules(kind)}
    assert spoken <= {term.name for term in terms()}
    categories = {rule.ours for rule in mapped("class")}
    for term in terms():
        ends = (set(term.domain) & categories, set(term.range) & categories)
        if term.kind == "object property" and all(ends) and not term.reserved:
            assert term.name in spoken, term.name
    assert all(rule.why for kind in ("class", "property") for rule in rules(kind))


def test_every_thing_of_a_graph_is_spoken_of(sample_graph: tw.Graph) -> None:
    """No class is left out by mistake."""
    spoken = {rule.ours for rule in rules("class")}
    things = Network(Source(sample_graph.store, sample_graph.facts)).things()
    assert [vocab.curie(t.iri) for t in things if not spoken & {f"tw:{cls}" for cls in t.classes}] == []
