"""What a build consists of, written down: the files of DESIGN 3.2, made from a workbook and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triplewire import workbook
from triplewire.builds import Progress, silent
from triplewire.publish.product import Product, Tally
from triplewire.publish.report import as_json, report

if TYPE_CHECKING:
    from triplewire.draw import Ahead

PAGES = ("auto", "all", "few", "front")
"""Which pages a build writes: all; few, without those of single things and releases; only a front page; or `auto`, all where there are no
more than PAGED releases, else the front page.
"""
PAGED = 2000
AHEAD = 100
"""The questions on fewer releases are answered in the time that another process takes to start."""


def publish(product: Product, folder: Path, *, pages: str = "auto", workers: int = 1, tell: Progress = silent) -> dict[str, Any]:
    """Write every file of a build into `folder`, which has its store: facts, graph, report, pages (those of PAGES, with so many
    `workers`); `tell` is told of each page. Returns what is said of it at the end: Build.brief. Raises BuildError when a worker is
    killed, OSError as the disk does.
    """
    tell("store", 0, 0, "")
    written = chosen(pages, len(product.held))
    with _ahead(product, folder, written, workers) as ahead:
        tally = Tally.of(product)
        workbook.write_texts(product.book, folder, product.base)
        texts: dict[str, Iterable[str]] = {
            "void.ttl": [workbook.void_text(product.book)],
            "quarantine.jsonl": (f"{as_json(q.to_json())}\n" for q in product.quarantine),
            "report.json": report(product, tally),
        }
        for name, pieces in texts.items():
            with (folder / name).open("w", encoding="utf-8") as file:
                file.writelines(pieces)
        _pages(product, tally, folder, written, workers, ahead, tell)
    return {
        "as_of": str(product.as_of),
        "corrections": Counter(c.state for c in product.corrections),
        "counts": tally.counts(product),
        "left_out": dict(product.left_out),
        "quarantine": [q.line for q in product.quarantine],
        "since": str(product.since),
        "ungrounded": Counter(name.type for name in tally.ungrounded),
    }


def _ahead(product: Product, folder: Path, pages: str, workers: int) -> AbstractContextManager[Ahead | None]:
    """The pages of questions, begun by another process where there are several `workers` and enough for them."""
    if workers == 1 or pages == "front" or len(product.held) < AHEAD:
        return nullcontext()
    from triplewire import draw
    from triplewire.publish.site import HeldTexts

    return draw.Ahead(folder, product.as_of, HeldTexts(product.held), few=pages == "few")


def _pages(product: Product, tally: Tally, folder: Path, pages: str, workers: int, ahead: Ahead | None, tell: Progress) -> None:
    from triplewire import draw, store
    from triplewire.publish.site import front_info, site_info

    if pages == "front":
        written = len(draw.front(folder, front_info(product, tally)))
        tell("pages", written, written, "")
        return
    draw.site(
        store.open_store(folder / "store"),
        folder,
        site_info(product, tally),
        few=pages == "few",
        workers=workers,
        ahead=ahead,
        progress=lambda done, total, _: tell("pages", done, total, ""),
    )


def chosen(pages: str, releases: int, most: int = PAGED) -> str:
    """Which pages a build of so many releases writes: `all`, `few` or `front`."""
    if pages != "auto":
        return pages
    return "all" if releases <= most else "front"


__all__ = ["PAGED", "PAGES", "Product", "chosen", "publish"]
