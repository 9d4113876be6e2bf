"""What a worker has open: the store of one state of one build, kept until another state is asked for."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from triplewire.errors import BuildError, no_such
from triplewire.query.engine import evaluate
from triplewire.serve.place import Place
from triplewire.serve.refusal import RefusalError
from triplewire.store import is_merged, open_store

if TYPE_CHECKING:
    from datetime import date

    from triplewire.api import Graph
    from triplewire.draw import Site

MOST_DAYS = 3
"""How many sites a worker keeps: the one of now, and those of other days."""

GONE = 410
"""The status of a job whose state was removed before it was opened: the server tries again with the newest one."""


class Held:
    """The store of a state, opened read only, and what is known of it. Raises RefusalError (`GONE`) when it is not there any more."""

    def __init__(self, place: Place) -> None:
        self.place = place
        try:
            self.store: ox.Store = open_store(Path(place.store))
        except BuildError as error:
            raise RefusalError(GONE, str(error)) from error
        self._sites: dict[date | None, Site] = {}

    @cached_property
    def graph(self) -> Graph:
        """The build as the Python API has it, with this store."""
        from triplewire.api import Graph

        graph = Graph(Path(self.place.folder))
        graph.store = self.store
        return graph

    def site(self, day: date | None = None) -> Site:
        """The pages of the build, as a server has them; of what was known on a day, for the days asked for last."""
        if day not in self._sites:
            while len(self._sites) >= MOST_DAYS:
                del self._sites[next(other for other in self._sites if other)]
            self._sites[day] = (self.graph.until(day) if day else self.graph).site(live=True)
        return self._sites[day]

    @cached_property
    def union(self) -> bool:
        """Whether the default graph of a query is all graphs as one: not when it holds all triples itself, nor when it has been updated."""
        return self.place.revision == 0 and not is_merged(self.store)

    def need_graph(self, iri: str) -> None:
        """Raises NotFoundError, with names that are near, when there is no such named graph."""
        if not self.store.contains_named_graph(ox.NamedNode(iri)):
            raise no_such("graph", iri, [g.value for g in self.store.named_graphs()])

    @cached_property
    def sizes(self) -> dict[str, int]:
        """The triples of each graph by its IRI, in order of these; those of the default graph, as it is asked, by ""."""
        counted = evaluate(self.store, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g", union=False)
        assert isinstance(counted, ox.QuerySolutions)
        named = {row["g"].value: int(row["n"].value) for row in counted if row["g"]}
        default = sum(1 for _ in self.store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
        if self.union:
            default = len({quad.triple for quad in self.store})
        return {"": default, **dict(sorted(named.items()))}
