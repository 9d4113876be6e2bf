"""Reading: a file becomes a Document with its raw text, its body, its noise and what it says about itself."""

from triplewire.read.files import discover
from triplewire.read.release import read, read_text

__all__ = ["discover", "read", "read_text"]
