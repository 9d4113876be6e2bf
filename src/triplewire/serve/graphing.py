"""The triples of CONSTRUCT and DESCRIBE as bytes within limits: each once, sorted, with our prefixes where the format has any."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from triplewire import vocab
from triplewire.serve.cutting import clean_xml
from triplewire.serve.media import Media
from triplewire.serve.refusal import RefusalError

G = ox.RdfFormat
_COMMENTED = (G.TURTLE, G.N_TRIPLES)


def triples(found: Iterable[ox.Triple], media: Media, most: int, size: int) -> tuple[bytes, str]:
    """The triples in an RDF format, and what was cut: "" when they are all there, else the limit that was met.

    Raises RefusalError (406) for a predicate that RDF/XML cannot write, and what the engine raises.
    """
    assert isinstance(media.format, ox.RdfFormat)
    taken: dict[ox.Triple, None] = {}
    limit = ""
    for triple in found:
        if len(taken) == most and triple not in taken:
            limit = f"rows={most}"
            break
        taken[triple] = None
    kept = sorted(taken, key=str)
    data = written(kept, media.format)
    while len(data) > size:
        limit = f"bytes={size}"
        kept = kept[: int(len(kept) * 0.9 * size / len(data))]
        data = written(kept, media.format)
    if limit and media.format in _COMMENTED:
        data = f"# truncated: these are the first {len(kept)} triples of more ({limit})\n".encode() + data
    return data, limit


def written(kept: Sequence[ox.Triple], form: ox.RdfFormat) -> bytes:
    """Triples in a format, with those of our prefixes that they use. Raises RefusalError (406) for what RDF/XML cannot write."""
    lines = ox.serialize(kept, format=G.N_TRIPLES) or b""
    if form == G.N_TRIPLES:
        return lines
    used = {prefix: space for prefix, space in vocab.prefixes().items() if b"<" + space.encode() in lines}
    data = ox.serialize(kept, format=form, prefixes=used) or b""
    if form != G.RDF_XML:
        return data
    if nameless := re.search(rb'<oxprefix: xmlns:oxprefix="([^"]*)"', data):
        raise RefusalError(406, f"RDF/XML cannot write the predicate <{nameless[1].decode()}>: it ends in no name; take text/turtle")
    return clean_xml(data)
