/* What a reader has chosen, in the address of the page: filters, date, what is added and hidden, what is selected. */
'use strict';
(() => {
  const net = window.triplewire.net;
  if (!net) return;
  const { data, by, things, links, there, network } = net;
  const first = new Set(there), slider = by('upto'), last = slider.value;
  const short = (id) => (id.startsWith(data.base) ? id.slice(data.base.length) : id);
  const full = new Map([...things.keys()].map((id) => [short(id), id]));
  const boxes = (name) => [...document.querySelectorAll(`input[name=${name}]`)];
  const pack = (ids) => ids.map((id) => encodeURIComponent(short(id))).join(',');
  const unpack = (text) => (text || '').split(',').filter(Boolean).map((word) => { try { return decodeURIComponent(word); } catch { return word; } });
  const known = (text) => unpack(text).map((word) => full.get(word)).filter(Boolean);

  /* The part of the address that tells what is otherwise than at first. */
  const told = () => {
    const parts = [];
    const tell = (key, value) => parts.push(`${key}=${value}`);
    if (net.pair) tell('path', pack(net.pair));
    for (const [key, name] of [['types', 'type'], ['statuses', 'status']]) {
      const all = boxes(name);
      if (all.some((box) => !box.checked)) tell(key, all.filter((box) => box.checked).map((box) => box.value).join(','));
    }
    if (slider.value !== last) tell('until', data.dates[Number(slider.value)]);
    const plus = net.pair ? [] : [...there].filter((id) => !first.has(id)), minus = net.pair ? [] : [...first].filter((id) => !there.has(id));
    if (plus.length) tell('plus', pack(plus));
    if (minus.length) tell('minus', pack(minus));
    if (net.chosen) tell('at', pack([net.chosen]));
    return parts.join('&');
  };
  let writing = 0, mine = '';
  const write = () => {
    const next = told();
    if (next === mine) return;
    mine = next;
    history.replaceState(null, '', `${location.href.split('#')[0]}${next ? `#${next}` : ''}`);
  };
  const soon = () => { clearTimeout(writing); writing = setTimeout(write, 200); };

  const restore = () => {
    const words = location.hash.slice(1);
    if (!words.includes('=') || words === mine) return;
    const asked = new Map(words.split('&').map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]));
    const pair = known(asked.get('path'));
    if (pair.length === 2 && net.show) net.show(...pair);
    for (const [key, name] of [['types', 'type'], ['statuses', 'status']]) {
      const wanted = new Set(unpack(asked.get(key)));
      for (const box of boxes(name)) box.checked = !asked.has(key) || wanted.has(box.value);
    }
    const day = unpack(asked.get('until'))[0], found = data.dates.filter((d) => !day || d <= day).length - 1;
    slider.value = day ? String(Math.max(0, found)) : last;
    net.slide();
    for (const id of known(asked.get('plus'))) {
      const near = net.touching.get(id).map((e) => (e.from === id ? e.to : e.from)).find((n) => there.has(n) && !things.get(n).members);
      if (!there.has(id)) net.add(near || [...there][0], [id], true);
    }
    for (const id of known(asked.get('minus'))) if (there.has(id)) net.hide(id, true);
    net.fit();
    const [at] = unpack(asked.get('at'));
    if (full.has(at)) net.pick(full.get(at));
    else if (links.has(at)) { network.selectEdges([at]); net.showEdge(at); }
    mine = words;
  };
  by('copy').addEventListener('click', async () => {
    write();
    try {
      await navigator.clipboard.writeText(location.href);
      by('found').textContent = 'The link is copied.';
    } catch {
      by('found').textContent = location.href;
    }
  });

  net.changed = soon;
  net.slide();
  /* vis-network knows the room of a name only after it has once drawn it. */
  network.fit({ animation: false });
  network.redraw();
  net.trim();
  net.fit();
  if (net.onStart) net.onStart();
  restore();
  net.after.push(soon);
  addEventListener('hashchange', restore);
  by('graph').dataset.ready = 'yes';
})();
