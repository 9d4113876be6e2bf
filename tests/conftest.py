"""Its place makes the suites of this package importable as `tests.…`, wherever a test file lies: `from tests.shared import need_shared`."""
