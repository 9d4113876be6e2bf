"""What each family of facts tells that can change, as `data/changes.toml` says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from triplewire import resources
from triplewire.errors import DataError
from triplewire.model import Fact
from triplewire.model.fact import Value
from triplewire.reconcile.figures import written

FILE = ("data", "changes.toml")
Word = Literal["added", "advanced", "dropped", "moved", "restated", "changed", ""]
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_FIELD = re.compile(r"\{([^{}]+)\}")
_PARTS = re.compile(r"[|&]")


@dataclass(frozen=True)
class Spec:
    """How the claims of one family are told apart, worded and compared; the fields are explained in `data/changes.toml`."""

    key: tuple[str, ...]
    what: str
    says: str = ""
    value: tuple[str, ...] = ()
    ahead: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    over: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    vague: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    differs: Word = "changed"
    window: bool = False
    rounds: bool = False
    whole: str = ""
    alone: tuple[str, ...] = ()

    def parts(self, args: Mapping[str, Value]) -> tuple[tuple[str, str], ...]:
        """The key of a claim with these arguments: name and value of each that is there."""
        found = dict[str, str]()
        keys = self.key[:2] if any(args.get(name) not in (None, "") for name in self.alone) else self.key
        for said in keys:
            names = [n for n in _PARTS.split(said) if args.get(n) not in (None, "")]
            if "&" in said:
                found |= zip(names, sorted(str(args[n]) for n in names), strict=True)
            elif names:
                found[names[0]] = str(args[names[0]])
        return tuple(found.items())

    def values(self, args: Mapping[str, Value]) -> tuple[tuple[str, Value], ...]:
        """The arguments that are compared, in the order of the file; numbers as numbers, "&" as "and"."""
        return tuple((name, _plain(args[name])) for name in self.value if args.get(name) not in (None, ""))


@dataclass(frozen=True)
class Rules:
    """All of `data/changes.toml`: the families, when a release surveys a pipeline, and how firm which words are."""

    families: Mapping[str, Spec]
    surveys: frozenset[str]
    compounds: int
    listed: frozenset[str]
    hedges: Mapping[str, tuple[str, ...]]

    def of(self, fact: Fact) -> Spec:
        """The spec of a fact's family; for one of an expert's own, all its arguments are its key."""
        return self.families.get(fact.family) or unknown(fact.family, tuple(sorted(fact.args)))

    def firmness(self, hedge: str) -> str:
        """How firmly the words promise: `firm`, `soft`, or "" for neither."""
        words = f" {hedge.casefold()} "
        return next((degree for degree in ("soft", "firm") for cue in self.hedges[degree] if f" {cue}" in words), "")


def unknown(family: str, arguments: tuple[str, ...]) -> Spec:
    """The spec of a family that the file does not have."""
    who = "compound" if "compound" in arguments else "organization" if "organization" in arguments else ""
    rest = [a for a in arguments if a != who]
    what = f"{{{who}}}: {family.replace('_', ' ')}" if who else family.replace("_", " ")
    return Spec(tuple(filter(None, (who, *rest))), what, ", ".join(f"{{{a}}}" for a in rest))


@cache
def rules() -> Rules:
    """What the file says. Raises DataError naming file and fault."""
    told = resources.toml(*FILE)
    try:
        families = {name: _spec(body) for name, body in told["families"].items()}
        releases, hedges = told["releases"], {k: tuple(v) for k, v in told["hedges"].items()}
        return Rules(families, frozenset(releases["surveys"]), releases["compounds"], frozenset(releases["listed"]), hedges)
    except (KeyError, TypeError, AttributeError) as error:
        raise DataError([f"{resources.path(*FILE)}: {error!s}: a part is missing or has another form; see the head of the file"]) from error


def _spec(body: Mapping[str, Any]) -> Spec:
    lists = {name: tuple(body[name]) for name in ("key", "value", "alone") if name in body}
    orders = {name: {k: tuple(v) for k, v in body[name].items()} for name in ("ahead", "over") if name in body}
    return Spec(**{**body, **lists, **orders})


def _plain(value: Value) -> Value:
    """A value the same however it is written."""
    return float(value) if isinstance(value, int | float) else " ".join(value.replace("&", " and ").split())


def worded(template: str, args: Mapping[str, Value]) -> str:
    """The template with the arguments in it; a part in brackets goes when an argument of it is absent.

    >>> worded("{compound}: stage[ in {indication}]", {"compound": "NVT-101"})
    'NVT-101: stage'
    """
    kept = _BRACKETS.sub(lambda m: m[1] if all(_find(name, args) for name in _FIELD.findall(m[1])) else "", template)
    return _FIELD.sub(lambda m: _find(m[1], args), kept).strip(" ,")


def _find(names: str, args: Mapping[str, Value]) -> str:
    """The first of the alternatives that there is, as it is shown."""
    return next((shown(args[name], name) for name in names.split("|") if args.get(name) not in (None, "")), "")


def shown(value: Value, name: str = "") -> str:
    """An argument for the eye: amounts with commas, words of closed lists with blanks."""
    if isinstance(value, float | int):
        return written(value)
    return value.replace("_", " ") if name in ("kind", "metric", "type", "trial_status") else value
