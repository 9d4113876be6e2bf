"""The query of a view as text that any SPARQL 1.1 engine takes: prefixes declared, parameters filled in."""

from __future__ import annotations

import re

from triplewire import query, vocab
from triplewire.draw.reader import Reader, view_query

LAST = re.compile(r"\}\s*ORDER BY", re.DOTALL)


def sparql(reader: Reader, view: str, *about: str) -> str:
    """What asks the graph for the claims of a view, as of the day of the reader; of things (their IRIs) only what is about them. It
    asks the default graph, which has to hold all graphs together, as that of `graph.ttl` does.
    """
    asked = view_query(view)
    text = query.prepare(asked, {"as_of": reader.as_of} if reader.as_of else {})
    lines = [line for line in text.splitlines() if not line.startswith("#+")]
    body = "\n".join(lines).strip()
    iris = ", ".join(f"<{iri}>" for iri in about if iri and _is_plain(iri))
    if iris:
        body = LAST.sub(f"  FILTER(?source IN ({iris}) || ?target IN ({iris}))\n}}\nORDER BY", body, count=1)
    used = set(re.findall(r"(?<![\w<?$:/#-])([a-z]\w*):(?=\w)", body))
    declared = [f"PREFIX {name}: <{space}>" for name, space in vocab.prefixes().items() if name in used]
    return "\n".join([f"# {asked.title}", *declared, "", body])


def _is_plain(iri: str) -> bool:
    """Whether an IRI can stand between angle brackets as it is."""
    return not re.search(r'[<>"{}|^`\\\s]', iri)
