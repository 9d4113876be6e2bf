"""The timeline: lanes with the window of every promise, what came of it, and the way from the one to the other."""

from triplewire.draw.timeline.page import timeline_page

__all__ = ["timeline_page"]
