"""Questions and SPARQL as pages: `Questions(reader, around).files` are those of a site, the functions those that a server makes anew."""

from triplewire.draw.ask.asking import Outcome, ask
from triplewire.draw.ask.editor import FILE, FORMATS, drawn_answer, example, result_page, sparql_page
from triplewire.draw.ask.network import can_draw, network_of
from triplewire.draw.ask.prose import file_of
from triplewire.draw.ask.question import drawn_file, question_page
from triplewire.draw.ask.questions import INDEX, Questions, download, drawn_page, unanswered_page

__all__ = [
    "FILE",
    "FORMATS",
    "INDEX",
    "Outcome",
    "Questions",
    "ask",
    "can_draw",
    "download",
    "drawn_answer",
    "drawn_file",
    "drawn_page",
    "example",
    "file_of",
    "network_of",
    "question_page",
    "result_page",
    "sparql_page",
    "unanswered_page",
]
