"""What axe-core complains of on an opened page."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from tests.browser.conftest import Visit

# Only what is wrong comes back, which takes half the time; sheets are not asked for again, which the policy of pages would refuse.
RUN = """options => axe.run({resultTypes: ['violations'], preload: false, ...options})
  .then(found => found.violations.map(v => [v.id, v.nodes.slice(0, 3).map(n => n.html)]))"""


def violations(visit: Visit, **options: Any) -> list[tuple[str, list[str]]]:
    """The rules that are broken, each with the first elements that break it; `options` are those of `axe.run`."""
    if not visit.run("() => 'axe' in window"):
        visit.run(AXE_SCRIPT)
    return [(rule, elements) for rule, elements in visit.run(RUN, options)]
