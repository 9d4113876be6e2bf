"""Writes what is generated from `ontology/triplewire.ttl`: `python -m triplewire.terms`, from a checkout."""

from __future__ import annotations

from triplewire import resources
from triplewire.terms import mappings, rl_variant, turtle
from triplewire.terms.context import context_text, frame_text

RL = ("ontology", "triplewire-rl.ttl")
SSSOM = ("ontology", "mappings", "terms.sssom.tsv")
CONTEXT = ("data", "jsonld", "context.json")
FRAME = ("data", "jsonld", "frame.json")


def rl_text() -> str:
    """The text of `ontology/triplewire-rl.ttl`."""
    variant = rl_variant()
    head = ["The Triplewire ontology in OWL 2 RL, for rule engines. Written by `python -m triplewire.terms`; edits are lost.", "Left out:"]
    return turtle(variant.triples, comment=[*head, *(f"- {words}" for words in variant.left_out)])


def main() -> None:
    """Writes the files."""
    for place, text in ((RL, rl_text), (SSSOM, mappings), (CONTEXT, context_text), (FRAME, frame_text)):
        resources.path(*place).write_text(text(), "utf-8")


if __name__ == "__main__":
    main()
