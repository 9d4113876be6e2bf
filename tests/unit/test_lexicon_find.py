"""Where names are found in a text."""

from __future__ import annotations

import pytest

from triplewire.lexicon import Lexicon, Term
from triplewire.lexicon.term import Case


def term(kind: str, name: str, form: str = "", case: Case = "fold", *, ambiguous: bool = False) -> Term:
    """A row of a lexicon for tests."""
    attrs = {"ambiguous": ""} if ambiguous else {}
    return Term(kind, name, form or name, case, attrs=attrs)


def found(lexicon: Lexicon, text: str) -> list[tuple[str, str]]:
    """(name, characters) of each hit."""
    return [(hit.term.name, text[hit.start : hit.end]) for hit in lexicon.find(text)]


def test_any_hyphen_or_space_stands_for_a_hyphen_or_space() -> None:
    """A form with hyphens or spaces is met with any dash, no-break space or line break in their place."""
    lexicon = Lexicon([term("indication", "small cell lung cancer")])
    for text in ("small-cell lung cancer", "small cell\nlung\u00a0cancer", "Small\u2011Cell Lung Cancer"):
        assert found(lexicon, text) == [("small cell lung cancer", text)]


def test_exact_forms_are_met_letter_by_letter() -> None:
    """A form with case exact is not met in other case."""
    lexicon = Lexicon([term("trial_name", "NORVA", case="exact")])
    assert found(lexicon, "NORVA and Norva and norva") == [("NORVA", "NORVA")]


def test_names_are_whole_words() -> None:
    """A form inside a longer word or number is not met."""
    lexicon = Lexicon([term("target", "IL-1", case="exact"), term("indication", "lupus")])
    assert found(lexicon, "IL-11, IL-1β, AIL-1, lupusoid") == []


@pytest.mark.parametrize("text", ["non-NVP", "NVP+", "(NVP)", "NVP®", "NVP/NVX", "_NVP_"])
def test_signs_around_a_name_do_not_hide_it(text: str) -> None:
    """Hyphens, signs and marks beside a name are no letters."""
    assert found(Lexicon([term("technology", "NVP", case="exact")]), text) == [("NVP", "NVP")]


def test_a_plural_is_taken_in() -> None:
    """A fold form is met with a plural -s, which belongs to the hit."""
    lexicon = Lexicon([term("indication", "solid tumor")])
    assert found(lexicon, "in solid tumors.") == [("solid tumor", "solid tumors")]
    assert found(lexicon, "in solid tumorsphere") == []


def test_exact_forms_have_no_plural() -> None:
    """An exact form with a plural -s is another string."""
    assert found(Lexicon([term("technology", "NVP", case="exact")]), "NVPs") == []


def test_the_longest_name_of_a_type_wins() -> None:
    """Of two names of one type at one place, the longer is taken."""
    lexicon = Lexicon([term("indication", "lung cancer"), term("indication", "non-small cell lung cancer")])
    assert found(lexicon, "non-small cell lung cancer") == [("non-small cell lung cancer", "non-small cell lung cancer")]


def test_types_do_not_hide_each_other() -> None:
    """Names of several types may cover the same characters."""
    lexicon = Lexicon([term("target", "HER9", case="exact"), term("indication", "HER9+ cancer")])
    assert found(lexicon, "HER9+ cancer") == [("HER9+ cancer", "HER9+ cancer"), ("HER9", "HER9")]


def test_an_ambiguous_form_needs_its_name_in_the_text() -> None:
    """An ambiguous acronym counts only where an unambiguous form of the same name stands too."""
    lexicon = Lexicon([term("indication", "multiple sclerosis"), term("indication", "multiple sclerosis", "MS", "exact", ambiguous=True)])
    assert found(lexicon, "Ms. Ruiz, MS, is director") == []
    assert [name for name, _ in found(lexicon, "multiple sclerosis (MS)")] == ["multiple sclerosis"] * 2


def test_one_acronym_of_two_names_goes_to_the_one_spelled_out() -> None:
    """An acronym that two names share is read as the name that the text spells out."""
    rows = [
        term("indication", n, f, "exact" if f else "fold", ambiguous=bool(f)) for n in ("atopic dermatitis", "ataxia") for f in ("", "AD")
    ]
    assert found(Lexicon(rows), "atopic dermatitis (AD)")[1] == ("atopic dermatitis", "AD")


def test_british_spelling_is_met() -> None:
    """The other spelling of a word part is tried as well."""
    lexicon = Lexicon([term("indication", "solid tumor")], [("tumor", "tumour")])
    assert found(lexicon, "solid tumours") == [("solid tumor", "solid tumours")]


def test_a_text_that_grows_when_lowered_keeps_its_offsets() -> None:
    """Characters whose lower case is longer do not shift the hits after them."""
    lexicon = Lexicon([term("indication", "lupus nephritis")])
    text = "İİİ lupus nephritis"
    assert found(lexicon, text) == [("lupus nephritis", "lupus nephritis")]


def test_curly_apostrophes_are_apostrophes() -> None:
    """A typographic apostrophe matches a straight one."""
    assert found(Lexicon([term("indication", "Norva's disease")]), "Norva’s disease") == [("Norva's disease", "Norva’s disease")]


def test_hits_are_sorted() -> None:
    """Hits come by start, longer ones first."""
    lexicon = Lexicon([term("a", "one"), term("b", "one two"), term("c", "two")])
    assert [(h.start, h.end) for h in lexicon.find("one two")] == [(0, 7), (0, 3), (4, 7)]


def test_lookup_takes_whole_strings_only() -> None:
    """A lookup answers for a form, by the same rules as finding, and not for a part of it."""
    lexicon = Lexicon([term("target", "Norvin-3", case="exact"), term("indication", "norva disease")])
    assert lexicon.lookup("indication", "Norva-Disease") is not None
    assert lexicon.lookup("target", "NORVIN-3") is None
    assert lexicon.lookup("indication", "severe norva disease") is None


def test_lookup_of_a_form_of_two_names_is_none() -> None:
    """A form that two names share names neither."""
    lexicon = Lexicon([term("indication", "alpha disease", "AD", "exact"), term("indication", "beta disease", "AD", "exact")])
    assert lexicon.lookup("indication", "AD") is None


def test_an_empty_lexicon_finds_nothing() -> None:
    """No terms, no hits."""
    assert Lexicon([]).find("anything") == []
