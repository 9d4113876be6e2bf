"""What a family of facts is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ArgumentSpec:
    """One argument of a family: its name in `facts.jsonl`, the mention type that fills it, and whether a fact needs it."""

    name: str
    type: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class FamilySpec:
    """A family of facts: its name, what it states in one sentence, its arguments in order."""

    name: str
    description: str
    arguments: tuple[ArgumentSpec, ...]
    core: bool = True

    def argument(self, name: str) -> ArgumentSpec | None:
        """The argument called `name`, or None."""
        for argument in self.arguments:
            if argument.name == name:
                return argument
        return None
