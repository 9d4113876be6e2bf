"""Other engines: how each reads N-Triples, and how it answers a query of what it has read."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import owlready2
import pyoxigraph as ox
import rdflib

from benchmarks.speed.clock import StoppedError
from triplewire import vocab

Ask = Callable[[str], int]
"""What answers a query text, all rows made, with how many there are."""

STEPS = 10_000
"""After so many steps of SQLite Python is asked whether the query is to stop."""


def installed() -> dict[str, Callable[[Path], Any]]:
    """What loads a file of N-Triples into the memory of each peer that is there."""
    found: dict[str, Callable[[Path], Any]] = {"bare pyoxigraph": load_pyoxigraph, "rdflib": load_rdflib, "owlready2": load_owlready2}
    return {**found, "oxrdflib": load_oxrdflib} if find_spec("oxrdflib") else found


def load_pyoxigraph(file: Path) -> ox.Store:
    """A store in memory."""
    store = ox.Store()
    store.bulk_load(path=file, format=ox.RdfFormat.N_TRIPLES)
    return store


def load_rdflib(file: Path) -> rdflib.Graph:
    """One graph in memory, which is what rdflib asks fastest."""
    return rdflib.Graph().parse(file, format="nt")


def load_oxrdflib(file: Path) -> rdflib.Graph:
    """An rdflib graph on a pyoxigraph store in memory, read by the parser of pyoxigraph."""
    return rdflib.Graph(store="Oxigraph").parse(file, format="ox-nt")


def load_owlready2(file: Path) -> owlready2.World:
    """A quad store of SQLite in memory; what the file imports is left alone."""
    world = owlready2.World()
    world.get_ontology(file.as_uri()).load(only_local=True)
    return world


def of_store(store: ox.Store) -> Ask:
    """The bare engine on a store."""

    def ask(text: str) -> int:
        found = store.query(text, prefixes=vocab.prefixes())
        return 1 if isinstance(found, ox.QueryBoolean) else len(set(found)) if isinstance(found, ox.QueryTriples) else len(list(found))

    return ask


def of_rdflib(graph: rdflib.Graph) -> Ask:
    """The engine of an rdflib graph; text, not a prepared query, since oxrdflib would leave that to the engine of rdflib."""
    return lambda text: len(list(graph.query(text, initNs=vocab.prefixes())))


def of_oxrdflib(store: ox.Store) -> Ask:
    """Through oxrdflib on a store, its default graph as it is."""
    from oxrdflib import OxigraphStore

    return of_rdflib(rdflib.Dataset(store=OxigraphStore(store=store)))


def of_owlready2(world: owlready2.World) -> Ask:
    """The SPARQL engine of owlready2, which keeps the translation of a text it has met. Raises what it raises where it cannot."""
    prologue = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in vocab.prefixes().items())
    # Python is asked in between, so that a signal can stop it.
    world.graph.db.set_progress_handler(lambda: 0, STEPS)

    def ask(text: str) -> int:
        try:
            return len(list(world.sparql(prologue + text, error_on_undefined_entities=False)))
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                raise StoppedError from error
            raise

    return ask


def asked(loaded: Mapping[str, Any], store: ox.Store) -> dict[str, Ask]:
    """Each peer's way to ask: those on pyoxigraph of a store on disk, the others of what they have loaded."""
    found = {"bare pyoxigraph": of_store(store), "rdflib": of_rdflib(loaded["rdflib"]), "owlready2": of_owlready2(loaded["owlready2"])}
    return {**found, "oxrdflib": of_oxrdflib(store)} if "oxrdflib" in installed() else found
