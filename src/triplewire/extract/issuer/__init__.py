"""What a release says of its issuer as a company: figures, guidance, deals, people, counts."""

from __future__ import annotations

from triplewire.extract.issuer.common import merged
from triplewire.extract.issuer.counts import count_facts
from triplewire.extract.issuer.deals import deal_facts
from triplewire.extract.issuer.finance import prose_facts
from triplewire.extract.issuer.people import people_facts
from triplewire.extract.issuer.tables import table_facts
from triplewire.model import Fact, Reading


def extract_issuer(reading: Reading) -> list[Fact]:
    """The facts of the families financial, guidance, deal, person_role and count, in text order, each claim once."""
    tables, rows = table_facts(reading)
    return merged([*prose_facts(reading, rows), *tables, *people_facts(reading), *deal_facts(reading), *count_facts(reading)])


__all__ = ["extract_issuer"]
