"""What must not be on a page: elements, attributes and addresses that no template of ours writes, as the parser of a browser sees them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from typing import Any
from xml.etree import ElementTree as ET

from tests.browser.conftest import Visit
from tests.browser.payloads import PAYLOADS, TEXTS

MADE = {"canvas", "article", "br"}
"""Elements that only scripts make."""
MADE_ATTRIBUTES = {"style", "tabindex", "width", "height", "font-family", "font-weight", "opacity", "data-ready"}
MADE_ATTRIBUTES |= {"data-theme", "data-thing", "aria-valuetext", "aria-sort"}
MOST = 4_000_000
"""Characters of pages that are handed to a browser at once."""
SAME_ORIGIN = ("data:", "blob:")
_SVG = "{http://www.w3.org/2000/svg}"


def _known() -> Mapping[str, list[str]]:
    """The elements and attributes that templates and the modules that draw write, and those that scripts make."""
    folder = resources.files("triplewire.draw")
    files = [f for part in (folder.joinpath("templates"), folder.joinpath("ontology"), folder) for f in part.iterdir() if f.is_file()]
    text = "\n".join(f.read_text("utf-8") for f in files if f.name.endswith((".html", ".py")))
    tags, attributes = re.findall(r"<([a-z][a-z0-9]*)\b", text), re.findall(r"[ \"}]([a-zA-Z][a-zA-Z0-9:-]*)=\"", text)
    alone = ("hidden", "disabled", "checked", "selected", "required", "open", "download")
    return {"tags": sorted({*tags, "tbody", *MADE}), "attributes": sorted({*map(str.lower, attributes), *alone, *MADE_ATTRIBUTES})}


KNOWN = _known()
FAULTS = """(doc, known) => {
  const out = [], tags = new Set(known.tags), attributes = new Set(known.attributes);
  const policy = doc.querySelector('meta[http-equiv]').content;
  const hashes = part => (policy.split(';').find(p => p.trim().startsWith(part)).match(/'sha256-/g) || []).length;
  const fault = (what, e) => out.push(`${what}: ${e.outerHTML.slice(0, 200)}`);
  for (const e of doc.querySelectorAll('*')) {
    if (!tags.has(e.localName.toLowerCase())) fault(`element ${e.localName}`, e);
    for (const a of e.attributes) {
      const name = a.name.toLowerCase(), value = a.value.replace(/[\\u0000-\\u0020]/g, '');
      if (name.startsWith('on') || !attributes.has(name)) fault(`attribute ${name}`, e);
      if (/^(href|src|action|formaction|xlink:href|cite|ping|poster)$/.test(name)) {
        const scheme = (value.match(/^([^/?#]*?):/) || [])[1];
        if ((scheme !== undefined && !/^https?$/.test(scheme)) || /^[/\\\\]{2}/.test(value)) fault('address', e);
        if (e.localName === 'script' && !/^(\\/|(\\.\\.\\/)*)assets\\/[a-z-]+\\.js$/.test(value)) fault('script', e);
      }
    }
  }
  const inline = [...doc.scripts].filter(s => !s.hasAttribute('src') && !s.type);
  if (inline.length !== hashes('script-src')) out.push(`${inline.length} scripts in the page`);
  if (doc.querySelectorAll('style').length !== hashes('style-src')) out.push('style elements');
  if (doc.querySelectorAll('meta').length !== 5 || doc.querySelectorAll('title').length < 1) out.push('head');
  const texts = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const turns = /[\u202a-\u202e\u2066-\u2069]/.test(texts.currentNode.data), e = texts.currentNode.parentElement;
    if (turns && !e.closest('bdi, [dir], option, title, desc, script')) fault('direction', e);
  }
  for (const s of doc.scripts) if (/json/.test(s.type)) JSON.parse(s.textContent);
  return out;
}"""
PARSED = f"""([texts, known]) => {{ const faults = {FAULTS};
  return texts.flatMap((text, n) => faults(new DOMParser().parseFromString(text, 'text/html'), known).map(f => `${{n}}: ${{f}}`)) }}"""
TOUCH_GRAPH = """() => {
  const net = triplewire.network;
  for (const id of net.body.data.nodes.getIds().slice(0, 15)) {
    net.body.emitter.emit('click', {nodes: [id], edges: []});
    net.interactionHandler.popupObj = undefined;
    net.interactionHandler._checkShowPopup(net.canvasToDOM(net.getPosition(id)));
  }
  for (const id of net.body.data.edges.getIds().slice(0, 15)) net.body.emitter.emit('click', {nodes: [], edges: [id]});
  for (const box of [...document.querySelectorAll('input[name=type]')].slice(-3)) { box.click(); box.click(); }
  const first = net.body.data.nodes.getIds().find(id => !triplewire.net.things.get(id).members);
  if (first) triplewire.net.pick(first);
  for (const [selector, times] of [['#words .more button', 2], ['#words [data-thing]', 1], ['#undo', 2], ['#copy', 1], ['#morefacts', 1]])
    for (let n = 0; n < times; n += 1) { const b = document.querySelector(selector); if (b && !b.disabled) b.click(); }
}"""
TOUCH_PAGE = """() => {
  const send = (e, kind) => e.dispatchEvent(new MouseEvent(kind, {bubbles: true, cancelable: true}));
  for (const d of document.querySelectorAll('details')) d.open = true;
  for (const e of [...document.querySelectorAll('[data-claims]')].slice(0, 120)) send(e, 'click');
  for (const e of [...document.querySelectorAll('[data-show]')].slice(0, 60)) send(e, 'click');
  for (const b of document.querySelectorAll('main [data-copy], #answer thead button, [data-prefix] button, #earlier button')) b.click();
  for (const s of document.querySelectorAll('main select')) for (const o of [...s.options].slice(0, 12)) {
    s.value = o.value;
    s.dispatchEvent(new Event('change', {bubbles: true}));
  }
  const all = [...document.querySelectorAll('main *')], step = Math.ceil(all.length / 3000);
  all.filter((e, n) => n % step === 0).forEach(e => { send(e, 'mouseover'); send(e, 'mousemove'); });
}"""


def touch(visit: Visit) -> None:
    """Uses a page in every way: hover and click on all that is there, search, filter, expand, hide, undo, copy, export and print."""
    network = visit.page.query_selector("#graph")
    visit.run(TOUCH_PAGE)
    if network:
        visit.run(TOUCH_GRAPH)
        assert_drawing_is_harmless(visit.run("() => triplewire.net.draw()"))
    for box in ("#find", "#search", "#narrow", "#says", "#narrowrows", "#from", "#to"):
        if visit.page.query_selector(box):
            for text in (PAYLOADS["full width"], PAYLOADS["script"]):
                visit.page.fill(box, text)
                if box == "#find":
                    visit.page.press(box, "Enter")
    visit.page.emulate_media(media="print")
    visit.page.emulate_media(media="screen")
    visit.run("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 20)))")


def assert_harmless(visit: Visit, own: str) -> None:
    """Nothing ran or asked, no dialog came up, nothing went wrong, and nothing is on the page that is not ours; the site lies at `own`."""
    assert visit.run("() => window.ran") is None
    assert visit.errors == []
    assert [r for r in visit.requests if not r.startswith((own, *SAME_ORIGIN))] == []
    assert visit.run(f"known => ({FAULTS})(document, known)", KNOWN) == []


def faults(visit: Visit, texts: Iterable[str]) -> list[str]:
    """What is on pages, given as text, that is not ours, as the browser parses them."""
    found: list[str] = []
    for some in batched(texts):
        found += visit.run(PARSED, [some, KNOWN])
    return found


def batched(texts: Iterable[str]) -> Iterator[list[str]]:
    """The texts in lists that a browser takes in one go."""
    some: list[str] = []
    for text in texts:
        if some and sum(map(len, some)) + len(text) > MOST:
            yield some
            some = []
        some.append(text)
    yield some


def assert_drawing_is_harmless(drawing: str) -> ET.Element:
    """A drawing is XML without script, handlers, links and foreign elements; its root."""
    root = ET.fromstring(drawing)
    for e in root.iter():
        assert e.tag.removeprefix(_SVG) in {"svg", "g", "path", "circle", "rect", "line", "text", "title", "desc", "tspan"}, e.tag
        assert not [name for name in e.attrib if name.startswith("on") or "href" in name or name == "style"], e.attrib
    return root


def joined() -> str:
    """All payloads behind each other, but for the overlong one: as one value of a form."""
    return " ".join(text for name, text in PAYLOADS.items() if name != "overlong")


def all_values() -> list[Any]:
    """Every payload, and all of them at once."""
    return [*TEXTS, joined()]
