"""Opening and moving a large network in a browser, against what pyvis draws of it by default; times are of the renderer's processor."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import pyoxigraph as ox

from benchmarks.speed.clock import Row
from triplewire.draw.model import Edge, Network, Node, Statement
from triplewire.draw.network import network_page
from triplewire.draw.reader import Reader

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
KINDS = ("compound", "compound", "indication", "target", "organization", "designation", "technology")
PATIENCE = 60.0
"""Seconds after which pyvis is stopped, whether its picture has come to rest or not; then its time is that of the processor until then."""
MOVES = 25
SIZE, LARGE, QUICK = 1000, 5000, 100
OURS = "() => document.querySelector('#graph[data-ready=yes]') !== null"
THEIRS = "() => typeof network !== 'undefined' && network.physics.stabilized"


def network(size: int, seed: int = 7) -> Network:
    """A made-up network of so many things of all types, about two links for each, with hubs; a few things have no link."""
    dice = random.Random(seed)
    ids = [f"urn:n{n:05d}" for n in range(size)]
    nodes = tuple(Node(i, f"NVT-{n}", KINDS[n % len(KINDS)]) for n, i in enumerate(ids))
    ends, pairs = [0], set[tuple[str, str]]()
    for n in range(1, size):
        for _ in range(dice.choice((0, 1, 2, 2, 3, 4))):
            other = dice.choice(ends) if dice.random() < 0.7 else dice.randrange(n)
            pairs.add((ids[n], ids[other]))
            ends += [n, other]
    edges = tuple(Edge(a, b, "linked to", (Statement(f"{a} {b}", a, "linked to", b),)) for a, b in sorted(pairs))
    return Network(nodes, edges)


def our_page(made: Network) -> str:
    """The page of a network with everything drawn."""
    return network_page(Reader(ox.Store()), "overview", made, limit=len(made.nodes))


def their_page(made: Network) -> str:
    """What pyvis makes of the same things and links as it comes: physics on, everything in one file."""
    from pyvis.network import Network as Canvas

    canvas = Canvas(directed=True, cdn_resources="in_line")
    for n in made.nodes:
        canvas.add_node(n.id, label=n.label)
    for e in made.edges:
        canvas.add_edge(e.source, e.target, title=e.relation)
    return str(canvas.generate_html())


@dataclass
class Opened:
    """A page in a browser of its own; `seconds` the processor seconds of the renderer until it was ready or stopped."""

    page: Any
    session: Any
    seconds: float = 0.0
    stopped: bool = False

    def cpu(self) -> float:
        """Processor seconds that the renderers have used."""
        found = self.session.send("SystemInfo.getProcessInfo")["processInfo"]
        return float(sum(p["cpuTime"] for p in found if p["type"] == "renderer"))

    def wait(self, ready: str, patience: float, most: float) -> None:
        """Waits until the page is ready, but not longer than `patience` seconds and not for more than `most` of the processor."""
        began = time.monotonic()
        self.page.evaluate(f"() => {{ setInterval(() => {{ if (({ready})()) document.title = 'ready' }}, 50) }}")
        while self.title() != "ready":
            self.seconds = self.cpu()
            if time.monotonic() - began > patience or self.seconds > most:
                self.stopped = True
                return
            time.sleep(0.1)
        self.seconds = self.cpu()

    def title(self) -> str:
        """The title of the page, asked of the browser: a page that is busy does not answer."""
        found = self.session.send("Target.getTargets")["targetInfos"]
        return next((str(t["title"]) for t in found if t["type"] == "page"), "")


@contextmanager
def opened(kind: Any, text: str, ready: str, *, patience: float = PATIENCE, most: float = float("inf")) -> Iterator[Opened]:
    """A page in a fresh browser without a network, waited for; `kind` is playwright's chromium."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(text, "utf-8")
        chromium = kind.launch(executable_path=str(CHROMIUM), args=FLAGS)
        try:
            context = chromium.new_context(viewport={"width": 1400, "height": 900}, offline=True, reduced_motion="reduce")
            found = Opened(context.new_page(), chromium.new_browser_cdp_session())
            found.page.goto(file.as_uri(), wait_until="commit")
            found.wait(ready, patience, most)
            yield found
        finally:
            chromium.close()


def opening(kind: Any, made: Network, *, patience: float = PATIENCE, enough: float = float("inf")) -> tuple[float, float, bool]:
    """Processor seconds to open a network, ours and pyvis's, and whether pyvis was stopped: after `patience`, or at `enough` times ours."""
    with opened(kind, our_page(made), OURS) as one:
        ours = one.seconds
    with opened(kind, their_page(made), THEIRS, patience=patience, most=enough * ours) as other:
        return ours, other.seconds, other.stopped


def moving(kind: Any, made: Network) -> tuple[float, bool]:
    """Processor seconds for each of 25 moves of a drag over the picture, and whether the picture had moved afterwards."""
    with opened(kind, our_page(made), OURS) as one:
        box = one.page.locator("#graph canvas").bounding_box()
        x, y = box["x"] + 12, box["y"] + 12
        picture = (
            "() => document.querySelector('#graph canvas').toDataURL().length + ' ' + JSON.stringify(triplewire.network.getViewPosition())"
        )
        before, used = one.page.evaluate(picture), one.cpu()
        one.page.mouse.move(x, y)
        one.page.mouse.down()
        for n in range(1, MOVES + 1):
            one.page.mouse.move(x + 8 * n, y + 4 * n)
            one.page.evaluate("() => new Promise(requestAnimationFrame)")
        one.page.mouse.up()
        return (one.cpu() - used) / MOVES, one.page.evaluate(picture) != before


def rows(say: Callable[[str], None], *, quick: bool) -> list[Row]:
    """Opening a network against pyvis as it comes, and a move over a large one against a move over a smaller."""
    if find_spec("playwright") is None or not CHROMIUM.exists():
        say("playwright or Debian's chromium is missing, so drawing is not in the table; pip install --group test, apt install chromium")
        return []
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        return _rows(p.chromium, say, quick=quick)


def _rows(kind: Any, say: Callable[[str], None], *, quick: bool) -> list[Row]:
    size, large, tries = (QUICK, 4 * QUICK, 1) if quick else (SIZE, LARGE, 3)
    made = network(size)
    ours, theirs, stopped = opening(kind, made, patience=10 if quick else PATIENCE)
    say(f"{size:,} things, {len(made.edges):,} links: opened with {ours:.2f} s, pyvis {theirs:.2f} s{', stopped' if stopped else ''}")
    small, big = (median(moving(kind, network(n))[0] for _ in range(tries)) for n in (size, large))
    say(f"a move of a drag: {1000 * small:.1f} ms over {size:,} things, {1000 * big:.1f} ms over {large:,}")
    return [
        Row(f"open a network of {size:,} things", ours, f"pyvis as it comes{', stopped' if stopped else ''}", theirs, "≥ 10"),
        Row(f"a move over {large:,} things", big, f"a move over {size:,}", small),
    ]
