"""The lexicons of `data/lexicons/`: names of things with their forms and identifiers, and where they occur in a text.

A newcomer adds a name by adding one row to one TSV file; nothing here knows any particular name.

>>> [hit.term.name for hit in load(("region",)).find("in the United States and Japan")]
['US', 'Japan']
"""

from triplewire.lexicon.checks import check, curies
from triplewire.lexicon.classes import drug_class
from triplewire.lexicon.expression import Expression
from triplewire.lexicon.finder import Finder, windows
from triplewire.lexicon.fold import fold, lowered
from triplewire.lexicon.imports import Choice, ImportReport, import_into, import_report, import_terms
from triplewire.lexicon.index import Hit, Lexicon
from triplewire.lexicon.jurisdictions import authorities, part_of, regions
from triplewire.lexicon.leaving_out import left_out, without
from triplewire.lexicon.loading import load, names, phrase_rows, word_list
from triplewire.lexicon.phrases import any_of, forms, short_name, source
from triplewire.lexicon.resolving import resolve
from triplewire.lexicon.subsets import Subset, subset_of
from triplewire.lexicon.term import Term

__all__ = [
    "Choice",
    "Expression",
    "Finder",
    "Hit",
    "ImportReport",
    "Lexicon",
    "Subset",
    "Term",
    "any_of",
    "authorities",
    "check",
    "curies",
    "drug_class",
    "fold",
    "forms",
    "import_into",
    "import_report",
    "import_terms",
    "left_out",
    "load",
    "lowered",
    "names",
    "part_of",
    "phrase_rows",
    "regions",
    "resolve",
    "short_name",
    "source",
    "subset_of",
    "windows",
    "without",
    "word_list",
]
