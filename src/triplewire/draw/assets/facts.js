/* The words behind the picture: rows of the facts table that the page has as data, and the panel about what is chosen. */
'use strict';
(() => {
  const net = window.triplewire.net;
  if (!net) return;
  const { make, claim } = window.triplewire;
  const { data, by, things, links, network, plural } = net;
  const PAGE = 500, NEIGHBOURS = 200;

  /* ---- rows ---- */
  const bdi = (text) => make('bdi', '', text);
  const badge = (flag) => { const out = make('span', 'badge flag'); out.append(bdi(flag)); return out; };
  const badges = (id, words) => {
    const status = data.claims[id].status;
    const out = [words.denied ? make('span', 'badge denied', 'Denied') : make('span', `badge ${status}`, data.statuses[status])];
    for (const flag of words.flags || []) out.push(' ', badge(flag));
    return out;
  };
  const listing = (pairs) => {
    const out = make('dl');
    for (const [term, ...values] of pairs) {
      const value = make('dd', term === 'Rule' ? 'mono' : '');
      value.append(...values);
      out.append(make('dt', '', term), value);
    }
    return out;
  };
  const span = (cls, text) => make('span', cls, text);
  const evidence = (id, words, release) => {
    const box = make('div', 'evidence');
    box.id = `${id}-words`;
    for (const [start, end, text] of words.quotes || []) {
      const quote = make('blockquote', '', text);
      quote.dir = 'auto';
      box.append(quote, make('p', 'where num', `characters ${start}–${end}`));
    }
    const note = words.note || 'No release says this in words; it was added by the rule named below.';
    if (!words.quotes) box.append(make('p', 'muted small', note));
    const [when, begins, ends] = words.when || [];
    const days = begins || ends ? [' ', span('muted num', `(${begins || '…'} to ${ends || '…'})`)] : [];
    box.append(listing([
      ...(release ? [['Release', bdi(release[0])], ['Date', release[1] || 'not known']] : []),
      ...(when ? [['When', when, ...days]] : []),
      ...(words.quotes && words.note ? [['Note', words.note]] : []),
      ...(words.confidence === undefined ? [] : [['Confidence', words.confidence.toFixed(2)]]),
      ...(words.rule ? [['Rule', bdi(words.rule)]] : []),
    ]));
    return box;
  };
  const cell = (...parts) => { const td = make('td'); td.append(...parts); return td; };
  const row = (id) => {
    const words = data.words[id], release = data.releases[words.release];
    const [subject, relation, object] = words.said;
    const tr = make('tr');
    tr.id = id;
    tr.dataset.status = data.claims[id].status;
    const marks = cell(...badges(id, words));
    marks.className = 'marks';
    const said = make('button', 'rowlink said');
    said.type = 'button';
    said.dataset.show = id;
    said.append(bdi(subject), ' ', span('rel', `${words.denied ? 'not: ' : ''}${relation}`), ' ', bdi(object));
    const where = [];
    if (release) {
      const issuer = span('muted small');
      issuer.append(bdi(release[2]));
      where.push(span('nowrap num', release[1] || 'no date'), ' ', issuer);
    }
    const more = make('details', 'words'), head = make('summary');
    if (words.quotes) {
      const cut = span('cut', words.quotes[0][2]);
      cut.dir = 'auto';
      head.append(cut, span('less', 'Show less'));
    } else if (words.rule) head.append('Rule ', bdi(words.rule));
    else head.append('Where this comes from');
    more.append(head, evidence(id, words, release));
    tr.append(marks, cell(said), cell(words.when ? words.when[0] : ''), cell(...where), cell(more));
    return tr;
  };
  const body = document.querySelector('#facts tbody');
  const spare = make('tbody');
  spare.hidden = true;
  if (body) body.after(spare);
  /* Sees to it that claims have rows: a row that is not listed waits in a part of the table that is not shown. */
  const need = (ids) => { for (const id of ids) if (body && !by(id) && data.words[id]) spare.append(row(id)); };
  const list = (ids) => { need(ids); for (const id of ids) if (by(id) && by(id).parentElement === spare) body.append(by(id)); };

  /* Facts of what was added are listed as long as it is in the picture; where pictures follow each other, only those of the last. */
  const extra = new Set(), strict = Boolean(data.searched);
  net.after.push(() => {
    const wanted = new Set();
    for (const id of net.drawn) {
      if (strict || id.startsWith('r')) for (const c of links.get(id).claims) if (strict || !(c in firsts)) wanted.add(c);
    }
    list([...wanted]);
    for (const id of wanted) extra.add(id);
    let shown = 0;
    for (const tr of body ? body.rows : []) {
      tr.hidden = !net.told(tr.id) || ((strict || extra.has(tr.id)) && !wanted.has(tr.id));
      shown += tr.hidden ? 0 : 1;
    }
    if (by('factcount')) by('factcount').textContent = shown.toLocaleString('en');
    by('state').textContent = `${plural(net.on.size, 'thing')}, ${plural(net.drawn.size, 'link')}, ${plural(shown, 'fact')} shown`;
  });
  /* Claims of the picture as the page came; some may wait for the button to list them. */
  const firsts = Object.fromEntries(data.edges.flatMap((e) => e.claims).map((c) => [c, true]));
  const waiting = Object.keys(data.words).filter((id) => id in firsts).sort((a, b) => a.slice(1) - b.slice(1));
  const button = by('morefacts');
  if (button) {
    button.addEventListener('click', () => {
      list(waiting.splice(0, PAGE));
      const all = body.rows.length + waiting.length;
      by('listed').textContent = waiting.length ? `${body.rows.length} of ${all} facts are in the table.` : `All ${all} facts are in the table.`;
      button.hidden = !waiting.length;
      net.refresh();
    });
  }
  need([...document.querySelectorAll('[data-claims]')].flatMap((a) => a.dataset.claims.split(' ')));

  /* ---- the panel ---- */
  const panel = by('words');
  const rest = panel.firstElementChild;
  const showClaims = (head, ids) => {
    const some = ids.filter(net.known);
    need(some);
    const found = some.map(claim).filter(Boolean);
    if (!found.length) found.push(make('p', 'muted small', 'No words to show: nothing that is in sight says this.'));
    panel.replaceChildren(...head, ...found);
    const side = panel.closest('aside');
    if (innerWidth > 900) side.scrollTo({ top: by('evidence').offsetTop });
    else by('evidence').scrollIntoView({ block: 'nearest', behavior: net.still ? 'auto' : 'smooth' });
  };
  const glyph = (group) => {
    const found = document.querySelector(`.choice .glyph[data-type="${CSS.escape(group)}"]`);
    return found ? found.cloneNode(true) : '';
  };
  const who = (node) => {
    const head = make('div', 'who'), name = make('h3');
    name.append(bdi(node.name));
    head.append(glyph(node.group), name, make('span', 'muted small', data.types[node.group][node.members ? 1 : 0]));
    const out = make('p', 'links');
    for (const [text, href] of node.links || []) {
      const a = make('a', '', text);
      a.href = href;
      out.append(a);
    }
    return node.links ? [head, out] : [head];
  };
  /* What is linked with a thing in the picture: buttons, among which the arrow keys move. */
  const beside = (id) => {
    const met = new Set();
    for (const e of net.touching.get(id)) if (net.drawn.has(e.id)) met.add(e.from === id ? e.to : e.from);
    const near = [...met].map((n) => things.get(n)).sort((a, b) => a.group.localeCompare(b.group) || a.name.localeCompare(b.name));
    if (!near.length) return [];
    const box = make('details', 'beside'), items = make('ul');
    box.open = near.length <= 12;
    for (const n of near.slice(0, NEIGHBOURS)) {
      const item = make('li'), go = make('button', 'rowlink');
      go.type = 'button';
      go.dataset.thing = n.id;
      go.append(glyph(n.group), bdi(n.name));
      item.append(go);
      items.append(item);
    }
    box.append(make('summary', '', `Linked with ${near.length}`), items);
    return [box];
  };
  const ofNode = (id) => {
    const ids = new Set(things.get(id).claims);
    for (const e of net.touching.get(id)) if (net.drawn.has(e.id)) for (const c of e.claims) ids.add(c);
    return [...ids].sort((a, b) => a.slice(1) - b.slice(1));
  };
  const showNode = (id) => {
    net.chosen = id;
    const node = things.get(id);
    showClaims([...who(node), ...net.actions(node), ...(net.on.has(id) ? beside(id) : [])], ofNode(id));
    net.changed();
  };
  const showEdge = (id) => {
    net.chosen = id;
    showClaims([], links.get(id).claims);
    net.changed();
  };
  const showNothing = () => {
    net.chosen = '';
    panel.replaceChildren(rest);
    net.changed();
  };
  const pick = (id) => {
    if (net.on.has(id)) {
      network.selectNodes([id]);
      net.reveal(network.getPosition(id));
    }
    showNode(id);
  };
  network.on('click', (e) => {
    if (e.nodes.length) showNode(e.nodes[0]);
    else if (e.edges.length) showEdge(e.edges[0]);
    else showNothing();
  });
  panel.addEventListener('click', (e) => {
    const go = e.target.closest('[data-thing]');
    if (!go) return;
    pick(go.dataset.thing);
    const next = panel.querySelector('[data-thing], button');
    if (next) next.focus({ preventScroll: true });
  });
  panel.addEventListener('keydown', (e) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[e.key];
    if (!step || !e.target.dataset.thing) return;
    const all = [...panel.querySelectorAll('[data-thing]')];
    all[(all.indexOf(e.target) + step + all.length) % all.length].focus();
    e.preventDefault();
  });

  /* ---- find ---- */
  const find = by('find');
  const fold = (s) => s.normalize('NFKD').toLowerCase();
  const names = (n) => [n.name, ...(n.aliases || [])].map(fold);
  const hit = (text) => {
    const want = fold(text.trim());
    const all = [...things.values()].filter((n) => !n.members);
    const first = (test) => all.find((n) => net.there.has(n.id) && names(n).some(test)) || all.find((n) => names(n).some(test));
    return first((t) => t === want) || first((t) => t.startsWith(want)) || first((t) => t.includes(want));
  };
  const search = () => {
    by('found').textContent = '';
    if (!find.value.trim()) return;
    const node = hit(find.value);
    if (!node) { by('found').textContent = 'Nothing here is called that.'; return; }
    if (!net.there.has(node.id)) by('found').textContent = `${node.name} is not drawn; it can be added beside its evidence.`;
    else if (!net.on.has(node.id)) by('found').textContent = `${node.name} is hidden by the filters.`;
    if (net.on.has(node.id) || !net.there.has(node.id)) pick(node.id);
  };
  find.addEventListener('change', search);
  find.addEventListener('keydown', (e) => { if (e.key === 'Enter') search(); });

  /* The facts table leads to the picture: the button of a row selects its link. */
  document.addEventListener('click', (e) => {
    const at = e.target.closest('[data-show]');
    if (!at) return;
    const id = at.dataset.show;
    const edge = [...net.drawn].map((k) => links.get(k)).find((x) => x.claims.includes(id));
    if (edge) {
      network.selectEdges([edge.id]);
      const a = network.getPosition(edge.from), b = network.getPosition(edge.to);
      net.reveal({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
    }
    showClaims([], [id]);
  });
  if (innerWidth <= 900) for (const d of document.querySelectorAll('.panel .filters')) d.open = false;

  Object.assign(net, { showNode, showEdge, showNothing, showClaims, pick, hit, fold, glyph, bdi, need, chosen: '', actions: () => [], changed: () => {} });
})();
