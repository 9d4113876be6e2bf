"""Takes the pictures of the README from a build of the sample releases: `python docs/images/make.py`. Needs Debian's chromium."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import triplewire as tw

HERE = Path(__file__).parent
VIEWS = {"pipeline": (1400, 1000)}
FOCUS = "ImmunoGen"


def main() -> None:
    """One PNG per view, in the light scheme."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        tw.build(out=folder)
        graph = tw.open(folder)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for view, (width, height) in VIEWS.items():
            file = Path(folder) / f"{view}.html"
            file.write_text(graph.draw(view, focus=FOCUS), "utf-8")
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
            page.goto(file.as_uri())
            page.wait_for_timeout(1000)
            page.get_by_role("button", name="Fit").click()
            page.wait_for_timeout(1000)
            page.screenshot(path=HERE / f"{view}.png")
        browser.close()


if __name__ == "__main__":
    main()
