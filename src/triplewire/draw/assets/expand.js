/* Adding what is not drawn, hiding what is, and taking both back. */
'use strict';
(() => {
  const net = window.triplewire.net;
  if (!net) return;
  const { make } = window.triplewire;
  const { data, by, things, there, network, plural } = net;
  const AT_ONCE = 25, CELL = 120, STRETCH = 1.4, STAGE = 1040;
  const order = new Map([...things.keys()].map((id, n) => [id, n]));
  const steps = [];

  /* ---- what is not drawn ---- */
  /* By type the things that a thing is linked with, as far as filters and dates allow, and that are not in the picture. */
  const missing = (node) => {
    const found = new Set();
    if (node.members) for (const id of net.left(node)) found.add(id);
    else {
      for (const e of net.touching.get(node.id)) {
        const other = things.get(e.from === node.id ? e.to : e.from);
        if (!there.has(other.id) && !other.members && net.linkOn(e)) found.add(other.id);
      }
    }
    const out = new Map();
    for (const id of [...found].sort((a, b) => order.get(a) - order.get(b))) {
      const group = things.get(id).group;
      out.set(group, [...(out.get(group) || []), id]);
    }
    return out;
  };
  const named = (group, n) => `${n.toLocaleString('en')} ${data.types[group][n === 1 ? 0 : 1].toLowerCase()}`;

  /* ---- places ---- */
  /* A look-up of the room that is taken. */
  const room = () => {
    const cells = new Map(), gap = data.padding / 2;
    const box = (n, x, y) => ({ left: x - n.box[0] - gap, right: x + n.box[0] + gap, top: y - n.box[1] - gap, bottom: y + n.box[2] + gap });
    const each = (b, act) => {
      for (let cx = Math.floor(b.left / CELL); cx <= Math.floor(b.right / CELL); cx += 1) {
        for (let cy = Math.floor(b.top / CELL); cy <= Math.floor(b.bottom / CELL); cy += 1) if (act(`${cx} ${cy}`)) return true;
      }
      return false;
    };
    const meet = (p, q) => p.left < q.right && q.left < p.right && p.top < q.bottom && q.top < p.bottom;
    const take = (n, x, y) => {
      const b = box(n, x, y);
      each(b, (cell) => {
        if (cells.has(cell)) cells.get(cell).push(b);
        else cells.set(cell, [b]);
        return false;
      });
    };
    const free = (n, x, y) => { const b = box(n, x, y); return !each(b, (cell) => (cells.get(cell) || []).some((q) => meet(b, q))); };
    const moved = network.getPositions([...net.on]);
    for (const id of there) { const n = things.get(id), p = moved[id] || n; take(n, p.x, p.y); }
    return { take, free };
  };
  /* Around a place on ever wider rings, from the side that looks away from the middle of the picture. */
  const ring = (n, at, space) => {
    const { left, right, top, bottom } = net.frame();
    const away = Math.atan2(at.y - (top + bottom) / 2, at.x - (left + right) / 2);
    const near = (data.crowded ? 20 : 60) + n.box[1];
    for (let r = near; ; r += data.crowded ? 12 : 24) {
      const spots = Math.max(8, Math.floor((2 * Math.PI * r) / 40));
      for (let k = 0; k < spots; k += 1) {
        const angle = away + (2 * Math.PI * (k % 2 ? (k + 1) / 2 : -k / 2)) / spots;
        const x = Math.round(at.x + STRETCH * r * Math.cos(angle)), y = Math.round(at.y + r * Math.sin(angle));
        if (space.free(n, x, y)) return { x, y };
      }
    }
  };
  /* In the column of its type, as near to the height of the place as there is room. */
  const column = (n, at, space) => {
    const x = n.group in data.columns ? data.columns[n.group] : Math.max(...Object.values(data.columns)) + 300;
    for (let far = 0; ; far += 6) for (const y of [at.y + far, at.y - far]) if (space.free(n, x, y)) return { x, y };
  };
  const place = (anchor, ids) => {
    const space = room();
    const at = net.on.has(anchor) ? network.getPosition(anchor) : { x: things.get(anchor).x, y: things.get(anchor).y };
    for (const id of ids) {
      const n = things.get(id);
      Object.assign(n, (Object.keys(data.columns).length ? column : ring)(n, at, space));
      space.take(n, n.x, n.y);
    }
    net.nodes.update(ids.map((id) => ({ id, x: things.get(id).x, y: things.get(id).y })));
  };
  /* Columns are as tall as what stands in them, other pictures up to a height. */
  const grow = () => {
    const { left, top, right, bottom } = net.frame();
    const scale = Math.max(data.smallest / data.font, Math.min(1, STAGE / Math.max(1, right - left + 40)));
    const tall = Math.min(by('heads') ? 6000 : 720, Math.ceil((bottom - top) * scale) + 64);
    if (tall > by('graph').getBoundingClientRect().height && innerWidth > 700) {
      document.documentElement.style.setProperty('--height', `${tall}px`);
      network.setSize('100%', '100%');
    }
  };

  /* ---- adding, hiding, undo ---- */
  const settle = () => {
    net.refresh();
    by('undo').disabled = !steps.length;
    net.changed();
  };
  const add = (anchor, ids, quiet) => {
    place(anchor, ids);
    for (const id of ids) there.add(id);
    if (!quiet) steps.push({ added: ids });
    settle();
    grow();
    if (!quiet) net.fit();
  };
  const hide = (id, quiet) => {
    there.delete(id);
    if (!quiet) steps.push({ hidden: [id] });
    settle();
  };
  const undo = () => {
    const step = steps.pop();
    if (!step) return;
    for (const id of step.added || []) there.delete(id);
    for (const id of step.hidden || []) there.add(id);
    settle();
    by('state').textContent = `Taken back. ${by('state').textContent}`;
    if (net.chosen && things.has(net.chosen)) net.showNode(net.chosen);
  };
  by('undo').addEventListener('click', undo);
  document.addEventListener('keydown', (e) => {
    if (!(e.ctrlKey || e.metaKey) || e.shiftKey || e.key.toLowerCase() !== 'z') return;
    if (e.target.matches('textarea, input:not([type=checkbox]):not([type=range])')) return;
    e.preventDefault();
    undo();
  });

  /* ---- what the panel offers ---- */
  const button = (text, act) => {
    const out = make('button', 'button', text);
    out.type = 'button';
    out.addEventListener('click', act);
    return out;
  };
  /* Chooses a thing without moving the picture, unless it is out of sight. */
  const chosen = (id) => {
    if (net.on.has(id)) {
      network.selectNodes([id]);
      const { width, height } = by('graph').getBoundingClientRect(), at = network.canvasToDOM(network.getPosition(id));
      if (at.x < 0 || at.y < 0 || at.x > width || at.y > height) net.reveal(network.getPosition(id));
    }
    net.showNode(id);
  };
  const offer = (node, ids, text) => {
    const some = ids.slice(0, AT_ONCE);
    return button(text, () => {
      const hub = node.members ? net.touching.get(node.id).map((e) => (e.from === node.id ? e.to : e.from)).find((id) => net.on.has(id)) : '';
      add(hub || node.id, some);
      chosen(net.on.has(node.id) ? node.id : some[0]);
      const left = ids.length - some.length;
      by('found').textContent = `${plural(some.length, 'thing')} added${left ? `, ${left.toLocaleString('en')} left` : ''}.`;
      const next = by('words').querySelector('.more button');
      if (next) next.focus({ preventScroll: true });
    });
  };
  net.actions = (node) => {
    const out = make('div', 'more');
    if (!there.has(node.id)) {
      const near = net.touching.get(node.id).map((e) => (e.from === node.id ? e.to : e.from)).find((id) => net.on.has(id));
      const anchor = near || [...net.on][0];
      out.append(make('p', 'small', 'Not in the picture.'), button('Add it', () => { add(anchor, [node.id]); chosen(node.id); }));
      return [out];
    }
    const found = missing(node), groups = [...found.keys()].sort((a, b) => found.get(b).length - found.get(a).length);
    const all = groups.flatMap((g) => found.get(g)), words = groups.map((g) => named(g, found.get(g).length));
    if (all.length) {
      out.append(make('p', 'small', node.members ? `Gathered here: ${words.join(', ')}.` : `Not drawn: ${words.join(', ')}.`));
      for (const g of groups) {
        const n = found.get(g).length;
        out.append(offer(node, found.get(g), n > AT_ONCE ? `Add ${AT_ONCE} of ${named(g, n)}` : `Add ${named(g, n)}`));
      }
      if (groups.length > 1) out.append(offer(node, all, all.length > AT_ONCE ? `Add ${AT_ONCE} of all ${all.length}` : `Add all ${all.length}`));
    }
    if (node.beyond) out.append(make('p', 'small', `${plural(node.beyond, 'thing')} more than this page can add.`));
    if (node.id !== data.focus) out.append(button('Hide', () => { hide(node.id); network.unselectAll(); net.showNothing(); by('undo').focus({ preventScroll: true }); }));
    return out.childElementCount ? [out] : [];
  };
  Object.assign(net, { add, hide, undo, missing, steps, settle });
})();
