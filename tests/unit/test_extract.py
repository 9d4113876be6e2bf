"""Extracting: what a release states, family by family, and what it must not be made to state."""

from __future__ import annotations

import pytest
from tests.text_half import claims, facts, release

from triplewire import pipeline
from triplewire.read import read_text

NVT = "NVT-101"


# -- technology, payload, target -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "NVT-101, an investigational TAP compound, is in testing.",
        "NVT-101 was developed using the TAP technology.",
        "The most advanced compound using Norvane's TAP technology, NVT-101, is in testing.",
    ],
)
def test_technology_of_a_compound(text: str) -> None:
    """A compound said to be of, or made with, a technology uses it."""
    assert claims(text, family="uses_technology") == {(NVT, "TAP")}


@pytest.mark.parametrize("text", ["NVT-201, an antibody (non-TAP compound), is in testing.", "NVT-201 does not use the TAP technology."])
def test_denied_technology_is_negated(text: str) -> None:
    """A denied technology is a negated fact, never a positive one."""
    found = facts(text, family="uses_technology")
    assert [(f.arg("compound"), f.arg("technology"), f.polarity) for f in found] == [("NVT-201", "TAP", "negated")]


@pytest.mark.parametrize("text", ["NVT-201 does not utilize our TAP platform.", "NVT-201 was not made with the TAP technology."])
def test_what_the_same_words_deny_is_not_stated(text: str) -> None:
    """A denial in words for which there is no phrase leaves no positive fact either."""
    assert {f.polarity for f in facts(text, family="uses_technology")} == {"negated"}


def test_a_disease_without_treatment_denies_no_compound() -> None:
    """That nothing is approved for a disease says nothing of the compound that the release is about."""
    texts = "NVT-101 is for the treatment of glioma.", "There are no approved treatments for glioma."
    assert [f.polarity for f in facts(*texts, family="has_indication", title="NVT-101 Enters Testing")] == ["positive"]


def test_technology_of_unnamed_compounds_is_nobodys() -> None:
    """A number of unnamed compounds of a technology says nothing of the compound in the title."""
    found = claims(
        "Norvane expects two additional TAP compounds to enter testing.", family="uses_technology", title="NVT-101 Enters Testing"
    )
    assert found == set()


@pytest.mark.parametrize(
    "text", ["NVT-101 is a conjugate that delivers the cytotoxic agent DM4.", "NVT-101 delivers a DM4 payload to tumors."]
)
def test_payload_of_a_compound(text: str) -> None:
    """A compound that delivers or carries an agent has it as payload."""
    assert claims(text, family="has_payload") == {(NVT, "DM4")}


@pytest.mark.parametrize(
    "text",
    [
        "NVT-101 targets CD37.",
        "NVT-101 binds to CD37.",
        "NVT-101 is an antibody directed against CD37.",
        "NVT-101 is a CD37-targeting conjugate.",
        "The CD37-targeting conjugate NVT-101 is in testing.",
        "NVT-101 is a potent inhibitor of CD37.",
        "NVT-101 is a novel anti-CD37 antibody.",
    ],
)
def test_target_of_a_compound(text: str) -> None:
    """The many ways to say what a compound binds give one target."""
    assert claims(text, family="has_target") == {(NVT, "CD37")}


def test_two_targets_are_two_facts() -> None:
    """A compound said to bind two targets has both."""
    assert claims("NVT-101 targets both CD37 and CD19.", family="has_target") == {(NVT, "CD37"), (NVT, "CD19")}


@pytest.mark.parametrize("text", ["A microtubule inhibitor joins NVT-101 at Norvane.", "Norvane has an EGFR inhibitor alongside NVT-101."])
def test_a_target_of_what_comes_beside_a_compound_is_not_its_own(text: str) -> None:
    """A drug that joins another one brings its target with it."""
    assert claims(text, family="has_target") == set()


