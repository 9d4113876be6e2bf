"""Deals in the many wordings of releases: what is paid, by whom, to whom."""

from __future__ import annotations

import pytest

from triplewire.extract.issuer.deals import deal_facts
from triplewire.pipeline import reading_of
from triplewire.read import read_text

OWN, THEIR = "Norvane Therapeutics", "Velmora Pharma"
HEAD = """# Norvane Therapeutics Provides Corporate Update

BOSTON, June 1, 2015 (GLOBE NEWSWIRE) -- Norvane Therapeutics, Inc. (Nasdaq: NRVN), a biotechnology company, today gave an update.

"""
Deal = tuple[str, str, str, float | None]


def deals(text: str) -> set[Deal]:
    """Payer, payee, kind and amount of the deals of a paragraph."""
    facts = deal_facts(reading_of(read_text(f"{HEAD}{text}\n")))
    amounts = [f.args.get("amount") for f in facts]
    return {(f.arg("payer"), f.arg("payee"), f.arg("kind"), None if a is None else float(a)) for f, a in zip(facts, amounts, strict=True)}


WORDINGS: list[tuple[str, set[Deal]]] = [
    (
        (
            "Velmora Pharma AG (NYSE: VLM) said that it has signed a definitive agreement to acquire Oldenbrook Sciences, a company that "
            "works on treatments for rare disorders of the kidney in children and adults, for $800 million."
        ),
        {(THEIR, "Oldenbrook Sciences", "total", 800000000)},
    ),
    (
        "Velmora Pharma AG (NYSE: VLM) agreed this year to buy the U.S. biotech Oldenbrook Inc. for as much as $2.2 billion.",
        {(THEIR, "Oldenbrook", "total", 2200000000)},
    ),
    (
        "Under the terms of the agreement, Velmora Pharma AG will make an upfront payment of $40 million to Norvane.",
        {(THEIR, OWN, "upfront", 40000000)},
    ),
    ("Velmora Pharma AG paid Norvane a $3 million technology access fee.", {(THEIR, OWN, "upfront", 3000000)}),
    (
        "Norvane will receive an initial payment of €5.5 million from Velmora Pharma AG, and may receive milestone payments and royalties.",
        {(THEIR, OWN, "milestone", None), (THEIR, OWN, "royalty", None), (THEIR, OWN, "upfront", 5500000)},
    ),
    (
        (
            "Velmora Pharma AG licensed exclusive rights to use Norvane's technology. Norvane received a one-time fee of $1 "
            "million and is entitled to up to $41.5 million in milestone payments plus royalties on product sales."
        ),
        {(THEIR, OWN, "milestone", 41500000), (THEIR, OWN, "royalty", None), (THEIR, OWN, "upfront", 1000000)},
    ),
    (
        (
            "In exchange, Velmora Pharma AG will pay Norvane $12 million up front, and up to $200 million in potential "
            "development and commercial milestones, as well as tiered, mid-single-digit to low-teens royalties."
        ),
        {(THEIR, OWN, "milestone", 200000000), (THEIR, OWN, "royalty", None), (THEIR, OWN, "upfront", 12000000)},
    ),
    (
        "The achievement of this milestone triggers a $5 million payment to Norvane from Velmora Pharma AG.",
        {(THEIR, OWN, "milestone", 5000000)},
    ),
    (
        "Dosing of the first patient by Velmora Pharma AG triggered a milestone payment of $2 million to Norvane.",
        {(THEIR, OWN, "milestone", 2000000)},
    ),
    (
        "Velmora Pharma AG's submission of the IND application entitles Norvane to a $1 million milestone payment.",
        {(THEIR, OWN, "milestone", 1000000)},
    ),
    (
        "Norvane has earned a $4.5 million milestone payment under its collaboration with Velmora Pharma AG.",
        {(THEIR, OWN, "milestone", 4500000)},
    ),
    ("A milestone payment of $8 million is payable to Norvane by Velmora Pharma AG upon approval.", {(THEIR, OWN, "milestone", 8000000)}),
    ("Velmora Pharma AG has agreed to purchase $25 million of Norvane common stock at a premium.", {(THEIR, OWN, "equity", 25000000)}),
    ("In addition, Velmora Pharma AG will make a $10 million equity investment in Norvane.", {(THEIR, OWN, "equity", 10000000)}),
    ("Velmora Pharma AG will subscribe for Norvane shares to a value of £7 million.", {(THEIR, OWN, "equity", 7000000)}),
    ("The collaboration with Velmora Pharma AG is worth up to $500 million to Norvane.", {(THEIR, OWN, "total", 500000000)}),
    (
        "Velmora Pharma AG has an option to license each product candidate for an option exercise fee of $15 million payable to Norvane.",
        {(THEIR, OWN, "option_exercise", 15000000)},
    ),
    ("Velmora Pharma AG exercised its option and paid Norvane a $20 million opt-in fee.", {(THEIR, OWN, "option_exercise", 20000000)}),
    (
        "Velmora Pharma AG will provide Norvane with $9 million in research funding over three years.",
        {(THEIR, OWN, "research_support", 9000000)},
    ),
    (
        "Norvane will receive $6 million in committed research funding over two years from Velmora Pharma AG.",
        {(THEIR, OWN, "research_support", 6000000)},
    ),
    (
        (
            "Norvane has licensed its linker technology to Velmora Pharma AG, to Harlow Biologics GmbH and, "
            "most recently, to Tessaro Corp., each of which pays fees, milestones and royalties."
        ),
        {
            ("Harlow Biologics", OWN, "milestone", None),
            ("Harlow Biologics", OWN, "royalty", None),
            ("Tessaro", OWN, "milestone", None),
            ("Tessaro", OWN, "royalty", None),
            (THEIR, OWN, "milestone", None),
            (THEIR, OWN, "royalty", None),
        },
    ),
    (
        (
            "Norvane in-licensed NVT-101 from Velmora Pharma AG in 2012 for an upfront payment of $2 "
            "million and is obligated to pay milestones and royalties on net sales."
        ),
        {(OWN, THEIR, "milestone", None), (OWN, THEIR, "royalty", None), (OWN, THEIR, "upfront", 2000000)},
    ),
    (
        "Norvane acquired NVT-101 from Velmora Pharma AG for $10 million in cash and up to $90 million in contingent milestone payments.",
        {(OWN, THEIR, "milestone", 90000000), (OWN, THEIR, "total", 10000000)},
    ),
    (
        "Velmora Pharma AG will acquire Norvane for $14.50 per share in cash, or a total equity value of approximately $1.1 billion.",
        {(THEIR, OWN, "total", 1100000000)},
    ),
    (
        "Norvane announced the pricing of an underwritten public offering with gross proceeds of approximately $75 million.",
        {("investors", OWN, "equity", 75000000)},
    ),
    ("Norvane closed a $52 million Series B financing led by Harlow Ventures.", {("investors", OWN, "equity", 52000000)}),
    ("Norvane raised $30 million in a private placement.", {("investors", OWN, "equity", 30000000)}),
    (
        "Norvane was awarded a $3.2 million grant from the National Cancer Institute.",
        {("National Cancer Institute", OWN, "research_support", 3200000)},
    ),
    (
        "The National Cancer Institute awarded Norvane a grant of $2.5 million.",
        {("National Cancer Institute", OWN, "research_support", 2500000)},
    ),
    (
        "Lilly's 2023 purchase of Versanis Bio for up to $1.9 billion showed the interest.",
        {("Eli Lilly", "Versanis Bio", "total", 1900000000)},
    ),
    ("In 2019, Pfizer acquired Array BioPharma for $11.4 billion.", {("Pfizer", "Array BioPharma", "total", 11400000000)}),
    (
        "Velmora Pharma AG paid Harlow Biologics GmbH $50 million upfront in a similar deal.",
        {(THEIR, "Harlow Biologics", "upfront", 50000000)},
    ),
    ("Norvane will pay Velmora Pharma AG low single-digit royalties on net sales.", {(OWN, THEIR, "royalty", None)}),
    (
        (
            "Norvane is eligible to receive up to $325 million in development, "
            "regulatory and sales milestones per target from Velmora Pharma AG."
        ),
        {(THEIR, OWN, "milestone", 325000000)},
    ),
    ("Norvane could receive more than $600 million from Velmora Pharma AG in milestone payments.", {(THEIR, OWN, "milestone", 600000000)}),
    (
        (
            "The agreement with Velmora Pharma AG has a potential value in excess of $400 "
            "million, including an upfront payment of $10 million to Norvane."
        ),
        {(THEIR, OWN, "total", 400000000), (THEIR, OWN, "upfront", 10000000)},
    ),
    (
        (
            "Velmora Pharma AG is responsible for all development costs and will pay "
            "Norvane tiered royalties ranging from 10 percent to the high teens."
        ),
        {(THEIR, OWN, "royalty", None)},
    ),
    ("Norvane retains all rights in Japan and owes no royalties to Velmora Pharma AG.", set()),
    ("Norvane achieved several milestones in 2014 with its partner Velmora Pharma AG.", set()),
    ("Norvane expects key clinical milestones in the second half, including data from Velmora Pharma AG.", set()),
    ("Norvane reported license revenue of $12 million from Velmora Pharma AG.", set()),
    ("Revenues were $12 million, including milestone payments from Velmora Pharma AG of $5 million.", {(THEIR, OWN, "milestone", 5000000)}),
    ("Net cash used was $12 million. Velmora Pharma AG starts a trial.", set()),
    (
        "Velmora Pharma AG, our partner in Japan, has paid us $2 million on signature and a further $1 million in 2013.",
        {(THEIR, OWN, "upfront", 1000000), (THEIR, OWN, "upfront", 2000000)},
    ),
    ("We received a $10 million milestone payment from our partner Velmora Pharma AG in March.", {(THEIR, OWN, "milestone", 10000000)}),
    (
        (
            "Norvane granted Velmora Pharma AG exclusive rights to NVT-101 in Europe in return "
            "for €15 million at signing and up to €110 million in milestones."
        ),
        {(THEIR, OWN, "milestone", 110000000), (THEIR, OWN, "upfront", 15000000)},
    ),
    (
        "Velmora Pharma AG in-licensed NVT-101 for Greater China from Norvane for HK$80 million upfront.",
        {(THEIR, OWN, "upfront", 80000000)},
    ),
    ("Velmora Pharma AG shareholders will receive one CVR for each share worth up to $3.00 per share.", set()),
    (
        "The U.S. Department of Defense has granted Norvane $4 million to develop NVT-101.",
        {("U.S. Department of Defense", OWN, "research_support", 4000000)},
    ),
    ("Velmora Pharma AG has committed to invest up to $35 million in Norvane.", {(THEIR, OWN, "equity", 35000000)}),
    (
        (
            "Velmora Pharma AG and Norvane will share profits equally; Velmora Pharma AG is to pay $30 million "
            "on signing and up to a further $270 million on reaching certain development goals."
        ),
        {(THEIR, OWN, "milestone", 270000000), (THEIR, OWN, "upfront", 30000000)},
    ),
    ("Norvane entered into a $20 million loan agreement with Velmora Capital.", set()),
    (
        "With this event Norvane becomes entitled to a payment of US$ 6 million from Velmora Pharma AG.",
        {(THEIR, OWN, "milestone", 6000000)},
    ),
    (
        (
            "Financial terms of the agreement with Velmora Pharma AG include an "
            "undisclosed upfront payment, milestones and royalties to Norvane."
        ),
        {(THEIR, OWN, "milestone", None), (THEIR, OWN, "royalty", None), (THEIR, OWN, "upfront", None)},
    ),
    ("Velmora Pharma AG's option fee of $5 million was received by Norvane in May.", {(THEIR, OWN, "option_exercise", 5000000)}),
    (
        (
            "To date, Norvane has received approximately $55 million from Velmora Pharma "
            "AG in license fees, milestone payments and research funding."
        ),
        {(THEIR, OWN, "milestone", None), (THEIR, OWN, "upfront", 55000000)},
    ),
    ("Norvane and Velmora Pharma AG Sign $350 Million Licensing Deal", set()),
    ("The market for such drugs is worth $5 billion, Velmora Pharma AG said.", set()),
    (
        "NVT-101 was licensed to Velmora Pharma AG in 2009; Norvane stands to receive milestones and royalties.",
        {(THEIR, OWN, "milestone", None), (THEIR, OWN, "royalty", None)},
    ),
    ("Upon approval, Velmora Pharma AG would owe Norvane $30 million.", {(THEIR, OWN, "milestone", 30000000)}),
    ("Norvane booked a milestone of $3.5 million from Velmora Pharma AG after the BLA was accepted.", {(THEIR, OWN, "milestone", 3500000)}),
    (
        "Velmora Pharma AG will receive milestone payments and royalties from Norvane on sales of NVT-101.",
        {(OWN, THEIR, "milestone", None), (OWN, THEIR, "royalty", None)},
    ),
    (
        "The trial is supported by a grant of up to €2.4 million from the European Commission's Horizon 2020 programme.",
        {("European Commission", OWN, "research_support", 2400000)},
    ),
    (
        (
            "On June 1, Velmora Pharma AG and Norvane signed a license agreement covering NVT-101. Norvane will be paid $7 million at "
            "signing "
            "and is eligible for up to $180 million in further payments upon reaching development and commercial milestones."
        ),
        {(THEIR, OWN, "milestone", 180000000), (THEIR, OWN, "upfront", 7000000)},
    ),
    (
        (
            "Velmora Pharma AG paid an exercise fee of $10 million in exchange for exclusive commercial "
            "rights, with Norvane eligible to receive milestones of as much as $400 million."
        ),
        {(THEIR, OWN, "milestone", 400000000), (THEIR, OWN, "option_exercise", 10000000)},
    ),
    ("Norvane shall receive 15% of net sales as royalties from Velmora Pharma AG.", {(THEIR, OWN, "royalty", None)}),
    (
        (
            "Velmora Pharma AG agreed to fund all development and to make additional payments totaling "
            "up to $105 million upon the achievement of certain milestones to Norvane."
        ),
        {(THEIR, OWN, "milestone", 105000000)},
    ),
    (
        "Norvane also announced that it has achieved a $5 million milestone under its agreement with Velmora Pharma AG.",
        {(THEIR, OWN, "milestone", 5000000)},
    ),
    (
        "Velmora Pharma AG's initiation of the Phase 3 study triggered a $10.5 million milestone payment.",
        {(THEIR, OWN, "milestone", 10500000)},
    ),
    ("This event triggers a milestone payment of $1 million from Velmora Pharma AG.", {(THEIR, OWN, "milestone", 1000000)}),
    ("Norvane is due to receive a US$2 million payment from Velmora Pharma AG for this event.", {(THEIR, OWN, "milestone", 2000000)}),
    ("Norvane today announced a $12 million strategic investment by Velmora Pharma AG.", {(THEIR, OWN, "equity", 12000000)}),
    ("Velmora Pharma AG bought $15 million of newly issued shares of Norvane.", {(THEIR, OWN, "equity", 15000000)}),
    (
        (
            "Velmora Pharma AG obtained worldwide rights to NVT-101, for which it will pay Norvane "
            "$9 million upfront, plus milestones that could total $215 million."
        ),
        {(THEIR, OWN, "milestone", 215000000), (THEIR, OWN, "upfront", 9000000)},
    ),
    (
        "The deal, potentially worth more than $700 million, gives Velmora Pharma AG rights to three targets.",
        {(THEIR, OWN, "total", 700000000)},
    ),
    (
        (
            "Norvane will be eligible to receive up to $325 million in milestone payments for each "
            "target, and royalties in the mid-single digits, from Velmora Pharma AG."
        ),
        {(THEIR, OWN, "milestone", 325000000), (THEIR, OWN, "royalty", None)},
    ),
    ("Velmora Pharma AG made a second payment of €3 million to Norvane under the research agreement.", {(THEIR, OWN, "upfront", 3000000)}),
    (
        "Under the 2009 license, Norvane owes Velmora Pharma AG milestone payments totaling up to $45 million and a royalty on sales.",
        {(OWN, THEIR, "milestone", 45000000), (OWN, THEIR, "royalty", None)},
    ),
    (
        "Norvane has received $20 million of a potential $300 million in milestones from Velmora Pharma AG.",
        {(THEIR, OWN, "milestone", 20000000), (THEIR, OWN, "milestone", 300000000)},
    ),
    (
        "Velmora Pharma AG acquired Harlow Biologics GmbH in 2013 for $90 million upfront and $60 million in contingent payments.",
        {(THEIR, "Harlow Biologics", "milestone", 60000000), (THEIR, "Harlow Biologics", "upfront", 90000000)},
    ),
    (
        "Norvane completed the sale of its priority review voucher to Velmora Pharma AG for $110 million.",
        {(THEIR, OWN, "upfront", 110000000)},
    ),
    ("The Michael J. Fox Foundation has awarded Norvane $1.5 million.", {("Michael J. Fox Foundation", OWN, "research_support", 1500000)}),
    (
        "Norvane won a $22 million contract from BARDA.",
        {("Biomedical Advanced Research and Development Authority", OWN, "research_support", 22000000)},
    ),
    (
        "Norvane announced an $80 million Series C financing led by Harlow Ventures, with participation from Velmora Capital.",
        {("investors", OWN, "equity", 80000000)},
    ),
    (
        "Each of Velmora Pharma AG and Harlow Biologics GmbH pays Norvane annual fees, milestones and royalties.",
        {
            ("Harlow Biologics", OWN, "milestone", None),
            ("Harlow Biologics", OWN, "royalty", None),
            (THEIR, OWN, "milestone", None),
            (THEIR, OWN, "royalty", None),
        },
    ),
    (
        "Norvane received milestone payments of $5 million from Velmora Pharma AG and $3 million from Harlow Biologics GmbH.",
        {("Harlow Biologics", OWN, "milestone", 3000000), (THEIR, OWN, "milestone", 5000000)},
    ),
    (
        "Velmora Pharma AG is solely responsible for development; Norvane earns milestones and double-digit royalties.",
        {(THEIR, OWN, "milestone", None), (THEIR, OWN, "royalty", None)},
    ),
    (
        "As part of the deal Velmora Pharma AG pays $100 million in cash and buys $50 million in Norvane stock.",
        {(THEIR, OWN, "equity", 50000000), (THEIR, OWN, "upfront", 100000000)},
    ),
    ("Norvane may elect to co-fund trials; in return it would receive a profit share.", set()),
    ("Velmora Pharma AG reported sales of NVT-101 of $150 million.", set()),
    ("Norvane believes the $8 billion market is large and Velmora Pharma AG agrees.", set()),
    (
        "We are entitled to receive additional milestones and tiered royalties from Velmora Pharma AG on net sales of Adcelio.",
        {(THEIR, OWN, "milestone", None), (THEIR, OWN, "royalty", None)},
    ),
    ("If all milestones are met, Velmora Pharma AG would pay Norvane up to $270 million.", {(THEIR, OWN, "milestone", 270000000)}),
    ("Norvane will pay 5% of net sales to Velmora Pharma AG as a royalty.", {(OWN, THEIR, "royalty", None)}),
    (
        "Velmora Pharma AG, which licensed NVT-101 in 2010, paid $6 million on enrolment of the first patient.",
        {(THEIR, OWN, "milestone", 6000000)},
    ),
    ("In consideration of the licence, Norvane received CHF 12 million from Velmora Pharma AG.", {(THEIR, OWN, "upfront", 12000000)}),
    ("The licence fee of £1.5 million has been received from Velmora Pharma AG.", {(THEIR, OWN, "upfront", 1500000)}),
]


@pytest.mark.parametrize(("text", "expected"), WORDINGS)
def test_a_deal_is_read_in_this_wording(text: str, expected: set[Deal]) -> None:
    """The sentence tells these payments, and no others."""
    assert deals(text) == expected


def test_the_wordings_are_many() -> None:
    """The list of wordings is not cut short by accident."""
    assert len(WORDINGS) >= 80
