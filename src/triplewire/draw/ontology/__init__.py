"""The pages about the ontology: `ontology_pages()` gives an index and a page for every term, by file."""

from triplewire.draw.ontology.pages import INDEX, ontology_pages
from triplewire.draw.ontology.pages import file_of as term_file

__all__ = ["INDEX", "ontology_pages", "term_file"]