def test_a_plan_for_a_window_is_one_promise() -> None:
    """However many phrases find it in the same words, as planned or as expected."""
    found = facts("Norvane plans to file an IND for NVT-101 in 2031.", family="milestone")
    assert [(f.arg("kind"), f.status) for f in found] == [("ind_submission", "planned")]


def test_a_target_without_a_compound_is_no_fact() -> None:
    """Words about a target in which no compound is named give no fact."""
    assert facts("Work related to targeting CD37 goes on.", family="has_target") == []


# -- indication ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "NVT-101 is in testing for the treatment of gastric cancer.",
        "NVT-101 is a potential treatment for gastric cancer.",
        "NVT-101 is designed to treat gastric cancer.",
        "NVT-101 is in a Phase 2 trial in patients with gastric cancer.",
        "The trial of NVT-101 in gastric cancer continues.",
        "NVT-101 was approved for gastric cancer.",
    ],
)
def test_indication_of_a_compound(text: str) -> None:
    """Treatment, trial population, label and stated use give the indication."""
    assert claims(text, family="has_indication") == {(NVT, "gastric cancer")}


def test_a_shared_head_gives_an_indication_each() -> None:
    """Sites that share a head give an indication each."""
    found = claims("NVT-101 is in testing for treatment of ovarian, breast and lung cancers.", family="has_indication")
    assert found == {(NVT, "ovarian cancer"), (NVT, "breast cancer"), (NVT, "lung cancer")}


def test_coordinated_compounds_share_an_indication() -> None:
    """Two compounds joined by "and" before a phrase both get its fact."""
    found = claims("NVT-101 and NVT-102 are in testing for the treatment of gastric cancer.", family="has_indication")
    assert found == {(NVT, "gastric cancer"), ("NVT-102", "gastric cancer")}


# -- subjects ------------------------------------------------------------------------------------------------------------


def test_a_subject_is_carried_from_its_heading() -> None:
    """A bullet that names no compound speaks of the one in its heading, not of the one above."""
    found = claims(
        "NVT-201", "- It targets CD19.\n- It is well tolerated.", "NVT-102", "- It targets CD37.\n- It is new.", family="has_target"
    )
    assert found == {("NVT-201", "CD19"), ("NVT-102", "CD37")}


def test_a_subject_is_carried_from_the_title() -> None:
    """A sentence without a compound in a release whose title names one speaks of that one."""
    assert claims("The antibody targets CD37.", family="has_target", title="Norvane Starts Trial of NVT-101") == {(NVT, "CD37")}


def test_a_carried_subject_is_cited() -> None:
    """The evidence of a fact whose subject was carried cites the subject's own words too."""
    text = release("The antibody targets CD37.", title="Norvane Starts Trial of NVT-101")
    fact = next(f for f in pipeline.facts_of(read_text(text)) if f.family == "has_target")
    assert [e.quote for e in fact.evidence if e.role == "compound"] == [NVT]


def test_no_subject_is_carried_from_a_title_of_two() -> None:
    """When the title names two compounds, a sentence that names none speaks of neither."""
    assert facts("The antibody targets CD37.", family="has_target", title="Norvane Starts Trials of NVT-101 and NVT-102") == []


@pytest.mark.parametrize(
    "text",
    [
        "The drug is compared with docetaxel in the treatment of gastric cancer.",
        "Patients who progressed after docetaxel for the treatment of gastric cancer may enter.",
    ],
)
def test_comparators_are_no_subjects(text: str) -> None:
    """A comparator or an earlier treatment gets no facts of its own."""
    assert not [f for f in facts(text, title="Norvane Starts Trial of NVT-101") if f.arg("compound") == "docetaxel"]


def test_a_comparator_is_no_combination() -> None:
    """A drug that a compound is compared with is not combined with it."""
    assert facts("NVT-101 was compared with docetaxel.", family="combination") == []


