"""Biotech press releases in, a knowledge graph of drugs, partners and indications out."""
