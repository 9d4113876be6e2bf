"""What look-up by name or synonym gets wrong, and grounding must not: each trap is one that public lists of names really set."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from triplewire import lexicon, resources, vocab
from triplewire.ground import grounding
from triplewire.ground.stems import stem_of
from triplewire.lexicon.checks import curies
from triplewire.lexicon.tables import read_table
from triplewire.reason import infer
from triplewire.triplify import background
from triplewire.triplify.rdf import graph, name


def found(kind: str, words: str, *aliases: str) -> str:
    """The identifier of a name, "" when it has none."""
    got = grounding(kind, words, aliases)
    return got.curie if got else ""


def all_ids(kind: str, words: str) -> set[str]:
    """All identifiers of a name, the further ones too."""
    term = lexicon.resolve(kind, words)
    return set(curies(lexicon.load().forms(kind, term.name)[0])) if term else set()


@pytest.mark.parametrize("words", ["Merkel cell carcinoma", "Merkel-cell carcinomas", "cutaneous neuroendocrine carcinoma"])
def test_merkel_cell_carcinoma_is_the_cutaneous_one(words: str) -> None:
    """MONDO:0019210 and its partners, whichever name is used."""
    assert {"mondo:0019210", "ncit:C9231", "orphanet:79140"} <= all_ids("indication", words)


def test_the_namesake_of_merkel_cell_carcinoma_is_nowhere() -> None:
    """MONDO:0002822, DOID:3965 and NCIT C4068, which share the synonym, stand in no lexicon; trabecular adenocarcinoma gets nothing."""
    used = {curie for term in lexicon.load().terms for curie in curies(term)}
    assert not used & {"mondo:0002822", "doid:3965", "ncit:C4068"}
    assert found("indication", "trabecular adenocarcinoma", "Merkel cell carcinoma") != "mondo:0002822"


def conjugates() -> list[lexicon.Term]:
    """The compounds that are conjugates: by a word or suffix of any of their names."""
    lex = lexicon.load()
    heads = [t for t in lex.terms if t.type == "compound" and t.canonical]
    return [t for t in heads if "conjugate" in t.attrs or any(stem_of(f.form) for f in lex.forms("compound", t.name))]


def test_no_conjugate_has_an_identifier_of_a_bare_antibody() -> None:
    """The identifiers of conjugates and those of antibodies without payload are apart."""
    bound = {term.name for term in conjugates()}
    bare = {c for t in lexicon.load().terms if t.type == "compound" and t.canonical and t.name not in bound for c in curies(t)}
    assert len(bound) > 50
    assert [t.name for t in conjugates() if bare & set(curies(t))] == []


def test_the_heading_gemtuzumab_is_not_the_conjugate() -> None:
    """MeSH D000079982 is labelled Gemtuzumab, so gemtuzumab ozogamicin must do without."""
    assert "mesh:D000079982" not in all_ids("compound", "gemtuzumab ozogamicin")
    assert found("compound", "gemtuzumab ozogamicin") == "drugbank:DB00056"
    assert found("compound", "gemtuzumab") == ""


def test_the_trastuzumab_cluster_is_taken_apart() -> None:
    """Trastuzumab and the conjugates that lists put in one row with it share no identifier."""
    names = ("trastuzumab", "trastuzumab emtansine", "trastuzumab deruxtecan", "trastuzumab duocarmazine")
    groups = [all_ids("compound", words) for words in names]
    assert all(groups)
    assert len(set.union(*groups)) == sum(map(len, groups))
    assert found("compound", "T-DM1") == "drugbank:DB05773"


NOT_FOUND = (
    "laprituximab emtansine|pivekimab sunirine|datopotamab deruxtecan|ifinatamab deruxtecan|raludotatug deruxtecan|zilovertamab vedotin|"
    "enapotamab vedotin|upifitamab rilsodotin|camidanlumab tesirine|sacituzumab tirumotecan"
)


@pytest.mark.parametrize("words", NOT_FOUND.split("|"))
def test_what_no_source_has_stays_blank(words: str) -> None:
    """Conjugates whose identifiers were looked for and not found have none, least of all their antibody's."""
    assert lexicon.resolve("compound", words)
    assert all_ids("compound", words) == set()