@pytest.mark.parametrize("text", ["A trial of NVT-101 in combination with docetaxel is open.", "Patients receive NVT-101 plus docetaxel."])
def test_combinations(text: str) -> None:
    """A drug given together with a compound is combined with it."""
    assert claims(text, family="combination") == {(NVT, "docetaxel")}


def test_the_partner_drug_is_not_developed_by_the_issuer() -> None:
    """A drug given together with a compound is not the issuer's."""
    found = facts("Norvane started a trial of NVT-101 in combination with docetaxel in gastric cancer.")
    assert {f.arg("compound") for f in found if f.family in ("developed_by", "trial", "has_indication")} == {NVT}


# -- who ------------------------------------------------------------------------------------------------------------------


def test_a_named_developer() -> None:
    """A compound said to be developed by an organization is developed by it, and not by the issuer."""
    assert claims("NVT-301 is being developed by Quorin Pharma AG.", family="developed_by") == {("NVT-301", "Quorin Pharma")}


def test_the_issuer_develops_its_news() -> None:
    """A compound that is the issuer's news, with no other developer named, is the issuer's; the fact says that this is a default."""
    found = facts("NVT-101 targets CD37.", family="developed_by")
    assert [(f.arg("compound"), f.arg("organization"), f.flags) for f in found] == [(NVT, "Norvane Therapeutics", ("issuer-by-default",))]


@pytest.mark.parametrize(
    "text",
    [
        "Norvane Therapeutics has entered into a collaboration with Quorin Pharma AG.",
        "Our new collaboration with Quorin Pharma AG has begun.",
        "Norvane and Quorin Pharma AG announced a collaboration.",
    ],
)
def test_partners(text: str) -> None:
    """Two organizations that collaborate are partners; the issuer is the one when only the other is named."""
    found = claims(text, family="partnered_with")
    assert {frozenset(pair) for pair in found} == {frozenset({"Norvane Therapeutics", "Quorin Pharma"})}


def test_nobody_partners_itself() -> None:
    """An organization is no partner of itself."""
    assert facts("Norvane announced a collaboration with Norvane Therapeutics.", family="partnered_with") == []


# -- designations --------------------------------------------------------------------------------------------------------


def test_orphan_designation_in_two_regions() -> None:
    """A status granted in two regions is two facts."""
    found = facts("NVT-101 has been granted orphan drug status for gastric cancer in the US and Europe.", family="orphan_designation")
    assert sorted((f.arg("compound"), f.arg("indication"), f.arg("region")) for f in found) == [
        (NVT, "gastric cancer", "EU"),
        (NVT, "gastric cancer", "US"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Norvane intends to apply for orphan drug designation for NVT-101 in gastric cancer.",
        "Norvane has requested orphan drug designation for NVT-101 in gastric cancer.",
        "Norvane plans to seek orphan drug designation for NVT-101 for gastric cancer.",
    ],
)
def test_a_requested_orphan_designation_is_not_granted(text: str) -> None:
    """A status applied for or sought is not held."""
    assert facts(text, family="orphan_designation") == []


def test_granted_designation() -> None:
    """A granted status is a fact with its type."""
    assert ("NVT-101", "Fast Track") in claims(
        "The FDA granted Fast Track designation to NVT-101 for gastric cancer.", family="designation"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Norvane intends to request Fast Track designation for NVT-101.",
        "Norvane will apply for Breakthrough Therapy designation for NVT-101.",
    ],
)
def test_a_requested_designation_is_not_granted(text: str) -> None:
    """A status to be requested is not held."""
    assert facts(text, family="designation") == []


# -- stage and trial -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("NVT-101 is in preclinical development for gastric cancer.", "Preclinical"),
        ("NVT-101 is in Phase 2 testing for gastric cancer.", "Phase 2"),
        ("NVT-101 is currently in Phase I/IIa clinical trials.", "Phase 1/2"),
        ("Norvane has discontinued development of NVT-101.", "Discontinued"),
    ],
)
def test_stage(text: str, stage: str) -> None:
    """The present stage is read, letters dropped."""
    assert (NVT, stage) in claims(text, family="stage")


