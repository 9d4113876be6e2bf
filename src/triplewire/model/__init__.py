"""The nouns: frozen values that every stage shares. They know nothing of the stages; standard library only."""

from triplewire.model.change import CHANGES, ReportedChange
from triplewire.model.correction import Change, Correction, CorrectionKind, CorrectionState
from triplewire.model.fact import COMPOUND_ARGUMENTS, ORGANIZATION_ARGUMENTS, Evidence, Fact, fact_from_json
from triplewire.model.family import ArgumentSpec, FamilySpec
from triplewire.model.finding import ROLES, SEVERITIES, Cited, Finding, FindingSide, Severity, gravest_first
from triplewire.model.mention import Grounding, Mention, Ungrounded
from triplewire.model.promise import STATES, Promise, State, lateness
from triplewire.model.reading import Reading
from triplewire.model.release import Release
from triplewire.model.text import Alignment, Block, Document, Edit, Sentence, Span
from triplewire.model.when import FiscalCalendar, When

__all__ = [
    "CHANGES",
    "COMPOUND_ARGUMENTS",
    "ORGANIZATION_ARGUMENTS",
    "ROLES",
    "SEVERITIES",
    "STATES",
    "Alignment",
    "ArgumentSpec",
    "Block",
    "Change",
    "Cited",
    "Correction",
    "CorrectionKind",
    "CorrectionState",
    "Document",
    "Edit",
    "Evidence",
    "Fact",
    "FamilySpec",
    "Finding",
    "FindingSide",
    "FiscalCalendar",
    "Grounding",
    "Mention",
    "Promise",
    "Reading",
    "Release",
    "ReportedChange",
    "Sentence",
    "Severity",
    "Span",
    "State",
    "Ungrounded",
    "When",
    "fact_from_json",
    "gravest_first",
    "lateness",
]