@pytest.mark.parametrize("words", ["DM1", "SMCC", "SPDB", "DM-1"])
def test_payloads_and_linkers_are_no_proteins(words: str) -> None:
    """DM1 is no kinase and SMCC no muscle protein: as targets they are nothing, and their own identifiers are chemicals."""
    assert found("target", words) == ""
    own = all_ids("payload", words) | all_ids("linker", words)
    assert own
    assert {curie.partition(":")[0] for curie in own} <= {"chebi", "mesh"}


@pytest.mark.parametrize("words", ["DM4", "DXd", "SG3199", "SPP", "sulfo-SPDB"])
def test_payloads_and_linkers_without_a_verified_identifier_have_none(words: str) -> None:
    """What was not verified is left blank."""
    assert all_ids("payload", words) | all_ids("linker", words) == set()


@pytest.mark.parametrize("words", ["CRIPTO", "Cripto", "TDGF1", "Cripto-1"])
def test_a_former_symbol_leads_to_the_approved_one(words: str) -> None:
    """TDGF1 is the former symbol of CRIPTO, HGNC 11701."""
    assert all_ids("target", words) == {"hgnc:11701", "uniprot:P13385"}


def test_a_withdrawn_entry_is_never_used() -> None:
    """CD30 is HGNC 11923 (TNFRSF8), not the withdrawn entry 1657 that bears its name."""
    assert found("target", "CD30") == "hgnc:11923"
    assert not any("hgnc:1657" in curies(term) for term in lexicon.load().terms)


def test_a_sugar_epitope_is_not_the_gene_with_its_symbol() -> None:
    """CA6 is an epitope; HGNC 1380 is carbonic anhydrase 6."""
    assert lexicon.resolve("target", "CA6")
    assert all_ids("target", "CA6") == set()


@pytest.mark.parametrize("words", ["αvβ3 integrin", "integrin αvβ6", "αvβ3"])
def test_a_complex_has_no_gene_of_its_own(words: str) -> None:
    """An integrin is two chains; the chains have genes, the pair has none."""
    assert lexicon.resolve("target", words)
    assert all_ids("target", words) == set()
    assert found("target", "ITGAV") == "hgnc:6150"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GLP-1", "GLP-1 receptor"),
        ("GIP", "GIP receptor"),
        ("leptin", "leptin receptor"),
        ("IL-36", "IL-36R"),
        ("SMN1", "SMN2"),
        ("MEK1", "MEK"),
    ],
)
def test_a_ligand_is_not_its_receptor_nor_a_gene_its_neighbour(one: str, other: str) -> None:
    """Things that are told in one breath stay two things."""
    first, second = lexicon.resolve("target", one), lexicon.resolve("target", other)
    assert first
    assert second
    assert first.name != second.name
    assert all_ids("target", one).isdisjoint(all_ids("target", other))


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("influenza A", "mondo:0005460"),
        ("sickle cell disease", "mondo:0011382"),
        ("oral mucositis", "mondo:0004842"),
        ("narcolepsy type 1", "mondo:0008062"),
        ("acute hepatic porphyria", "mondo:0013000"),
        ("nonalcoholic steatohepatitis", "mondo:0011022"),
        ("small lymphocytic lymphoma", "mondo:0004948"),
    ],
)
def test_an_exact_synonym_may_be_another_disease(words: str, wrong: str) -> None:
    """Identifiers that ontologies give by an exact synonym and that a person found to be another thing are not taken."""
    assert lexicon.resolve("indication", words)
    assert wrong not in all_ids("indication", words)


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ("acute myocardial infarction", "myocardial infarction"),
        ("amyotrophic lateral sclerosis", "motor neuron disease"),
        ("chronic hepatitis B", "hepatitis B"),
        ("autosomal dominant polycystic kidney disease", "polycystic kidney disease"),
        ("invasive aspergillosis", "aspergillosis"),
        ("myotonic dystrophy type 1", "myotonic dystrophy"),
    ],
)
def test_a_wide_name_is_not_read_as_the_narrow_disease(narrow: str, wide: str) -> None:
    """A disease and a kind of it are two names with two identifiers."""
    assert all_ids("indication", narrow)
    assert all_ids("indication", wide)
    assert all_ids("indication", narrow).isdisjoint(all_ids("indication", wide))


