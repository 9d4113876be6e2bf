"""Short releases of one invented company, told in a few lines, and the ledger that comes of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from triplewire.assemble import assemble
from triplewire.model import Document, Fact, Promise
from triplewire.pipeline import reading_of, stated
from triplewire.read import read_text
from triplewire.reconcile import ledger

COMPANY = "Norvane Therapeutics, Inc."
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def release(day: str, *sentences: str, company: str = COMPANY, title: str = "") -> str:
    """The text of a release of a day (ISO) whose body is the sentences, a paragraph each."""
    when = date.fromisoformat(day)
    short = company.split(",")[0]
    head = title or f"{short} Gives Update"
    body = "\n\n".join(sentences)
    return f"{head}\n\nBOSTON, {MONTHS[when.month - 1]} {when.day}, {when.year} -- {company} today gave an update.\n\n{body}\n"


def told(*texts: str) -> tuple[list[Document], list[Fact]]:
    """The documents and the facts of texts, as a build has them."""
    readings = [reading_of(read_text(text, name=f"story-{number:02}")) for number, text in enumerate(texts)]
    return [r.document for r in readings], assemble([fact for r in readings for fact in stated(r)])


def rows(*texts: str, as_of: str | None = None) -> Sequence[Promise]:
    """The ledger of texts."""
    documents, facts = told(*texts)
    return ledger([d.release for d in documents], facts, date.fromisoformat(as_of) if as_of else None)


def states(*texts: str, as_of: str | None = None) -> list[tuple[str, int | None]]:
    """State and days of each row of the ledger of texts."""
    return [(row.state, row.days) for row in rows(*texts, as_of=as_of)]
