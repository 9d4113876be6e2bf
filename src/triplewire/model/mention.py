"""Names found in the text, and what they were grounded to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from triplewire.model.text import Span
from triplewire.model.when import When

NO_ATTRS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Grounding:
    """A CURIE for a name, with the reason it was accepted (a SEMAPV justification such as `semapv:LexicalMatching`)."""

    curie: str
    justification: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Ungrounded:
    """A name without an identifier of its own: in how many facts and which releases it stands; for a disease that its name says to be
    part of another, that one and its identifier ("" where there is none).
    """

    type: str
    name: str
    facts: int
    releases: tuple[str, ...]
    broader: str = ""
    broader_id: str = ""

    def to_json(self) -> dict[str, str | int | list[str]]:
        """The name as `report.json` lists it; what is empty is left out."""
        found: dict[str, str | int | list[str]] = {
            "type": self.type,
            "name": self.name,
            "facts": self.facts,
            "releases": list(self.releases),
        }
        wider = {"broader": self.broader, "broader_id": self.broader_id}
        return {**found, **{key: value for key, value in wider.items() if value}}


@dataclass(frozen=True, slots=True)
class Mention:
    """A typed stretch of the view: `type` is the slot it can fill (compound, indication, organization, time, money …).

    `name` is the canonical form of what was read. `source` says who found it (`lexicon`, or `open:<recognizer>`).
    `attrs` carries what the recognizer learned (a phase's value, a biomarker, a legal suffix). `when` is set for times,
    `value` for numbers and money in plain units.
    """

    type: str
    span: Span
    name: str
    source: str = "lexicon"
    attrs: Mapping[str, str] = field(default_factory=lambda: NO_ATTRS)
    when: When | None = None
    value: float | None = None
