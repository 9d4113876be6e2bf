"""The pages of releases: the whole text of each, every fact marked on its words."""

from triplewire.draw.release.page import release_page

__all__ = ["release_page"]
