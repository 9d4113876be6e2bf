"""The pages about the ontology: `ontology_pages()` gives an index and a page for every term, by file."""

from triplewire.draw.ontology.pages import INDEX, ontology_pages, page_of

__all__ = ["INDEX", "ontology_pages", "page_of"]