@pytest.mark.parametrize("text", ["Norvane plans to start a Phase 3 trial of NVT-101 in 2027.", "A Phase 3 trial of NVT-101 is planned."])
def test_a_planned_phase_is_no_stage(text: str) -> None:
    """A phase still to come is a planned trial, not a stage."""
    assert facts(text, family="stage") == []
    assert [(f.arg("phase"), f.arg("trial_status"), f.status) for f in facts(text, family="trial")] == [("Phase 3", "planned", "planned")]


def test_a_running_trial_gives_the_stage() -> None:
    """A running trial is one, and tells the stage of its compound."""
    text = "A Phase 2 trial of NVT-101 in gastric cancer is ongoing."
    assert [(f.arg("phase"), f.arg("trial_status"), f.arg("indication")) for f in facts(text, family="trial")] == [
        ("Phase 2", "ongoing", "gastric cancer")
    ]
    assert claims(text, family="stage") == {(NVT, "Phase 2")}


def test_a_trial_takes_its_name() -> None:
    """The acronym beside a trial belongs to it."""
    found = facts("The Phase 3 QUORALIS trial of NVT-101 in gastric cancer is enrolling patients.", family="trial")
    assert {(f.arg("phase"), f.arg("name"), f.arg("indication")) for f in found} == {("Phase 3", "QUORALIS", "gastric cancer")}


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Norvane completed the Phase 2 trial of NVT-101.", "completed"),
        ("Norvane is now enrolling patients in the Phase 2 trial of NVT-101.", "recruiting"),
        ("Norvane terminated the Phase 2 trial of NVT-101.", "stopped"),
    ],
)
def test_trial_states(text: str, state: str) -> None:
    """The words around a trial tell whether it is over, enrolling or stopped."""
    assert {f.arg("trial_status") for f in facts(text, family="trial")} == {state}


# -- milestones ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("NVT-101 entered the clinic in September 2024.", "phase_entry", "actual"),
        ("Norvane completed enrollment in the NVT-101 study in May 2025.", "enrollment_complete", "actual"),
        ("Norvane expects to submit a BLA with NVT-101 in the first half of 2027.", "regulatory_submission", "expected"),
    ],
)
def test_milestones_know_whether_they_have_happened(text: str, kind: str, status: str) -> None:
    """An event that has happened is actual; one expected or planned says so."""
    assert {(f.arg("kind"), f.status) for f in facts(text, family="milestone") if f.arg("compound") == NVT} == {(kind, status)}


def test_a_milestone_has_its_window() -> None:
    """A milestone keeps the words and the days of its time."""
    fact = next(f for f in facts("Norvane expects to submit a BLA with NVT-101 in the first half of 2027.", family="milestone"))
    assert fact.when is not None
    assert (str(fact.when.start), str(fact.when.end)) == ("2027-01-01", "2027-06-30")


def test_a_denied_event_is_no_milestone() -> None:
    """An event that the text denies is no milestone."""
    assert [f for f in facts("Norvane did not submit a BLA with NVT-101 in 2024.", family="milestone") if f.status == "actual"] == []


# -- aliases and merging -------------------------------------------------------------------------------------------------


