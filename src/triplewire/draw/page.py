"""Pages from templates: everything escaped, one file each, and a policy that lets only our own scripts run."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources as packages
from typing import Any

from jinja2 import PackageLoader, StrictUndefined
from markupsafe import Markup

from triplewire import vocab
from triplewire.draw.quick import Templates
from triplewire.draw.style import PATHS, style
from triplewire.errors import TriplewireError

LIBRARY = "templates/lib/vis-9.1.2/vis-network.min.js"
NOTICE = "vis-network 9.1.2, https://visjs.org, licensed under Apache-2.0 or MIT; the copy that the pyvis package carries."


DATA_FORMS = {"ttl": "text/turtle", "jsonld": "application/ld+json", "nt": "application/n-triples"}
"""The ending of a file and its media type, of the forms in which a server answers with what a page tells."""


_PLAIN = re.compile(r"[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9._-]{0,120}\Z")


def path_of(iri: str) -> str:
    """The path of a thing of the data below the root of a site, "" where its IRI is another's or can be no path.

    >>> path_of("https://w3id.org/triplewire/id/compound/nvt-101")
    'id/compound/nvt-101'
    """
    path = iri.removeprefix(vocab.ID)
    return f"id/{path}" if path != iri and _PLAIN.match(path) else ""


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of the navigation: `href` from the root of the site, and the group that it is folded into, "" for none."""

    label: str
    href: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """Where a page stands in a site. A page drawn alone has none of it.

    `up` is the way from the page to the root of the site (`""`, `"../"`, …), `here` the file that the page is there, `pages` has the file
    of every thing with a page (by IRI). With `shared`, sheets and scripts lie in `assets/`; else the page carries its own. `live` says
    that a server answers, so that questions can be asked anew. `left` is the number of releases in a site that leaves out the pages of
    single things, else 0.
    """

    up: str = ""
    nav: tuple[Link, ...] = ()
    pages: Mapping[str, str] = field(default_factory=dict)
    here: str = ""
    shared: bool = False
    live: bool = False
    left: int = 0

    @property
    def bounded(self) -> bool:
        """Whether the lists of this page have to end somewhere: those of a file in a site do, a server and a view drawn alone show all."""
        return bool(self.nav) and not self.live

    def href(self, iri: str) -> str:
        """The page of a thing, "" when it has none; a server has one for everything in the graph."""
        file = self.pages.get(iri, "")
        path = file or (path_of(iri) if self.live else "")
        return self.up + path if path else ""

    def is_of(self, iri: str) -> bool:
        """Whether this is the page of a thing."""
        return bool(self.here) and self.pages.get(iri) == self.here

    def to(self, file: str) -> str:
        """The way to a file of the site, "" from a page that stands alone."""
        return self.up + file if self.nav else ""

    def at(self, file: str) -> Around:
        """The same site around another of its pages."""
        return replace(self, up="../" * file.count("/"), here=file)


ALONE = Around()
SHARED = "'self' file:"
"""Where the policy of a page that shares files lets them come from: beside it, on a server or on disk."""
ASSETS = "assets"
VIS, COLOURS = "vis-network.js", "style.css"
"""The assets that are no files of ours: the drawing library, and the colours of `data/style.toml`."""


@cache
def asset(name: str) -> str:
    """A script or style sheet by its name. Raises TriplewireError when pyvis lacks the drawing library."""
    if name in (VIS, COLOURS):
        return library() if name == VIS else style().css()
    return packages.files("triplewire.draw").joinpath("assets", name).read_text("utf-8")


@cache
def assets() -> dict[str, str]:
    """By file below the root of a site, the scripts and sheets that its pages share."""
    own = (file.name for file in packages.files("triplewire.draw").joinpath("assets").iterdir())
    return {f"{ASSETS}/{name}": asset(name) for name in sorted([*own, VIS, COLOURS])}


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


def policy(css: str, scripts: Sequence[str], *, shared: bool = False, forms: bool = False) -> str:
    """The Content-Security-Policy: no request at all but for what pages share, and only these style sheets and scripts. With `forms`
    the page may send its forms to its own site.
    """
    beside = [SHARED] if shared else []
    script_src = " ".join([*(_hash(s) for s in scripts), *beside]) or "'none'"
    style_src = " ".join([*([_hash(css)] if css else []), *beside]) or "'none'"
    targets = SHARED if forms else "'none'"
    return (
        f"default-src 'none'; script-src {script_src}; style-src {style_src}; img-src data:; "
        f"base-uri 'none'; form-action {targets}; object-src 'none'"
    )


def _hash(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


@cache
def _environment() -> Templates:
    loader = PackageLoader("triplewire.draw", "templates")
    env = Templates(loader=loader, autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    env.globals.update(style=style(), paths=PATHS)
    return env


def render(
    template: str,
    *,
    title: str,
    sheets: Sequence[str] = ("base.css",),
    scripts: Sequence[str] = ("page.js",),
    lede: str = "",
    foot: str = "",
    css: str = "",
    around: Around = ALONE,
    forms: bool = False,
    linked: Mapping[str, Any] | None = None,
    alternates: Sequence[tuple[str, str]] = (),
    **values: Any,
) -> str:
    """The finished page. `sheets` and `scripts` are names of assets in their order, `css` rules of this page alone. `forms` says that it
    has forms to send; `linked` is what it is about as schema.org JSON-LD, `alternates` media type and href of the same in other forms.
    `values` go to the template.
    """
    sheets = (COLOURS, *sheets)
    inline = [] if around.shared else [asset(name) for name in scripts]
    css = css if around.shared else "".join(asset(name) for name in sheets) + css
    return (
        _environment()
        .get_template(template)
        .render(
            title=title,
            lede=lede,
            foot=foot,
            around=around,
            css=sheet(css),
            sheets=[f"{around.up}{ASSETS}/{name}" for name in sheets] if around.shared else (),
            sources=[f"{around.up}{ASSETS}/{name}" for name in scripts] if around.shared else (),
            csp=policy(css, inline, shared=around.shared, forms=forms),
            scripts=[script(s) for s in inline],
            linked=data(linked) if linked else "",
            alternates=alternates,
            **values,
        )
    )
