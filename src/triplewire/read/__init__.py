"""Reading: a file becomes a Document with its raw text, its body, its noise and what it says about itself."""

from triplewire.read.files import Original, discover, original, place
from triplewire.read.release import read, read_text

__all__ = ["Original", "discover", "original", "place", "read", "read_text"]
