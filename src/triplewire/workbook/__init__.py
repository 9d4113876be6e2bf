"""What is known of each release, company and thing of a folder of builds, kept from one build to the next: so that news costs only what
it touches. The graph that comes of it is the one that all releases give at once; the tests hold the two against each other.
"""

from triplewire.workbook.book import Book
from triplewire.workbook.grow import grow
from triplewire.workbook.names import Given
from triplewire.workbook.opening import Opened, opened
from triplewire.workbook.pieces import Delta
from triplewire.workbook.telling import facts, findings, states

__all__ = ["Book", "Delta", "Given", "Opened", "facts", "findings", "grow", "opened", "states"]
