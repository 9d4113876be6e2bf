/* Ways between two things, found in the graph that the page has: the cheapest three by the same count as on the command line. */
'use strict';
(() => {
  const net = window.triplewire.net;
  if (!net || !net.data.searched) return;
  const { make } = window.triplewire;
  const { data, by, things, network, there } = net;
  const { places, back } = data.searched;
  const WAYS = 3, STEP = 1e13, COST = { stated: 0, expected: 1e7, inferred: 1e10 }, BETWEEN = 100, APART = 34, ROWS = [0, -1, 1], PATIENCE = 200000;
  const rank = ['stated', 'expected', 'inferred'];
  const sure = (e) => rank.find((s) => e.claims.some((c) => data.claims[c].status === s));

  /* ---- the graph ---- */
  const near = new Map([...things.keys()].map((id) => [id, new Map()]));
  for (const e of net.links.values()) {
    const cost = STEP + COST[sure(e)] + places[e.from] + places[e.to];
    for (const [a, b] of [[e.from, e.to], [e.to, e.from]]) near.get(a).set(b, Math.min(cost, near.get(a).get(b) || Infinity));
  }
  /* A heap of [cost, order, …]: what costs least first, of these what came first. */
  const heap = () => {
    const all = [], less = (p, q) => p[0] < q[0] || (p[0] === q[0] && p[1] < q[1]);
    const swap = (i, j) => { [all[i], all[j]] = [all[j], all[i]]; };
    return {
      get size() { return all.length; },
      push(item) {
        let i = all.push(item) - 1;
        while (i && less(all[i], all[(i - 1) >> 1])) { swap(i, (i - 1) >> 1); i = (i - 1) >> 1; }
      },
      pop() {
        swap(0, all.length - 1);
        const out = all.pop();
        for (let i = 0; ;) {
          let least = i;
          for (const child of [2 * i + 1, 2 * i + 2]) if (child < all.length && less(all[child], all[least])) least = child;
          if (least === i) return out;
          swap(i, least);
          i = least;
        }
      },
    };
  };
  /* What it costs at least from each thing to the end. */
  const costs = (end) => {
    const out = new Map(), queue = heap();
    queue.push([0, 0, end]);
    for (let n = 1; queue.size;) {
      const [cost, , id] = queue.pop();
      if (out.has(id)) continue;
      out.set(id, cost);
      for (const [next, more] of near.get(id)) if (!out.has(next)) queue.push([cost + more, n += 1, next]);
    }
    return out;
  };
  /* The cheapest ways without a thing twice: partial ways in the order of what they cost together with the least that is to come. */
  const ways = (start, end) => {
    const rest = costs(end), out = [], queue = heap();
    if (!rest.has(start)) return out;
    queue.push([rest.get(start), 0, 0, [start]]);
    for (let n = 1; queue.size && out.length < WAYS && n < PATIENCE;) {
      const [, , cost, way] = queue.pop(), last = way[way.length - 1];
      if (last === end) { out.push(way); continue; }
      for (const [next, more] of near.get(last)) {
        if (!way.includes(next) && rest.has(next)) queue.push([cost + more + rest.get(next), n += 1, cost + more, [...way, next]]);
      }
    }
    return out;
  };

  /* ---- drawing and telling ---- */
  const lay = (found) => {
    const ids = [...new Set(found.flat())], boxes = ids.map((id) => things.get(id).box);
    const step = Math.max(...boxes.map((b) => 2 * b[0])) + BETWEEN, height = Math.max(...boxes.map((b) => b[1] + b[2])) + APART;
    /* On a narrow screen from top to bottom. */
    const down = innerWidth <= 700, wide = Math.max(step - BETWEEN + APART, 220), tall = height - APART + 60;
    const length = Math.max(...found.map((w) => w.length - 1)) * (down ? tall : step), set = new Set();
    found.forEach((way, k) => way.forEach((id, n) => {
      if (set.has(id)) return;
      set.add(id);
      const along = Math.round((length * n) / (way.length - 1)), across = Math.round(ROWS[k] * (down ? wide : height));
      Object.assign(things.get(id), down ? { x: across, y: along } : { x: along, y: across });
    }));
    net.nodes.update(ids.map((id) => ({ id, x: things.get(id).x, y: things.get(id).y })));
  };
  const said = (a, b) => {
    const between = net.touching.get(a).filter((e) => e.from === b || e.to === b);
    const order = (e) => [rank.indexOf(sure(e)), e.relation, e.from];
    const e = between.sort((p, q) => { const [x, y] = [order(p), order(q)]; const k = x.findIndex((v, i) => v !== y[i]); return k < 0 ? 0 : x[k] < y[k] ? -1 : 1; })[0];
    if (e.arrows === '') return [`–${e.relation}–`, sure(e)];
    if (e.from === a) return [`–${e.relation}→`, sure(e)];
    return [e.relation in back ? `–${back[e.relation]}→` : `←${e.relation}–`, sure(e)];
  };
  const tell = (found) => {
    by('ways').replaceChildren(...found.map((way) => {
      const item = make('li');
      way.forEach((id, n) => {
        if (n) {
          const [words, status] = said(way[n - 1], id), link = make('span', `link ${status}`, ` ${words} `);
          if (status !== 'stated') link.append(make('span', `badge ${status}`, data.statuses[status]), ' ');
          item.append(link);
        }
        const thing = make('span', 'thing');
        thing.append(net.glyph(things.get(id).group), net.bdi(things.get(id).name));
        item.append(thing);
      });
      return item;
    }));
  };
  const show = (start, end) => {
    const found = ways(start, end), names = [start, end].map((id) => things.get(id).name);
    there.clear();
    for (const id of found.length ? found.flat() : [start, end]) there.add(id);
    net.steps.length = 0;
    lay(found.length ? found : [[start, end]]);
    tell(found);
    by('told').textContent = found.length ? '' : `No chain of claims in this graph leads from ${names[0]} to ${names[1]}.`;
    document.querySelector('h1').textContent = names.join(' to ');
    document.title = names.join(' to ');
    network.unselectAll();
    net.pair = [start, end];
    net.settle();
    net.showNothing();
    net.fit();
  };

  /* ---- the form ---- */
  const meant = (field) => {
    const text = by(field).value;
    const all = [...things.values()].filter((n) => n.name === text.trim());
    const found = all[0] || net.hit(text);
    if (!text.trim()) by('told').textContent = 'A path needs two things: name one in From and another in To.';
    else if (!found) by('told').textContent = `There is no thing called ${text.trim()} among those of this page.`;
    return text.trim() ? found : null;
  };
  const ask = () => {
    const start = meant('from'), end = start && meant('to');
    if (!start || !end) return;
    if (start === end) by('told').textContent = `Both names mean ${start.name}: a path needs two different things.`;
    else show(start.id, end.id);
  };
  by('ask').addEventListener('submit', (e) => { e.preventDefault(); ask(); });
  by('swap').hidden = false;
  by('swap').addEventListener('click', () => {
    [by('from').value, by('to').value] = [by('to').value, by('from').value];
    ask();
  });
  /* The address may ask for another pair than the page came with, where no server answers. */
  net.onStart = () => {
    const [from, to] = ['from', 'to'].map((key) => new URLSearchParams(location.search).get(key));
    if (!from || !to || (by('from').value === from && by('to').value === to)) {
      if (innerWidth <= 700 && data.searched.ways.length) { lay(data.searched.ways); net.fit(); }
      return;
    }
    by('from').value = from;
    by('to').value = to;
    ask();
  };
  net.show = (start, end) => {
    by('from').value = things.get(start).name;
    by('to').value = things.get(end).name;
    show(start, end);
  };
  Object.assign(net, { ways });
})();
