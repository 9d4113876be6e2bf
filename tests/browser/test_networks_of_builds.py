"""The networks of real builds in a real browser: the samples, and the first release, on a desk and on a phone, by day and by night."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.browser.conftest import Browser
from tests.browser.test_views import NETWORKS, OVERLAPS
from tests.shared import need_shared

import triplewire as tw
from triplewire.draw.network.ways import Ways
from triplewire.draw.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LOOKS = [(1400, False), (390, True)]
SMALLEST = "() => (triplewire.net.data.crowded ? 12 : triplewire.network.getScale() * 15)"


def pages(graph: tw.Graph, out: Path) -> Path:
    """The networks of a graph, one file each; those about things with the things that have most links."""
    pair = Ways(Reader(graph.store)).pair()
    assert pair
    for view in NETWORKS:
        focus = pair[0] if view in ("compound", "path") else None
        (out / f"{view}.html").write_text(graph.draw(view, focus=focus, to=pair[1] if view == "path" else None), "utf-8")
    return out


@pytest.fixture(scope="module")
def samples(sample_graph: tw.Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The networks of the sample releases."""
    return pages(sample_graph, tmp_path_factory.mktemp("samples-drawn"))


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The networks of the first release, which lies beside the checkout."""
    out = tmp_path_factory.mktemp("seed-drawn")
    tw.build([need_shared() / "releases" / "seed"], out / "build")
    return pages(tw.open(out / "build"), out)


def look(browser: Browser, file: Path) -> None:
    """Holds one page against what all pictures promise; test_access.py asks axe."""
    for width, dark in LOOKS:
        with browser.open(file, width=width, dark=dark) as visit:
            assert visit.run(OVERLAPS) == []
            assert visit.run(SMALLEST) >= 10.99
            assert visit.run("() => document.documentElement.scrollWidth") <= width
            assert visit.errors == []


@pytest.mark.parametrize("view", NETWORKS)
def test_the_networks_of_the_samples_can_be_read(browser: Browser, samples: Path, view: str) -> None:
    """Nothing overlaps, no label is under 11 pixels, nothing scrolls sideways, the console has nothing to say."""
    look(browser, samples / f"{view}.html")


@pytest.mark.shared
@pytest.mark.parametrize("view", NETWORKS)
def test_the_networks_of_the_first_release_can_be_read(browser: Browser, seed: Path, view: str) -> None:
    """So do those of the first release."""
    look(browser, seed / f"{view}.html")
