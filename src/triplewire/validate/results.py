"""What validation finds, shape by shape and value by value, as the SHACL report has it."""

from __future__ import annotations

from dataclasses import dataclass

from triplewire.lookup import Node
from triplewire.model import Severity


@dataclass(frozen=True, slots=True)
class Result:
    """One validation result: `shape` and `component` are IRIs, `path` is an IRI, `^` and an IRI for an inverse path, or "" for node shapes.

    `value` is the value node, None where a constraint counts values and so has none. `message` is that of the shape, for people.
    """

    shape: str
    component: str
    focus: Node
    path: str
    value: Node | None
    severity: Severity
    message: str

    @property
    def order(self) -> tuple[str, str, str, str, str]:
        """What results are sorted by: shape, focus, path, value, component."""
        return (self.shape, str(self.focus), self.path, str(self.value), self.component)
