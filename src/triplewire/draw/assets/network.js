/* A drawn network: what is in the picture, what filters and dates leave of it, what is in sight. Positions come from the page's data;
   nothing moves by itself. `triplewire.net` is what the other scripts of the page share. */
'use strict';
(() => {
  const block = document.getElementById('data');
  if (!block) return;
  const { dark } = window.triplewire;
  const data = JSON.parse(block.textContent);
  const by = (id) => document.getElementById(id);
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const rank = ['stated', 'expected', 'inferred'];
  const things = new Map([...data.nodes, ...data.moreNodes].map((n) => [n.id, n]));
  const links = new Map([...data.edges, ...data.moreEdges].map((e) => [e.id, e]));
  const touching = new Map([...things.keys()].map((id) => [id, []]));
  const plural = (n, word) => `${n.toLocaleString('en')} ${word}${n === 1 ? '' : 's'}`;
  for (const e of links.values()) {
    touching.get(e.from).push(e);
    touching.get(e.to).push(e);
    const sure = e.dashes ? (String(e.dashes) === String(data.dashes.expected) ? 'expected' : 'inferred') : 'stated';
    e.title = `${things.get(e.from).name} ${e.relation} ${things.get(e.to).name}\n${data.statuses[sure]}`;
  }
  for (const n of things.values()) {
    const facts = plural(n.claims.length, 'fact');
    n.title = n.members ? `${n.members.length + n.beyond} ${data.types[n.group][1].toLowerCase()}` : `${n.name}\n${data.types[n.group][0]}, ${facts}`;
    if (data.crowded) delete n.label;
  }
  const nodes = new vis.DataSet([...things.values()]);
  const edges = new vis.DataSet([...links.values()]);
  /* What is in the picture: at first what the page was drawn with; things are added and hidden. */
  const there = new Set(data.nodes.map((n) => n.id));

  /* ---- what filters and dates leave ---- */
  const ticked = (name) => new Set([...document.querySelectorAll(`input[name=${name}]:checked`)].map((i) => i.value));
  let types = new Set(), statuses = new Set(), until = '9999';
  const on = new Set(), drawn = new Set();
  const known = (id) => !data.claims[id].date || data.claims[id].date <= until;
  const told = (id) => known(id) && statuses.has(data.claims[id].status);
  const typed = (id) => types.has(things.get(id).group);
  const linkOn = (e) => typed(e.from) && typed(e.to) && e.claims.some(told);
  const left = (mark) => mark.members.filter((id) => !there.has(id));
  /* A mark may stand for more things than a page has room for. */
  const gathered = (mark) => left(mark).length + mark.beyond;
  const marks = data.nodes.filter((n) => n.members);
  const after = [];
  const nodeView = new vis.DataView(nodes, { filter: (n) => on.has(n.id) });
  const edgeView = new vis.DataView(edges, { filter: (e) => drawn.has(e.id) });

  const sift = () => {
    on.clear();
    drawn.clear();
    const linked = new Set();
    const full = new Set(marks.filter((m) => !gathered(m)).map((m) => m.id));
    const here = (id) => there.has(id) && !full.has(id);
    for (const e of links.values()) {
      if (!here(e.from) || !here(e.to) || !linkOn(e)) continue;
      drawn.add(e.id);
      linked.add(e.from).add(e.to);
    }
    for (const id of there) {
      const n = things.get(id);
      const shown = typed(id) && !(n.since && n.since > until) && (linked.has(id) || n.alone);
      if (here(id) && (shown || id === data.focus)) on.add(id);
    }
  };
  const relabel = () => {
    const changed = marks.filter((m) => m.name !== `+${gathered(m)}`);
    for (const m of changed) m.name = `+${gathered(m)}`;
    nodes.update(changed.map((m) => (data.crowded ? { id: m.id, name: m.name } : { id: m.id, name: m.name, label: m.name })));
    const redrawn = [];
    for (const id of drawn) {
      const e = links.get(id);
      const best = rank.find((s) => e.claims.some((c) => told(c) && data.claims[c].status === s));
      const dashes = data.dashes[best].length ? data.dashes[best] : false;
      if (String(e.dashes) !== String(dashes)) { e.dashes = dashes; redrawn.push({ id, dashes }); }
      e.best = best;
    }
    edges.update(redrawn);
  };
  const count = (name, found) => {
    for (const box of document.querySelectorAll(`input[name=${name}]`)) {
      box.closest('.choice').querySelector('.count').textContent = found.get(box.value) || 0;
    }
  };
  const tally = (values) => { const out = new Map(); for (const v of values) out.set(v, (out.get(v) || 0) + 1); return out; };
  const refresh = () => {
    types = ticked('type');
    statuses = ticked('status');
    sift();
    relabel();
    edgeView.refresh();
    nodeView.refresh();
    count('type', tally([...on].map((id) => things.get(id).group)));
    count('status', tally([...drawn].map((id) => links.get(id).best)));
    by('nothing').hidden = on.size > 0;
    for (const then of after) then();
  };

  const paint = () => {
    const c = data.colours[dark() ? 'dark' : 'light'];
    return {
      nodes: { font: { color: c.fg, strokeColor: c.bg } },
      edges: { color: { color: c.edge, highlight: c.accent, hover: c.accent, inherit: false }, font: { color: c.muted, strokeColor: c.bg } },
    };
  };
  types = ticked('type');
  statuses = ticked('status');
  sift();
  nodeView.refresh();
  edgeView.refresh();
  const first = paint();
  const options = { ...data.options, nodes: { ...data.options.nodes, font: { ...data.options.nodes.font, ...first.nodes.font } } };
  options.edges = { ...data.options.edges, color: first.edges.color, font: { ...data.options.edges.font, ...first.edges.font } };
  const network = new vis.Network(by('graph'), { nodes: nodeView, edges: edgeView }, options);
  document.addEventListener('theme', () => network.setOptions(paint()));
  const canvas = by('graph').querySelector('canvas');
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', by('graph').dataset.says);
  canvas.parentElement.setAttribute('role', 'group');
  canvas.parentElement.setAttribute('aria-label', 'Picture; arrow keys move it, brackets make it larger and smaller');

  /* ---- what is in sight ---- */
  const smallest = data.crowded ? 0 : data.smallest / data.font;
  const frame = () => {
    const places = network.getPositions([...on]);
    const boxes = [...on].map((id) => {
      const { x, y } = places[id], [half, above, below] = things.get(id).box;
      return { left: x - half, top: y - above, right: x + half, bottom: y + below };
    });
    const edge = (side, pick) => boxes.reduce((found, b) => pick(found, b[side]), boxes.length ? boxes[0][side] : 0);
    return { left: edge('left', Math.min), top: edge('top', Math.min), right: edge('right', Math.max), bottom: edge('bottom', Math.max) };
  };
  const fit = () => {
    if (!on.size) return;
    const { left: west, top, right: east, bottom } = frame();
    const room = by('graph').getBoundingClientRect();
    const head = by('heads') && getComputedStyle(by('heads')).display !== 'none' ? 40 : 16;
    const fits = Math.min((room.width - 32) / (east - west), (room.height - head - 16) / (bottom - top), 1.1);
    const scale = Math.max(fits, smallest);
    const view = { w: room.width / scale, h: room.height / scale, head: head / scale };
    const middle = data.focus ? network.getPosition(data.focus) : null;
    let x = (west + east) / 2, y = (top + bottom) / 2 - (view.head - 16 / scale) / 2;
    if (east - west > view.w) x = middle ? middle.x : west - 16 / scale + view.w / 2;
    if (bottom - top > view.h - view.head) y = middle ? middle.y : top - view.head + view.h / 2;
    network.moveTo({ position: { x, y }, scale, animation: false });
  };
  /* Columns that a narrow window draws smaller leave no empty room above and below: the stage is as tall as they are in it. */
  const trim = () => {
    const room = by('graph').getBoundingClientRect();
    if (!by('heads') || !on.size || room.height <= innerHeight || innerWidth <= 700) return;
    const { left: west, top, right: east, bottom } = frame();
    const tall = Math.ceil((bottom - top) * Math.max(Math.min((room.width - 32) / (east - west), 1.1), smallest)) + 64;
    if (tall >= room.height) return;
    document.documentElement.style.setProperty('--height', `${Math.max(tall, 480)}px`);
    network.setSize('100%', '100%');
  };
  const heads = by('heads');
  if (heads) {
    network.on('afterDrawing', () => {
      for (const head of heads.children) head.style.left = `${network.canvasToDOM({ x: Number(head.dataset.x), y: 0 }).x}px`;
    });
  }
  /* Brings a place of the picture into sight: a picture that is taller than the window is not moved, the window is. */
  const reveal = (place) => {
    const room = by('graph').getBoundingClientRect();
    let at = network.canvasToDOM(place);
    const out = at.x < 0 || at.x > room.width || at.y < 0 || at.y > room.height;
    if (out || (room.height <= innerHeight && network.getScale() < 0.95)) {
      network.moveTo({ position: place, scale: Math.max(network.getScale(), 0.95), animation: false });
      at = network.canvasToDOM(place);
    }
    const top = room.top + at.y;
    if (top < 80 || top > innerHeight - 80) scrollTo({ top: scrollY + top - innerHeight / 2, behavior: still ? 'auto' : 'smooth' });
  };

  /* ---- dates ---- */
  const slider = by('upto');
  const slide = () => {
    until = data.dates.length ? data.dates[Number(slider.value)] : '9999';
    by('date').textContent = data.dates.length ? until : 'no dates';
    slider.setAttribute('aria-valuetext', by('date').textContent);
    refresh();
  };
  slider.addEventListener('input', slide);
  for (const box of document.querySelectorAll('input[name=type],input[name=status]')) box.addEventListener('change', refresh);

  /* ---- zoom ---- */
  const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor, animation: still ? false : { duration: 150 } });
  by('zoomin').addEventListener('click', () => zoom(1.25));
  by('zoomout').addEventListener('click', () => zoom(0.8));
  by('fit').addEventListener('click', fit);
  /* A window that becomes narrower would have the names shrink with it. */
  network.on('resize', ({ width, oldWidth }) => { if (width !== oldWidth) requestAnimationFrame(fit); });
  by('graph').addEventListener('wheel', (e) => { if (!e.ctrlKey && !e.metaKey) e.stopImmediatePropagation(); }, { capture: true });
  for (const [kind, shape] of [['hoverNode', 'pointer'], ['blurNode', ''], ['hoverEdge', 'pointer'], ['blurEdge', '']]) {
    network.on(kind, () => { canvas.style.cursor = shape; });
  }

  window.triplewire.network = network;
  window.triplewire.net = {
    data, by, still, plural, network, canvas, things, links, touching, nodes, edges, there, on, drawn, after, left, marks,
    known, told, typed, linkOn, refresh, slide, fit, trim, frame, reveal, ticked,
  };
})();
