"""Two names of one compound, side by side."""

from __future__ import annotations

from triplewire.extract.scene import Scene
from triplewire.model import Fact


def alias_facts(scene: Scene) -> list[Fact]:
    """One fact for each pair of names that the release puts side by side as names of one compound."""
    out = []
    for pair in scene.names.pairs:
        shown = scene.names.compound(pair.first.name)
        other = pair.second.name if pair.first.name == shown or pair.second.name != shown else pair.first.name
        if shown.casefold() == other.casefold():
            continue
        surfaces = scene.said(pair.second if other == pair.second.name else pair.first)
        # A maker's four letters behind a biologic's name are part of what the release calls it.
        other = max((s for s in surfaces if s.startswith(f"{other}-")), default=other)
        said = tuple(sorted(surfaces - {other}))
        fact = Fact(
            family="alias",
            aliases={"alias": said} if said else {},
            args={"compound": shown, "alias": other},
            evidence=(scene.reading.evidence(pair.span),),
            release=scene.release.id,
            digest=scene.release.sha256,
            rule="alias.side-by-side",
            confidence=0.93,
        )
        out.append(fact)
    return out
