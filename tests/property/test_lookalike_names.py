"""Names that look alike and are not the same: clean texts full of them keep every one."""

from __future__ import annotations

import random
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.text_half import release

from triplewire import pipeline
from triplewire.read import read_text
from triplewire.repair import repair

SETS = (
    ("PD-1", "PD-L1", "PD-L2"),
    ("PD1", "PDL1"),
    ("IL-1", "IL-11", "IL-12"),
    ("IL-2", "IL-21", "IL-22"),
    ("DM1", "DM4"),
    ("CD3", "CD33", "CD38"),
    ("CD19", "CD20", "CD22"),
    ("CD8", "CD8B"),
    ("CD2", "CO2"),
    ("CDK4", "CD4", "CDK6"),
    ("HER1", "HER2", "HER3"),
    ("BCL2", "BCL6"),
    ("OX40", "OX40L"),
    ("GLP-1", "GIP"),
    ("S1P", "SIP"),
    ("MS1", "MSI"),
    ("MR1", "MRI"),
    ("IL1", "ILI"),
    ("T1D", "TID"),
    ("B10", "BIO"),
    ("1L", "IL", "2L"),
    ("A1", "AI"),
    ("SGN-35", "SGN-75"),
    ("TAK-700", "TAK-701", "TAK-7000"),
    ("GS-101", "GS-1101", "GS-9101"),
    ("BL22", "B12"),
    ("TNX-801", "TNX-1800"),
    ("NRX-100", "NRX-101"),
    ("LP-184", "LP-284"),
    ("LYS006", "LY506"),
    ("ADP-A2M4", "ADP-A2"),
    ("NVT-101", "NVT-101B", "NVT-1011"),
    ("QRX7731", "QRX7737", "QRX773"),
    ("RG7593", "R7593"),
    ("SAR3419", "SAR34190"),
    ("AB-101", "ABI-101"),
    ("KLB808", "KLB888"),
    ("Revolution", "evolution"),
    ("Lumanor", "Lumanors"),
    ("Norvanumab", "Norvalumab"),
    ("leukemia", "leukaemia"),
    ("pleural", "plural"),
    ("particle", "article"),
    ("asymptomatic", "symptomatic"),
    ("therapeutic", "therapeutics"),
)
SENTENCES = (
    "The study of {} has ended.",
    "In the same trial {} was given.",
    "Norvane spoke about {} and about nothing else.",
    "Results with {}, as told before, are due.",
    "Nobody had seen ({}) there.",
)


def crowded(seed: int) -> tuple[str, Counter[str]]:
    """A clean text in which some sets of look-alikes stand together, one rare beside the other often, and how often each stands there."""
    rng = random.Random(seed)
    chosen = [name for names in rng.sample(SETS, rng.randint(1, 4)) for name in names]
    said = [name for name in chosen for _ in range(rng.choice((1, 1, 2, 5, 9)))]
    rng.shuffle(said)
    return " ".join(rng.choice(SENTENCES).format(name) for name in said), Counter(said)


def test_there_are_enough_sets() -> None:
    """Forty sets, of two names or more, none twice."""
    assert len(SETS) >= 40
    assert len({name for names in SETS for name in names}) == sum(map(len, SETS))


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**6))
def test_a_clean_text_of_look_alikes_is_not_touched(seed: int) -> None:
    """However rare one of two well-formed names is beside the other, nothing is mended, so none becomes the other."""
    text, _ = crowded(seed)
    assert [(e.old, e.new) for e in repair(read_text(release(text))).repairs] == []


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**6))
def test_look_alikes_are_never_one_name(seed: int) -> None:
    """Two names of a set that are both found have no canonical name in common."""
    text, said = crowded(seed)
    reading = pipeline.reading_of(read_text(release(text)))
    found: dict[tuple[str, str], set[str]] = {}
    for mention in reading.mentions:
        form = mention.span.of(reading.document.view)
        if form in said:
            found.setdefault((form, mention.type), set()).add(mention.name)
    for names in SETS[:36]:
        forms = [(form, kind) for form, kind in found if form in names]
        assert not any(a != b and found[a] & found[b] for a in forms for b in forms if a[0] != b[0]), (names, found)