def test_two_names_side_by_side_are_aliases() -> None:
    """A second name in brackets is an alias, and facts carry it."""
    found = facts("NVT-101 (norvatide) is in testing. NVT-101 targets CD37.")
    assert {frozenset((f.arg("compound"), f.arg("alias"))) for f in found if f.family == "alias"} == {frozenset({NVT, "norvatide"})}
    assert next(f for f in found if f.family == "has_target").aliases["compound"] == ("norvatide",)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("NVT-101 is now known by its nonproprietary name, quorinatug.", {NVT, "quorinatug"}),
        ("Quorinatug is the generic name recommended for NVT-101.", {NVT, "quorinatug"}),
        ("An expert body has assigned the name quorinatug to NVT-101.", {NVT, "quorinatug"}),
        ("If approved, NVT-101 will be marketed as ZELVEXA in Japan.", {NVT, "ZELVEXA"}),
        ("NVT-101 was approved by the FDA under the brand name ZELVEXA.", {NVT, "ZELVEXA"}),
        ("In June the European Commission approved NVT-101 under the name ZELVEXA.", {NVT, "ZELVEXA"}),
        ("The FDA has conditionally accepted ZELVEXA as the brand name for NVT-101.", {NVT, "ZELVEXA"}),
        ("We can say today that in time NVT-101 will be marketed\nas ZELVEXA in Japan.", {NVT, "ZELVEXA"}),
        ("We have settled on the nonproprietary\nname quorinatug for NVT-101.", {NVT, "quorinatug"}),
    ],
)
def test_a_sentence_may_name_a_compound(text: str, names: set[str]) -> None:
    """A nonproprietary name or a brand that a sentence gives a compound is an alias of it."""
    assert {frozenset((f.arg("compound"), f.arg("alias"))) for f in facts(text, family="alias")} == {frozenset(names)}


@pytest.mark.parametrize(
    "text",
    [
        "NVT-101 competes with drugs sold under the brand name ZELVEXA.",
        "NVT-101 is combined with pembrolizumab, which is marketed as ZELVEXA.",
        "NVT-101 was approved in combination with docetaxel under the brand name ZELVEXA.",
    ],
)
def test_the_brand_of_another_drug_names_no_compound(text: str) -> None:
    """A brand that belongs to something set beside a compound is no name of the compound."""
    assert [f for f in facts(text, family="alias") if NVT in (f.arg("compound"), f.arg("alias"))] == []


# -- compounds under their nonproprietary name only ----------------------------------------------------------------------

OF_TWO = "Norvane gave an update on NVT-101."


@pytest.mark.parametrize(
    ("text", "compound"),
    [
        ("Norvane plans to initiate a Phase 2 trial of quorintinib in glioma in early 2026.", "quorintinib"),
        ("Norvane plans to initiate a Phase 2 trial of trastuzumab in early 2026.", "trastuzumab"),
        ("Norvane expects to submit a BLA for quorintamab to the FDA in early 2026.", "quorintamab"),
        ("Norvane plans to initiate a Phase 2 trial of ZELVEXA in early 2026.", "ZELVEXA"),
    ],
)
def test_what_is_studied_or_filed_is_the_subject(text: str, compound: str) -> None:
    """A promise of a study or filing of a generic name is of that, beside a company's code told before."""
    assert {f.arg("compound") for f in facts(OF_TWO, text, family="milestone")} == {compound}


@pytest.mark.parametrize(
    "text",
    [
        "Norvane plans to initiate a Phase 2 trial in combination with pembrolizumab in early 2026.",
        "Norvane plans to initiate a Phase 2 trial of NVT-101 compared with docetaxel in early 2026.",
        "Norvane plans to initiate a Phase 2 trial in patients refractory to quorintinib in early 2026.",
        "Norvane plans to initiate a Phase 2 trial of NVT-101 and quorintinib in early 2026.",
    ],
)
def test_a_companion_drug_is_not_the_subject(text: str) -> None:
    """A partner drug, a comparator or a drug taken before is not what a study is of."""
    assert {f.arg("compound") for f in facts(OF_TWO, text, family="milestone")} == {NVT}


def test_a_drug_that_is_studied_elsewhere_leaves_the_topic() -> None:
    """A study of another drug does not take the topic of the release from its one compound."""
    text = ("A trial of osimertinib has shown what is possible.", "We plan to initiate a Phase 2 trial in early 2026.")
    assert {f.arg("compound") for f in facts(OF_TWO, *text, family="milestone")} == {NVT}


