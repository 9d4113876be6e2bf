"""What the first words of a dateline look like."""

from __future__ import annotations

import re

DATELINE = re.compile(
    r"^[A-Z\d].{2,120}?(?:\d{4}.{0,40}?(?:--|–|—|-\s|/\s|/PRNewswire|\((?:[A-Z][\w.]*\s?){1,4}\))|[a-z] \d{4}:\s"
    r"|(?:--|\s[–-]|\s)\s?[(/](?:[A-Z][A-Za-z]*[ -]?){1,4}[)/]\s?(?:--|[–—-]))"
)
"""A place, a day, a wire and a dash, in the orders of many wires. Tried on the first words of a paragraph."""

FIRST_WORDS = 160
"""How much of a paragraph is read for a dateline."""
