/* The search box of the home page: names of the graph, matched as typed. */
'use strict';
(() => {
  const { make } = window.triplewire;
  const names = JSON.parse(document.getElementById('data').textContent);
  const box = document.getElementById('search');
  const list = document.getElementById('hits');
  const state = document.getElementById('hitcount');
  const fold = (s) => s.normalize('NFKD').toLowerCase();
  const keys = names.map((n) => [n.label, ...n.also].map(fold));
  const score = (terms, want) => {
    if (terms.includes(want)) return 0;
    if (terms.some((t) => t.startsWith(want))) return 1;
    return terms.some((t) => t.includes(want)) ? 2 : 3;
  };
  const row = (n) => {
    const item = make('li');
    const name = n.href ? make('a') : make('span');
    if (n.href) name.href = n.href;
    name.append(make('bdi', '', n.label));
    item.append(name);
    if (n.also.length) item.append(make('span', 'muted small', n.also.slice(0, 2).join(', ')));
    item.append(make('span', 'kind', `${n.kind}, ${n.facts} ${n.facts === 1 ? 'fact' : 'facts'}`));
    return item;
  };
  box.addEventListener('input', () => {
    const want = fold(box.value.trim());
    const hits = want ? names.map((n, i) => [score(keys[i], want), -n.facts, i]).filter((h) => h[0] < 3) : [];
    hits.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
    list.replaceChildren(...hits.slice(0, 12).map((h) => row(names[h[2]])));
    state.textContent = want ? (hits.length ? `${hits.length} found` : 'Nothing in this graph is called that.') : '';
  });
})();
