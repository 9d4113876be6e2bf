"""From a reading to the facts of one release: patterns, studies, aliases, the issuer's own figures and people."""

from __future__ import annotations

from triplewire.extract.aliases import alias_facts
from triplewire.extract.binding import facts_of
from triplewire.extract.derive import derived_facts, partners, sharpened, with_disease, without_weak
from triplewire.extract.issuer import extract_issuer
from triplewire.extract.matching import hits
from triplewire.extract.merging import settled, statuses_told_once, studies_told_once
from triplewire.extract.scene import Scene
from triplewire.extract.steps import in_step
from triplewire.model import Fact, Reading


def extract(reading: Reading) -> list[Fact]:
    """The facts that a release states, in text order; the same claim said twice is one fact with the evidence of both."""
    scene = Scene(reading)
    found = [fact for line in scene.lines for hit in hits(line) for fact in facts_of(scene, hit)]
    found = [*with_disease(sharpened(scene, in_step(found))), *alias_facts(scene)]
    found = statuses_told_once(studies_told_once(found))
    found = without_weak([*found, *derived_facts(scene, found)])
    found += extract_issuer(reading)
    found += partners(scene, found)
    return settled(found)


__all__ = ["extract"]
