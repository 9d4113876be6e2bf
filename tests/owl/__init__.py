"""The OWL API as a judge of OWL 2 profiles; see `profile.py`."""
