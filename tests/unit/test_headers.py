"""The heads of query files."""

from __future__ import annotations

import pytest

from triplewire.headers import header


def test_a_key_has_its_values_in_order() -> None:
    """Lines of one key, white space and line ends of Windows around their values, and an empty value."""
    assert header("#+ triple: ?a ?b\r\n#+triple :?c  \n#+ title:\nSELECT ?a {}") == {"triple": ["?a ?b", "?c"], "title": [""]}


@pytest.mark.parametrize("text", ["SELECT ?a {}", "#+ title:\n#+ message: what", "#+ title: one\n#+ title:\n"])
def test_a_needed_key_needs_a_value(text: str) -> None:
    """A missing line, an empty one, and an empty one beside another are told with the key."""
    with pytest.raises(ValueError, match=r"#\+ title:"):
        header(text, ["title"])
