"""What is known of each release, company and thing of a folder of builds, kept from one build to the next: so that news costs only what
it touches. The graph that comes of it is the one that all releases give at once; the tests hold the two against each other.
"""

from triplewire.workbook.book import Book
from triplewire.workbook.findings import CHECKED, QUOTED, READ, RECONCILED, as_text, found, told, told_texts
from triplewire.workbook.grow import grow
from triplewire.workbook.opening import Opened, opened
from triplewire.workbook.pieces import Delta
from triplewire.workbook.telling import facts, shown, states, tallies
from triplewire.workbook.texts import census, void_text, write_texts

__all__ = [
    "CHECKED",
    "QUOTED",
    "READ",
    "RECONCILED",
    "Book",
    "Delta",
    "Opened",
    "as_text",
    "census",
    "facts",
    "found",
    "grow",
    "opened",
    "shown",
    "states",
    "tallies",
    "told",
    "told_texts",
    "void_text",
    "write_texts",
]
