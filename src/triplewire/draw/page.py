"""Pages from templates: everything escaped, one file each, and a policy that lets only our own scripts run."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources as packages
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from triplewire.draw.style import PATHS, style
from triplewire.errors import TriplewireError

LIBRARY = "templates/lib/vis-9.1.2/vis-network.min.js"
NOTICE = "vis-network 9.1.2, https://visjs.org, licensed under Apache-2.0 or MIT; the copy that the pyvis package carries."


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of the navigation; `href` is relative to the page."""

    label: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds a page of a site: the way home and to the other views, and the pages of compounds (IRI -> href). A page drawn
    alone has none of it. `library` is the href of a script that pages share, `sheet` that of a style sheet, "" when the page carries its
    own copy.
    """

    home: str = ""
    nav: tuple[Link, ...] = ()
    pages: Mapping[str, str] | None = None
    library: str = ""
    sheet: str = ""

    def href(self, iri: str) -> str:
        """The page of a thing, "" when it has none."""
        return (self.pages or {}).get(iri, "")


ALONE = Around()
SHARED = "'self' file:"
"""Where the policy of a page that shares files lets them come from: beside it, on a server or on disk."""


@cache
def asset(name: str) -> str:
    """One of the package's own scripts or style sheets."""
    return packages.files("triplewire.draw").joinpath("assets", name).read_text("utf-8")


@cache
def library() -> str:
    """vis-network as the installed pyvis package carries it, line ends normalized as an HTML parser would (the policy hashes what the
    parser sees). Raises TriplewireError when pyvis has none.
    """
    try:
        text = packages.files("pyvis").joinpath(LIBRARY).read_bytes().decode("utf-8-sig")
    except (OSError, ModuleNotFoundError) as error:
        raise TriplewireError(f"pyvis has no {LIBRARY}; reinstall it with: pip install 'pyvis>=0.3.2,<0.4'") from error
    return f"/* {NOTICE} */\n" + text.replace("\r\n", "\n").replace("\r", "\n")


def script(text: str) -> Markup:
    """A script as it may stand in a page: nothing in it can end the element early. Raises TriplewireError if something could."""
    if "</script" in text.lower() or "<!--" in text:
        raise TriplewireError("a script of the drawing package contains markup that would end it early")
    return Markup(text)  # noqa: S704 - ours, and checked above


def sheet(text: str) -> Markup:
    """A style sheet as it may stand in a page. Raises TriplewireError if something in it could end the element early."""
    if "</style" in text.lower():
        raise TriplewireError("a style sheet of the drawing package contains markup that would end it early")
    return Markup(text)  # noqa: S704 - ours, and checked above


def data(value: Any) -> Markup:
    """JSON for a data block: keys sorted, and no character that an HTML parser reacts to."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)  # noqa: S704 - escaped above


def safe_href(url: str) -> str:
    """The address when it is a web address, else "": only these may become links."""
    return url if re.match(r"https?://[A-Za-z0-9.-]+(:\d+)?([/?#][^\s<>\"]*)?\Z", url) else ""


def policy(css: str, scripts: Sequence[str], around: Around = ALONE, forms: str = "'none'") -> str:
    """The Content-Security-Policy: no request at all but for what pages share, and only these style sheets and scripts. `forms` is where
    a form may be sent.
    """
    allowed = " ".join([*(_hash(s) for s in scripts), *([SHARED] if around.library else [])])
    return (
        f"default-src 'none'; script-src {allowed}; style-src {SHARED if around.sheet else _hash(css)}; img-src data:; "
        f"base-uri 'none'; form-action {forms}; object-src 'none'"
    )


def _hash(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


@cache
def _environment() -> Environment:
    loader = PackageLoader("triplewire.draw", "templates")
    env = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=False, keep_trailing_newline=True)
    env.globals.update(style=style(), paths=PATHS)
    return env


def render(
    template: str,
    *,
    title: str,
    sheets: Sequence[str],
    scripts: Sequence[str],
    lede: str = "",
    foot: str = "",
    css: str = "",
    around: Around = ALONE,
    **values: Any,
) -> str:
    """The finished page. `sheets` are names of assets, `scripts` the texts to run in order, `css` rules of this page alone; `values`
    go to the template.
    """
    css = style().css() + "".join(asset(sheet) for sheet in sheets) + css
    return (
        _environment()
        .get_template(template)
        .render(
            title=title,
            lede=lede,
            foot=foot,
            home=around.home,
            nav=around.nav,
            library=around.library,
            css=sheet(css),
            sheet=around.sheet,
            csp=policy(css, scripts, around, "'self'" if values.get("form") else "'none'"),
            scripts=[script(s) for s in scripts],
            **values,
        )
    )
