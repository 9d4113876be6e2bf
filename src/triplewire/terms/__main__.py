"""Writes what is generated from `ontology/triplewire.ttl`: `python -m triplewire.terms`, from a checkout."""

from __future__ import annotations

from triplewire import resources
from triplewire.terms import mappings, rl_variant, turtle

RL = ("ontology", "triplewire-rl.ttl")
SSSOM = ("ontology", "mappings", "terms.sssom.tsv")


def rl_text() -> str:
    """The text of `ontology/triplewire-rl.ttl`."""
    variant = rl_variant()
    head = ["The Triplewire ontology in OWL 2 RL, for rule engines. Written by `python -m triplewire.terms`; edits are lost.", "Left out:"]
    return turtle(variant.triples, comment=[*head, *(f"- {words}" for words in variant.left_out)])


def main() -> None:
    """Writes both files."""
    resources.path(*RL).write_text(rl_text(), "utf-8")
    resources.path(*SSSOM).write_text(mappings(), "utf-8")


if __name__ == "__main__":
    main()