def test_two_names_of_one_compound_make_one_fact() -> None:
    """The same claim under two names of a compound is one fact with the evidence of both."""
    found = facts("NVT-101 (NVX-9001) is in testing. NVT-101 targets CD37.", "Now NVX-9001 targets CD37.", family="has_target")
    assert len(found) == 1
    assert len({e.quote for e in found[0].evidence}) == 2


def test_the_same_claim_twice_is_one_fact() -> None:
    """A claim said twice is one fact with the evidence of both sentences."""
    found = facts("NVT-101 targets CD37.", "As said, NVT-101 targets CD37.", family="has_target")
    assert len(found) == 1
    assert len({e.start for e in found[0].evidence}) == 2


# -- sections that say nothing -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("heading", ["Forward-Looking Statements", "Investor Contact", "Conference Call"])
def test_boilerplate_is_silent(heading: str) -> None:
    """Safe harbour, contacts and call notices state no facts of compounds."""
    assert not [
        f
        for f in facts(heading, "NVT-301 targets CD37 and is in Phase 2 testing for the treatment of gastric cancer.")
        if f.arg("compound") == "NVT-301"
    ]


def test_about_sections_speak() -> None:
    """What the "about" section says of a compound counts."""
    assert claims("About NVT-101", "NVT-101 targets CD37.", family="has_target") == {(NVT, "CD37")}


# -- laws of every fact --------------------------------------------------------------------------------------------------

MIXED = (
    "NVT-101 (norvatide), a TAP compound, targets CD37 and is in Phase 2 testing for the treatment of ovarian, breast and lung cancers.",
    "Norvane expects to start a Phase 3 trial of NVT-101 in combination with docetaxel in the second half of 2026.",
    "NVT-101 has been granted orphan drug status for ovarian cancer in the US and Europe.",
)


def test_facts_cite_what_stands_there() -> None:
    """Every quote of every fact is the raw text at its span."""
    document = read_text(release(*MIXED))
    found = pipeline.facts_of(document)
    assert len(found) > 8
    assert all(e.quote == document.raw[e.start : e.end] for f in found for e in f.evidence)


def test_facts_carry_only_arguments_of_their_family() -> None:
    """A fact has all arguments that its family needs and none that it does not know."""
    from triplewire.extract.families import families

    for fact in facts(*MIXED):
        spec = families()[fact.family]
        assert {a.name for a in spec.arguments if a.required} <= set(fact.args)
        assert all(spec.argument(name) for name in fact.args)


def test_fact_ids_are_unique_and_stable() -> None:
    """No two facts of a release share an id, and reading again gives the same ids."""
    once, again = facts(*MIXED), facts(*MIXED)
    assert len({f.id for f in once}) == len(once)
    assert [f.id for f in once] == [f.id for f in again]


def test_facts_name_their_rule() -> None:
    """Every fact names the rule that found it, and its confidence is a probability."""
    assert all(f.rule and 0 < f.confidence <= 1 for f in facts(*MIXED))


def test_who_licensed_is_the_partner_and_not_the_one_who_tells_of_it() -> None:
    """Of a licence between two others the company that tells of it is no party."""
    text = "In 2024 Belzer Pharma licensed a glioma therapy from Ostrava for $45 million upfront."
    found = {(f.arg("organization_a"), f.arg("organization_b")) for f in facts(text, family="partnered_with")}
    assert found == {("Belzer Pharma", "Ostrava")}


@pytest.mark.parametrize("mark", ["\ue000", "\ue001", "\ue001\ue000", "\ue000I\ue001"])
@pytest.mark.parametrize(
    "text", ["NVT-101 is in Phase 2 for small cell lung cancer (SCLC{}).", "NVT-101 is in Phase 2 for {}glioma{}, gout{} ("]
)
def test_a_character_that_marks_names_inside_is_only_a_character(text: str, mark: str) -> None:
    """A text may hold what masked sentences are made with; it opens and closes no name."""
    told = facts(text.replace("{}", mark), family="has_indication")
    assert {f.arg("compound") for f in told} == {NVT}
    assert all(f.evidence for f in told)
