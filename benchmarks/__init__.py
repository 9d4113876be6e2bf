"""Benchmarks: how fast, and how well. `python -m benchmarks` runs both; each folder runs alone with `python -m benchmarks.<folder>`."""
