"""Names that nobody bears, made of syllables: companies, compounds, trials, people; and the diseases and meetings that go together."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

ONSETS: Sequence[str] = (
    *("Norv", "Quorl", "Zelm", "Vexl", "Brysk", "Tamv", "Ulfr", "Oskv", "Drovn", "Kessl"),
    *("Wynd", "Jarlv", "Fennr", "Mirvq", "Graltv", "Heskl", "Lunvr", "Ymbr", "Corvq", "Skeldr"),
)
RIMES: Sequence[str] = ("ane", "orin", "adax", "ithex", "omoor", "elith", "akova", "undrel", "ovist", "athorn", "iquay", "endal", "otrix")
FORMS: Sequence[tuple[str, str]] = (
    ("Therapeutics", ", Inc."),
    ("Pharma", " plc"),
    ("Biosciences", ", Inc."),
    ("Pharmaceuticals", ", Inc."),
    ("Biotherapeutics", ", Inc."),
    ("Medicines", ", Inc."),
    ("Biopharma", " Ltd."),
)
TAKEN = frozenset(("IND", "NDA", "BLA", "MAA", "FDA", "EMA", "PDL", "HER", "CDK", "TNF", "MET", "AML", "CLL", "RSV", "HBV", "HCV", "HIV"))
"""Letters that mean something else before a number."""
SYLLABLES: Sequence[str] = (
    "nor",
    "va",
    "zu",
    "bri",
    "quo",
    "dex",
    "mil",
    "or",
    "pa",
    "sel",
    "ti",
    "gru",
    "fe",
    "lam",
    "ko",
    "rin",
    "tov",
    "wes",
)
STEMS: Mapping[str, Sequence[str]] = {"BLA": ("tamab", "limab", "ketug", "vetamig"), "NDA": ("tinib", "ciclib", "stat", "gepant", "vaptan")}
BRANDS: Sequence[str] = ("ZA", "VRO", "QUE", "LYX", "TRU", "OVO", "DRE", "KIM", "NYV", "XEL")
ENDS: Sequence[str] = ("VRIO", "LYXA", "QENT", "DORA", "ZYVA", "BRIQ")
TRIALS: Sequence[str] = ("VEL", "ZOR", "HARB", "TESK", "LUM", "GRAV", "OLV", "PRYM", "KEST", "WIND")
TRIAL_ENDS: Sequence[str] = ("ORA", "IX", "ENTO", "AQUE", "IST", "UVO")
FIRST: Sequence[str] = ("Alma", "Bertil", "Carys", "Dov", "Edda", "Farid", "Greta", "Hakon", "Ilse", "Jonas", "Katya", "Leopold")
LAST: Sequence[str] = ("Ambrun", "Birkholt", "Corvask", "Delmquist", "Ekvard", "Fonteyl", "Grimsund", "Hollvane", "Ivarsen", "Jorvik")
CITIES: Sequence[str] = (
    *("CAMBRIDGE, Mass.", "SAN DIEGO", "SEATTLE", "DURHAM, N.C.", "PRINCETON, N.J.", "SOUTH SAN FRANCISCO, Calif."),
    *("OXFORD, England", "BASEL, Switzerland", "COPENHAGEN, Denmark", "HOUSTON", "WALTHAM, Mass.", "TORONTO"),
)
AREAS: Sequence[tuple[tuple[str, ...], tuple[str, ...]]] = (
    (("plaque psoriasis", "alopecia areata", "atopic dermatitis"), ("AAD", "EADV")),
    (("acute myeloid leukemia", "multiple myeloma", "sickle cell disease"), ("ASH", "EHA")),
    (("non-small cell lung cancer", "pancreatic cancer", "ovarian cancer"), ("ASCO", "ESMO", "AACR")),
    (("asthma", "cystic fibrosis", "idiopathic pulmonary fibrosis"), ("ATS", "ERS")),
    (("multiple sclerosis", "migraine", "myasthenia gravis"), ("AAN", "ECTRIMS")),
    (("rheumatoid arthritis", "systemic lupus erythematosus", "gout"), ("ACR", "EULAR")),
    (("type 2 diabetes", "obesity", "hypoparathyroidism"), ("ADA", "EASD")),
    (("hepatitis B", "primary biliary cholangitis", "alcoholic hepatitis"), ("AASLD", "EASL")),
)
VENUES: Mapping[str, str] = {
    "AAD": "American Academy of Dermatology",
    "EADV": "European Academy of Dermatology and Venereology",
    "ASH": "American Society of Hematology",
    "EHA": "European Hematology Association",
    "ASCO": "American Society of Clinical Oncology",
    "ESMO": "European Society for Medical Oncology",
    "AACR": "American Association for Cancer Research",
    "ATS": "American Thoracic Society",
    "ERS": "European Respiratory Society",
    "AAN": "American Academy of Neurology",
    "ECTRIMS": "European Committee for Treatment and Research in Multiple Sclerosis",
    "ACR": "American College of Rheumatology",
    "EULAR": "European League Against Rheumatism",
    "ADA": "American Diabetes Association",
    "EASD": "European Association for the Study of Diabetes",
    "AASLD": "American Association for the Study of Liver Diseases",
    "EASL": "European Association for the Study of the Liver",
}

MEASURES: Mapping[str, str] = {
    "research_and_development_expenses": "research and development expenses",
    "general_and_administrative_expenses": "general and administrative expenses",
    "operating_expenses": "operating expenses",
    "capital_expenditures": "capital expenditures",
    "product_sales": "net product sales",
    "cost_of_sales": "cost of sales",
}
"""Measures of guidance by what a ledger calls them, with their words; all plurals or taken as such."""


def company(rng: random.Random, taken: set[str]) -> tuple[str, str]:
    """A short name (`Norvane Therapeutics`) and the full one (`Norvane Therapeutics, Inc.`), whose first word is not taken; it is then."""
    while (first := rng.choice(ONSETS) + rng.choice(RIMES)) in taken:
        pass
    taken.add(first)
    form, end = rng.choice(FORMS)
    return f"{first} {form}", f"{first} {form}{end}"


def prefix(name: str, taken: set[str]) -> str:
    """Three letters of the name for its codes: the first and two consonants that follow, not taken; they are then."""
    letters = [c for c in name.split()[0][1:].upper() if c not in "AEIOUY"]
    pairs = [name[0] + a + b for i, a in enumerate(letters) for b in letters[i + 1 :]]
    spare = [name[0] + a + b for a in "XZKV" for b in "BKQZ"]
    found = next(p for p in [*pairs, *spare] if p not in TAKEN | taken)
    taken.add(found)
    return found


def codes(letters: str, number: int, rng: random.Random) -> list[str]:
    """So many codes, each second one a near twin of the one before it (`NVT-101`, `NVT-110`)."""
    starts = rng.sample([100 * a + b for a in range(1, 10) for b in (1, 2, 3, 4, 5, 6, 7, 8, 9)], (number + 1) // 2)
    twins = [(n, n // 100 * 100 + n % 10 * 10) for n in starts]
    return [f"{letters}-{n}" for pair in twins for n in pair][:number]


def inn(application: str, rng: random.Random, taken: set[str]) -> str:
    """A nonproprietary name with the stem of its sort, not taken; it is then."""
    while (name := "".join(rng.sample(SYLLABLES, 2)) + rng.choice(STEMS[application])) in taken:
        pass
    taken.add(name)
    return name


def brand(rng: random.Random) -> str:
    """A brand in capitals."""
    return rng.choice(BRANDS) + rng.choice(ENDS)


def trial(rng: random.Random, taken: set[str]) -> str:
    """The acronym of a trial, not taken; it is then."""
    while (name := f"{rng.choice(TRIALS)}{rng.choice(TRIAL_ENDS)}-{rng.randint(1, 9)}") in taken:
        pass
    taken.add(name)
    return name


def person(rng: random.Random) -> str:
    """A first and a last name with a degree."""
    return f"{rng.choice(FIRST)} {rng.choice(LAST)}, {rng.choice(('M.D.', 'Ph.D.', 'M.D., Ph.D.'))}"
