"""The look of the views, from `data/style.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from triplewire import resources

# Glyph outlines in a 20 by 20 box, the same shapes that the network draws; the circle is drawn as a circle.
PATHS = {
    "square": "M3 3H17V17H3Z",
    "diamond": "M10 1.6 18.4 10 10 18.4 1.6 10Z",
    "hexagon": "M5.6 2.4H14.4L18.8 10 14.4 17.6H5.6L1.2 10Z",
    "star": "M10 1.2 12.5 7.2 19 7.7 14.1 12 15.6 18.4 10 15 4.4 18.4 5.9 12 1 7.7 7.5 7.2Z",
    "triangle": "M10 2.4 18.6 17.4H1.4Z",
    "triangleDown": "M10 17.6 1.4 2.6H18.6Z",
}

# By shape the radius of its outline in that box, as the network counts the size of a glyph.
RADII = {"dot": 7.4, "square": 7.0, "diamond": 8.4, "hexagon": 8.8, "star": 8.4, "triangle": 7.5, "triangleDown": 7.5}


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """How one type of thing looks, what it is called, and the classes of the ontology that it stands for."""

    name: str
    label: str
    plural: str
    fill: str
    border: str
    shape: str
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatusStyle:
    """How a line of one status looks: `dash` is a dash pattern in pixels, empty for a solid line."""

    name: str
    label: str
    help: str
    dash: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Style:
    """Everything in `data/style.toml`; sizes in pixels at scale 1, colours as `#RRGGBB`."""

    types: Mapping[str, TypeStyle]
    statuses: Mapping[str, StatusStyle]
    edge: Mapping[str, Any]
    node: Mapping[str, Any]
    light: Mapping[str, str]
    dark: Mapping[str, str]
    bands: Mapping[str, tuple[str, str]]
    stages: Mapping[str, str]
    timeline: Mapping[str, str]
    parts: tuple[tuple[str, str, str], ...]

    def size(self, degree: int) -> float:
        """The radius of a node's glyph by its number of links."""
        grown = self.node["base"] + self.node["per_root_degree"] * degree**0.5
        return float(round(min(self.node["cap"], grown), 1))

    def type_of(self, cls: str) -> str:
        """The type that a class of the ontology (its local name) is drawn as, "" when it is not drawn."""
        return next((name for name, t in self.types.items() if cls in t.classes), "")

    def band(self, stage: str) -> str:
        """The colour band of a stage; the first one for a stage that the file does not name."""
        return self.stages.get(stage, next(iter(self.bands)))

    def css(self) -> str:
        """The colours as CSS variables for both modes, and the classes of the bands and of the parts of charts."""
        light, dark = self._variables(self.light, ""), self._variables(self.dark, "_dark")
        chips = "".join(f".b-{name}{{--chip:{fill};--ink:{ink}}}" for name, (fill, ink) in self.bands.items())
        system = f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark};color-scheme:dark}}}}"
        parts = "".join(f".p{n}{{--part:{fill};--rim:{rim};--in:{ink}}}" for n, (fill, rim, ink) in enumerate(self.parts))
        return f":root{{{light};color-scheme:light}}{system}:root[data-theme=dark]{{{dark};color-scheme:dark}}{chips}{parts}"

    def _variables(self, colours: Mapping[str, str], mode: str) -> str:
        line = self.timeline
        marks = {name: line.get(key + mode, line[key]) for name, key in (("achieved", "achieved"), ("due", "expected"), ("rel", "release"))}
        return ";".join(f"--{k}:{v}" for k, v in {**colours, **marks, "halo": colours["bg"]}.items())


@cache
def style() -> Style:
    """The shipped style. Raises DataError when the file is broken."""
    raw = resources.toml("data", "style.toml")
    return Style(
        types={
            k: TypeStyle(k, v["label"], v["plural"], v["fill"], v["border"], v["shape"], tuple(v["classes"]))
            for k, v in raw["types"].items()
        },
        statuses={k: StatusStyle(k, v["label"], v["help"], tuple(v["dash"])) for k, v in raw["statuses"].items()},
        edge=raw["edge"],
        node=raw["node"],
        light=raw["light"],
        dark=raw["dark"],
        bands={k: (v[0], v[1]) for k, v in raw["bands"].items()},
        stages=raw["stages"],
        timeline=raw["timeline"],
        parts=tuple((fill, rim, ink) for fill, rim, ink in raw["chart"]["parts"]),
    )
