"""Takes the pictures of README and the tutorial from a build of the sample releases, on the walk that a test takes too:
`python docs/images/make.py`. Needs Debian's chromium. Nothing compares the pictures: fonts and browsers differ from system to system.
"""

from __future__ import annotations

import base64
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

import triplewire as tw

sys.path.insert(0, str(Path(__file__).parents[1]))
from images import walk
from served import serving

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = Path(__file__).parent
WIDTH, HEIGHT = 1200, 760
QUALITY = 80
README = {"pipeline": (900, "ImmunoGen")}
"""By view of the README the height of its picture, and what it is about."""


def main() -> None:
    """One picture for each step of the walk that the tutorial shows, `walk-NAME.webp`, and those of the README, `NAME.webp`, all light."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        tw.build(out=folder)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light", reduced_motion="reduce")
        with serving(Path(folder)) as home:
            page.goto(home)
            for step in walk.STEPS:
                step.do(page)
                if step.shown:
                    take(page, f"walk-{step.name}")
        for view, (height, focus) in README.items():
            file = Path(folder) / f"{view}.html"
            file.write_text(tw.open(folder).draw(view, focus=focus), "utf-8")
            page.set_viewport_size({"width": WIDTH, "height": height})
            page.goto(file.as_uri())
            page.locator("#graph[data-ready=yes]").wait_for()
            take(page, view)
        browser.close()


def take(page: Page, name: str) -> None:
    """Writes what the window shows, once it is at rest."""
    page.wait_for_timeout(500)
    shot = page.context.new_cdp_session(page).send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    (HERE / f"{name}.webp").write_bytes(base64.b64decode(shot["data"]))


if __name__ == "__main__":
    main()
