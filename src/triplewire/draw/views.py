"""Which views there are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """One view: its name on the command line, its title, what it shows, the type of thing that it has to be about ("" for none,
    "thing" for any), its title where it leads to all of these things, and whether it is about a second thing too.
    """

    name: str
    title: str
    description: str
    about: str = ""
    plural: str = ""
    pair: bool = False

    @property
    def needs_focus(self) -> bool:
        """Whether it cannot be drawn without a thing to be about."""
        return bool(self.about)

    @property
    def called(self) -> str:
        """What it is called among the pages of a site, where a view about one thing leads to all of them."""
        return self.plural or self.title


VIEWS: dict[str, View] = {
    v.name: v
    for v in (
        View("pipeline", "Pipeline", "Who makes what, with which payload or technology, against which target, for which indication."),
        View("overview", "Overview", "How compounds, companies, targets and indications hang together."),
        View(
            "compound",
            "Compound",
            "All that is said of one compound, and who shares its technology, targets and indications.",
            "compound",
            "Compounds",
        ),
        View(
            "company",
            "Company",
            "What one company promised and what became of it, its compounds and partners, and what changed.",
            "organization",
            "Companies",
        ),
        View("partners", "Partners", "Who works with whom, and on which compounds."),
        View("path", "Path", "How two things hang together: the shortest chains of claims between them.", "thing", pair=True),
        View("targets", "Targets", "Which compounds, with which payload or technology, go against which target."),
        View("matrix", "Matrix", "The stage of every compound in every indication."),
        View("designations", "Designations", "Orphan and other designations by compound, indication and region."),
        View("ledger", "Ledger", "Every promise, for when it was made, and what became of it, company by company."),
        View("timeline", "Timeline", "What was promised for when, and what has happened, compound by compound."),
    )
}
