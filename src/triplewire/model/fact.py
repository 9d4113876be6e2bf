"""Facts and their evidence: what the text half hands on, and what a line of `facts.jsonl` says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal

from triplewire.model.text import Span
from triplewire.model.when import When

Value = str | int | float
Status = Literal["actual", "expected", "planned"]
Polarity = Literal["positive", "negated"]
Basis = Literal["stated", "nomenclature", "background"]
COMPOUND_ARGUMENTS = ("compound", "other_drug")
"""The arguments that name compounds."""
ORGANIZATION_ARGUMENTS = ("organization", "organization_a", "organization_b", "actor", "payer", "payee")
"""The arguments that name organizations."""


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """The raw characters that support a fact: `quote == raw[start:end]`, in code points, half-open.

    `role` is empty for the supporting words as a whole, else the argument they name.
    """

    start: int
    end: int
    quote: str
    role: str = ""

    @property
    def span(self) -> Span:
        """The raw span."""
        return Span(self.start, self.end)

    def to_json(self) -> dict[str, Value]:
        """The evidence object of `facts.jsonl`."""
        out: dict[str, Value] = {"end": self.end, "quote": self.quote, "start": self.start}
        return {**out, "role": self.role} if self.role else out


@dataclass(frozen=True)
class Fact:
    """One claim of one release, of one family, with the words that say so.

    `args` are the family's arguments by canonical name; `aliases` the other names that the release gives them; `ids` their
    CURIEs where grounded. `hedge` keeps the words that soften an expectation; `was` what a person's correction has replaced, by
    argument. At least one evidence, or ValueError.
    """

    family: str
    args: Mapping[str, Value]
    evidence: tuple[Evidence, ...]
    release: str
    digest: str
    rule: str
    status: Status = "actual"
    polarity: Polarity = "positive"
    basis: Basis = "stated"
    when: When | None = None
    confidence: float = 0.9
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    ids: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    flags: tuple[str, ...] = ()
    hedge: str = ""
    was: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"a fact needs evidence; {self.family} {dict(self.args)} of {self.release} has none")

    def __getstate__(self) -> dict[str, Any]:
        """The fields as plain values: facts travel between processes, and read-only mappings cannot be pickled."""
        return {name: dict(value) if isinstance(value, Mapping) else value for name, value in self.__dict__.items()}

    @cached_property
    def id(self) -> str:
        """A stable name: a hash of the release's digest, the family, the arguments and the first span of evidence."""
        key = [
            self.digest,
            self.family,
            sorted(self.args.items()),
            self.polarity,
            self.status,
            self.when.text if self.when else "",
            [self.evidence[0].start, self.evidence[0].end],
        ]
        return hashlib.sha256(json.dumps(key, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def arg(self, name: str) -> str:
        """The argument as text, "" when absent."""
        value = self.args.get(name, "")
        return value if isinstance(value, str) else str(value)

    def to_json(self) -> dict[str, Any]:
        """The object of one line of `facts.jsonl` (docs/reference/facts.md)."""
        out: dict[str, Any] = {
            "aliases": {k: list(v) for k, v in sorted(self.aliases.items()) if v},
            "basis": self.basis,
            "confidence": round(self.confidence, 3),
            "evidence": [e.to_json() for e in self.evidence],
            "family": self.family,
            "flags": list(self.flags),
            "id": self.id,
            "ids": dict(sorted(self.ids.items())),
            "polarity": self.polarity,
            "release": self.release,
            "rule": self.rule,
            "status": self.status,
            **self.args,
        }
        if self.hedge:
            out["hedge"] = self.hedge
        if self.when:
            out["when"] = self.when.to_json()
        if self.was:
            out["was"] = dict(sorted(self.was.items()))
        return dict(sorted(out.items()))

    def to_line(self) -> str:
        """One line of `facts.jsonl`, without the line break: keys sorted, UTF-8 as it is."""
        return json.dumps(self.to_json(), ensure_ascii=False, sort_keys=True)


RESERVED = frozenset(
    {"aliases", "basis", "confidence", "evidence", "family", "flags", "hedge", "id", "ids", "polarity", "release", "rule", "status", "was"}
    | {"when"}
)


def fact_from_json(obj: Mapping[str, Any], digest: str) -> Fact:
    """The fact that `Fact.to_json` wrote; `digest` is the sha256 of its release. Raises KeyError when a field is missing."""
    when = obj.get("when")
    return Fact(
        family=obj["family"],
        args={k: v for k, v in obj.items() if k not in RESERVED},
        evidence=tuple(Evidence(e["start"], e["end"], e["quote"], e.get("role", "")) for e in obj["evidence"]),
        release=obj["release"],
        digest=digest,
        rule=obj["rule"],
        status=obj["status"],
        polarity=obj["polarity"],
        basis=obj["basis"],
        when=_when_from_json(when) if when else None,
        confidence=obj["confidence"],
        aliases={k: tuple(v) for k, v in obj.get("aliases", {}).items()},
        ids=dict(obj.get("ids", {})),
        flags=tuple(obj.get("flags", ())),
        hedge=obj.get("hedge", ""),
        was=dict(obj.get("was", {})),
    )


def _when_from_json(obj: Mapping[str, Any]) -> When:
    def day(key: str) -> date | None:
        return date.fromisoformat(obj[key]) if obj.get(key) else None

    bound: Literal["in", "by", "from"] = "in" if obj.get("start") else "by"
    return When(obj["text"], day("start"), day("end"), obj["precision"], obj["calendar"], bound)
