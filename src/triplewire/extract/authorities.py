"""Organizations that are no companies: authorities and learned societies."""

from __future__ import annotations

from triplewire.model import Mention

REGULATORS = ("agency", "society")


def is_regulator(mention: Mention) -> bool:
    """Whether an organization is nobody's developer: an authority or a learned society."""
    return mention.attrs.get("kind") in REGULATORS


def is_authority(mention: Mention) -> bool:
    """Whether an organization is nobody's partner either: it approves or supervises. Institutes and funds may be partners."""
    return "regulator" in mention.attrs or "supervisor" in mention.attrs