@pytest.mark.parametrize(
    ("words", "ids"), [("solid tumors", {"ncit:C9292"}), ("hematological malignancies", set()), ("liquid tumors", set())]
)
def test_umbrellas_have_what_was_verified(words: str, ids: set[str]) -> None:
    """Words for many diseases have an identifier only where their label is the same."""
    assert all_ids("indication", words) == ids


@pytest.mark.parametrize(
    ("former", "later"),
    [
        ("sanofi-aventis", "Sanofi"),
        ("Bayer Schering Pharma", "Bayer"),
        ("Biogen Idec", "Biogen"),
        ("GlaxoSmithKline", "GSK"),
        ("Seattle Genetics", "Seagen"),
        ("Isis Pharmaceuticals", "Ionis"),
        ("Mylan", "Viatris"),
    ],
)
def test_a_name_of_an_earlier_time_is_a_thing_of_its_own(former: str, later: str) -> None:
    """A former company has no identifier of its successor, and the background says who followed, and when."""
    assert found("organization", former) == ""
    one, other = (NamedNode(vocab.entity("organization", words)) for words in (former, later))
    quads = background([Quad(one, name("rdf:type"), name("tw:Organization"), graph("release/x"))])
    triple = (one, name("tw:succeededBy"), other)
    assert triple in {(q.subject, q.predicate, q.object) for q in quads}
    assert [q for q in quads if q.predicate == name("tw:eventDate")]
    assert not [q for q in quads if q.predicate == name("owl:sameAs")]


QIDS = {
    "Roche": "Q212646",
    "Novartis": "Q507154",
    "Bayer": "Q152051",
    "Sanofi": "Q158205",
    "Genentech": "Q899140",
    "Pfizer": "Q206921",
    "GSK": "Q212322",
    "AstraZeneca": "Q731938",
    "Eli Lilly": "Q632240",
    "Bristol Myers Squibb": "Q266423",
    "Amgen": "Q470517",
    "National Cancer Institute": "Q664846",
}


def test_numbers_of_wikidata_are_those_whose_labels_were_compared() -> None:
    """Public files give some of these numbers to a marshal and a philosopher; only the checked pairs are used."""
    rows = read_table(resources.path("data", "groundings", "organization.sssom.tsv")).dicts()
    used = {row["subject_label"]: row["object_id"].partition(":")[2] for row in rows if row["object_id"].startswith("wikidata:")}
    assert used == {label: QIDS[label] for label in used}
    assert len(used) >= 11


def test_merck_alone_is_nobody() -> None:
    """Two companies are called Merck."""
    assert found("organization", "Merck") == ""
    assert found("organization", "Merck & Co.") == "cik:310158"


@pytest.mark.parametrize(
    ("curie", "iri"),
    [
        ("hgnc:3430", "http://identifiers.org/hgnc/3430"),
        ("orphanet:79140", "http://www.orpha.net/ORDO/Orphanet_79140"),
        ("mesh:C579429", "http://id.nlm.nih.gov/mesh/C579429"),
        ("mondo:0019210", "http://purl.obolibrary.org/obo/MONDO_0019210"),
    ],
)
def test_identifiers_become_canonical_addresses(curie: str, iri: str) -> None:
    """The addresses are those that RDF data of the sources use, never those of a browser or with #! in them."""
    assert vocab.curie_to_iri(curie) == iri


def mentioned(words: str) -> list[Quad]:
    """A graph that names a compound."""
    node = NamedNode(vocab.entity("compound", words))
    where = graph("release/x")
    return [Quad(node, name("rdf:type"), name("tw:Compound"), where), Quad(node, name("rdfs:label"), Literal(words), where)]


def test_a_maytansinoid_does_not_make_a_compound_one_of_the_platform() -> None:
    """DM1 makes a maytansinoid conjugate, and nothing about the technology it is made with."""
    quads = [*mentioned("bivatuzumab mertansine"), *background(mentioned("bivatuzumab mertansine"))]
    node = name("compound:bivatuzumab-mertansine")
    types = {q.object for q in infer(quads) if q.subject == node and q.predicate == name("rdf:type")}
    assert name("tw:MaytansinoidConjugate") in types
    assert name("tw:TAPCompound") not in types
    assert not [q for q in (*quads, *infer(quads)) if q.subject == node and q.predicate == name("tw:usesTechnology")]
