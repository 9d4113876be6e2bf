"""The pages of things: what is said of them by what it says, what rules and the background add, and who works on them."""

from triplewire.draw.things.kinds import Kind, kind_of, kinds
from triplewire.draw.things.known import Thing, Things
from triplewire.draw.things.page import thing_page

__all__ = ["Kind", "Thing", "Things", "kind_of", "kinds", "thing_page"]
