/* A drawn network: find, filters, dates, evidence. Positions come from the page's data; nothing moves by itself. */
'use strict';
(() => {
  const { make, claim, dark } = window.triplewire;
  const data = JSON.parse(document.getElementById('data').textContent);
  const by = (id) => document.getElementById(id);
  const rank = ['stated', 'expected', 'inferred'];
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const nodes = new vis.DataSet(data.nodes);
  const edges = new vis.DataSet(data.edges);
  const claims = data.claims;
  let until = '9999';

  const ticked = (name) => new Set([...document.querySelectorAll(`input[name=${name}]:checked`)].map((i) => i.value));
  let types = ticked('type');
  let statuses = ticked('status');
  const known = (id) => !claims[id].date || claims[id].date <= until;
  const told = (edge) => edge.claims.filter((id) => known(id) && statuses.has(claims[id].status));
  const typeOn = (id) => types.has(nodes.get(id).type);
  const edgeOn = (edge) => told(edge).length > 0 && typeOn(edge.from) && typeOn(edge.to);
  let linked = new Set();
  const nodeOn = (node) => {
    if (node.id === data.focus) return true;
    if (!types.has(node.type) || (node.since && node.since > until)) return false;
    return linked.has(node.id) || node.alone;
  };
  const nodeView = new vis.DataView(nodes, { filter: nodeOn });
  const edgeView = new vis.DataView(edges, { filter: edgeOn });

  const paint = () => {
    const c = data.colours[dark() ? 'dark' : 'light'];
    return {
      nodes: { font: { color: c.fg, strokeColor: c.bg } },
      edges: { color: { color: c.edge, highlight: c.accent, hover: c.accent, inherit: false }, font: { color: c.muted, strokeColor: c.bg } },
    };
  };
  const options = data.options;
  const network = new vis.Network(by('graph'), { nodes: nodeView, edges: edgeView }, options);
  network.setOptions(paint());
  document.addEventListener('theme', () => network.setOptions(paint()));
  const canvas = by('graph').querySelector('canvas');
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', by('graph').dataset.says);
  window.triplewire.network = network;

  /* ---- what is in sight ---- */
  const smallest = data.smallest / data.font;
  const fit = () => {
    const boxes = nodeView.getIds().map((id) => network.getBoundingBox(id));
    if (!boxes.length) return;
    const left = Math.min(...boxes.map((b) => b.left)), right = Math.max(...boxes.map((b) => b.right));
    const top = Math.min(...boxes.map((b) => b.top)), bottom = Math.max(...boxes.map((b) => b.bottom));
    const room = by('graph').getBoundingClientRect();
    const head = by('heads') && getComputedStyle(by('heads')).display !== 'none' ? 40 : 16;
    const fits = Math.min((room.width - 32) / (right - left), (room.height - head - 16) / (bottom - top), 1.1);
    const scale = Math.max(fits, smallest);
    const view = { w: room.width / scale, h: room.height / scale, head: head / scale };
    let x = (left + right) / 2, y = (top + bottom) / 2 - (view.head - 16 / scale) / 2;
    if (right - left > view.w) x = data.focus ? network.getPosition(data.focus).x : left - 16 / scale + view.w / 2;
    if (bottom - top > view.h - view.head) y = data.focus ? network.getPosition(data.focus).y : top - view.head + view.h / 2;
    network.moveTo({ position: { x, y }, scale, animation: false });
  };
  const heads = by('heads');
  const placeHeads = () => {
    if (!heads) return;
    for (const head of heads.children) head.style.left = `${network.canvasToDOM({ x: Number(head.dataset.x), y: 0 }).x}px`;
  };
  network.on('afterDrawing', placeHeads);
  const refresh = () => {
    types = ticked('type');
    statuses = ticked('status');
    edgeView.refresh();
    linked = new Set();
    edgeView.forEach((e) => { linked.add(e.from); linked.add(e.to); });
    nodeView.refresh();
    const redraw = [];
    edgeView.forEach((e) => {
      const best = rank.find((s) => told(e).some((id) => claims[id].status === s));
      const dashes = data.dashes[best].length ? data.dashes[best] : false;
      if (String(e.dashes) !== String(dashes)) redraw.push({ id: e.id, dashes });
    });
    edges.update(redraw);
    by('nothing').hidden = nodeView.length > 0;
    for (const row of document.querySelectorAll('#facts tbody tr')) row.hidden = !(known(row.id) && (statuses.has(row.dataset.status)));
    const shown = document.querySelectorAll('#facts tbody tr:not([hidden])').length;
    by('factcount').textContent = String(shown);
    by('state').textContent = `${nodeView.length} things, ${edgeView.length} links, ${shown} facts shown`;
  };
  for (const box of document.querySelectorAll('input[name=type],input[name=status]')) box.addEventListener('change', refresh);

  /* ---- evidence ---- */
  const panel = by('words');
  const rest = panel.firstElementChild;
  const showClaims = (head, ids) => {
    const found = ids.filter(known).map(claim).filter(Boolean);
    if (!found.length) found.push(make('p', 'muted small', 'No words to show: nothing that is in sight says this.'));
    panel.replaceChildren(...head, ...found);
    const side = panel.closest('aside');
    if (innerWidth > 900) side.scrollTo({ top: by('evidence').offsetTop });
    else by('evidence').scrollIntoView({ block: 'nearest', behavior: still ? 'auto' : 'smooth' });
  };
  const showNode = (id) => {
    const node = nodes.get(id);
    const who = make('div', 'who');
    const glyph = document.querySelector(`.glyph[data-type="${CSS.escape(node.type)}"]`);
    if (glyph) who.append(glyph.cloneNode(true));
    const name = make('h3');
    name.append(make('bdi', '', node.name));
    who.append(name, make('span', 'muted small', data.types[node.type]));
    const links = make('p', 'links');
    for (const [text, href] of node.links || []) {
      const a = make('a', '', text);
      a.href = href;
      links.append(a);
    }
    showClaims([who, links], node.claims);
  };
  const showEdge = (id) => showClaims([], edges.get(id).claims);
  network.on('click', (e) => {
    if (e.nodes.length) showNode(e.nodes[0]);
    else if (e.edges.length) showEdge(e.edges[0]);
    else panel.replaceChildren(rest);
  });
  network.on('hoverNode', () => { canvas.style.cursor = 'pointer'; });
  network.on('blurNode', () => { canvas.style.cursor = ''; });
  network.on('hoverEdge', () => { canvas.style.cursor = 'pointer'; });
  network.on('blurEdge', () => { canvas.style.cursor = ''; });

  /* ---- find ---- */
  const find = by('find');
  const fold = (s) => s.normalize('NFKD').toLowerCase();
  /* Brings a place of the picture into sight: a picture that is taller than the window is not moved, the window is. */
  const reveal = (place) => {
    const room = by('graph').getBoundingClientRect();
    let at = network.canvasToDOM(place);
    const tall = room.height > innerHeight;
    if (!tall || at.x < 0 || at.x > room.width || at.y < 0 || at.y > room.height) {
      network.moveTo({ position: place, scale: Math.max(network.getScale(), 0.95), animation: false });
      at = network.canvasToDOM(place);
    }
    const top = room.top + at.y;
    if (top < 80 || top > innerHeight - 80) scrollTo({ top: scrollY + top - innerHeight / 2, behavior: still ? 'auto' : 'smooth' });
  };
  const pick = (id) => {
    network.selectNodes([id]);
    reveal(network.getPosition(id));
    showNode(id);
  };
  const search = () => {
    const want = fold(find.value.trim());
    if (!want) { by('found').textContent = ''; return; }
    const names = (n) => [n.name, ...(n.aliases || [])].map(fold);
    const all = nodes.get();
    const hit = all.find((n) => names(n).includes(want)) || all.find((n) => names(n).some((t) => t.startsWith(want)))
      || all.find((n) => names(n).some((t) => t.includes(want)));
    if (!hit) by('found').textContent = 'Nothing here is called that.';
    else if (!nodeView.get(hit.id)) by('found').textContent = `${hit.name} is hidden by the filters.`;
    else { by('found').textContent = ''; pick(hit.id); }
  };
  find.addEventListener('change', search);
  find.addEventListener('keydown', (e) => { if (e.key === 'Enter') search(); });

  /* ---- dates ---- */
  const slider = by('upto');
  const slide = () => {
    until = data.dates.length ? data.dates[Number(slider.value)] : '9999';
    by('date').textContent = data.dates.length ? until : 'no dates';
    slider.setAttribute('aria-valuetext', by('date').textContent);
    refresh();
  };
  slider.addEventListener('input', slide);

  /* ---- zoom, picture ---- */
  const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor, animation: still ? false : { duration: 150 } });
  by('zoomin').addEventListener('click', () => zoom(1.25));
  by('zoomout').addEventListener('click', () => zoom(0.8));
  by('fit').addEventListener('click', fit);
  by('graph').addEventListener('wheel', (e) => { if (!e.ctrlKey && !e.metaKey) e.stopImmediatePropagation(); }, { capture: true });
  by('png').addEventListener('click', () => {
    const copy = document.createElement('canvas');
    copy.width = canvas.width;
    copy.height = canvas.height;
    const pen = copy.getContext('2d');
    pen.fillStyle = data.colours[dark() ? 'dark' : 'light'].bg;
    pen.fillRect(0, 0, copy.width, copy.height);
    pen.drawImage(canvas, 0, 0);
    const a = document.createElement('a');
    a.href = copy.toDataURL('image/png');
    a.download = `${data.name}.png`;
    a.click();
  });

  /* The facts table leads to the picture: the button of a row selects its link. */
  document.addEventListener('click', (e) => {
    const button = e.target.closest('[data-show]');
    if (!button) return;
    const id = button.dataset.show;
    const edge = edgeView.get({ filter: (x) => x.claims.includes(id) })[0];
    if (edge) {
      network.selectEdges([edge.id]);
      const a = network.getPosition(edge.from), b = network.getPosition(edge.to);
      reveal({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
    }
    showClaims([], [id]);
  });
  if (innerWidth <= 900) for (const d of document.querySelectorAll('.panel details')) d.open = false;

  slide();
  fit();
  by('graph').dataset.ready = 'yes';
})();
