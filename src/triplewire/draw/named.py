"""Which thing a user means by a name."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from triplewire import vocab
from triplewire.draw.model import Entity
from triplewire.errors import no_such


def named(known: Iterable[Entity], name: str, kind: str = "thing") -> Entity:
    """The thing of `known` that a name means: its IRI or label, another name, or one that differs only in case, spaces and marks.

    Raises NotFoundError with the nearest names; `kind` is what it calls the thing.
    """
    things, slug = list(known), vocab.slug(name)
    exact = (e for e in things if name in (e.id, e.label))
    other = (e for e in things if name in e.also)
    alike = (e for e in things if slug in {vocab.slug(n) for n in (e.id.rsplit("/", 1)[-1], e.label, *e.also)})
    found = next(chain(exact, other, alike), None)
    if found is None:
        raise no_such(kind, name, (e.label for e in things))
    return found
