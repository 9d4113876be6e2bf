"""One page for a build of any size: `front(folder, info)` writes it from a `Front` alone, and looks nothing up in a graph."""

from triplewire.draw.front.page import FILES, front, front_page
from triplewire.draw.front.told import Company, Compound, Found, Front, New

__all__ = ["FILES", "Company", "Compound", "Found", "Front", "New", "front", "front_page"]
