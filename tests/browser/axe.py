"""What axe-core complains of on an opened page."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from tests.browser.conftest import Visit

# Only what is wrong comes back, which takes half the time; sheets are not asked for again, which the policy of pages would refuse.
RUN = """options => axe.run({resultTypes: ['violations'], preload: false, ...options})
  .then(found => found.violations.map(v => [v.id, v.nodes.slice(0, 3).map(n => n.html)]))"""

# It keeps what it works out by element in weak maps, which the collector of the browser goes through again and again.
SCRIPT = f"(WeakMap => {{ {AXE_SCRIPT} }})(class extends Map {{}})"

# A fourth of the work is reading colours, a few in each page, again and again; each is read once.
READ_ONCE = """() => {
  const color = axe.commons.color.Color.prototype, read = color.parseString, known = new Map();
  color.parseString = function (text) {
    if (!known.has(text)) known.set(text, (c => [c.r, c.g, c.b, c.alpha])(read.call(this, text)));
    [this.r, this.g, this.b, this.alpha] = known.get(text);
    return this;
  };
}"""


def violations(visit: Visit, **options: Any) -> list[tuple[str, list[str]]]:
    """The rules that are broken, each with the first elements that break it; `options` are those of `axe.run`."""
    if not visit.run("() => 'axe' in window"):
        visit.run(SCRIPT)
        visit.run(READ_ONCE)
    return [(rule, elements) for rule, elements in visit.run(RUN, options)]
