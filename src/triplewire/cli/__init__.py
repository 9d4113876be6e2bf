"""The command line: one module per verb, all thin over `triplewire.api`. Exit codes: see `triplewire --help`."""

from triplewire.cli.app import app, main

__all__ = ["app", "main"]
