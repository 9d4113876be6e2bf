/* The search box of the home page: any name of anything that has a page. The names are fetched when the box is first used, ranked as
   the server ranks them (draw/search.py), and put in as text. */
'use strict';
(() => {
  const { make } = window.triplewire;
  const form = document.getElementById('searchform');
  const box = document.getElementById('search');
  const list = document.getElementById('hits');
  const state = document.getElementById('hitcount');
  const SHOWN = 12;
  const SVG = 'http://www.w3.org/2000/svg';
  let loaded = null;
  let all = null;

  const fold = (s) => s.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const squeeze = (s) => s.replace(/[^\p{L}\p{N}_]+/gu, '');
  const parts = (s) => s.split(/[^\p{L}\p{N}_]+/u);

  const fit = (name, want, tight) => {
    const own = squeeze(name);
    if (name === want || (tight && own === tight)) return 0;
    if (name.startsWith(want) || (tight && own.startsWith(tight))) return 1;
    if (parts(name).some((p) => p.startsWith(want))) return 2;
    if (name.includes(want)) return 3;
    const words = parts(want).filter(Boolean);
    return words.length > 1 && words.every((w) => name.includes(w)) ? 4 : 5;
  };

  const load = () => {
    if (loaded) return loaded;
    loaded = new Promise((done) => {
      const script = document.createElement('script');
      script.src = form.dataset.names;
      script.addEventListener('load', () => {
        const { folders, glyphs, kinds, names } = window.triplewireNames;
        all = names.map(([label, kind, file, facts, ...also]) => ({
          label, also, facts,
          kind: kinds[kind][0],
          glyph: glyphs[kinds[kind][1]],
          href: file.includes('/') ? file : `id/${folders[kind]}/${file}.html`,
          keys: [label, ...also].map(fold),
        }));
        done();
      });
      script.addEventListener('error', () => { state.textContent = 'The list of names could not be read; see All names.'; });
      document.body.append(script);
    });
    return loaded;
  };

  const mark = (glyph) => {
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('viewBox', '0 0 20 20');
    svg.setAttribute('class', 'glyph');
    svg.setAttribute('aria-hidden', 'true');
    if (!glyph) return svg;
    const [d, fill, border] = glyph;
    const shape = document.createElementNS(SVG, d ? 'path' : 'circle');
    const look = d ? { d, 'stroke-linejoin': 'round' } : { cx: 10, cy: 10, r: 7.4 };
    for (const [key, value] of Object.entries({ ...look, fill, stroke: border, 'stroke-width': 1.6 })) shape.setAttribute(key, value);
    svg.append(shape);
    return svg;
  };

  const row = (n, want, tight) => {
    const item = make('li');
    const name = make('a');
    name.href = n.href;
    name.append(make('bdi', '', n.label));
    const said = make('span');
    said.append(name);
    const other = n.also.find((a, i) => fit(n.keys[i + 1], want, tight) < Math.min(5, fit(n.keys[0], want, tight))) || n.also[0];
    if (other) said.append(' ', make('bdi', 'muted small', other));
    item.append(mark(n.glyph), said, make('span', 'kind', `${n.kind}, ${n.facts} ${n.facts === 1 ? 'fact' : 'facts'}`));
    return item;
  };

  const show = () => {
    const want = fold(box.value.trim());
    const tight = squeeze(want);
    const hits = [];
    if (want) {
      all.forEach((n, i) => {
        const best = Math.min(...n.keys.map((k) => fit(k, want, tight)));
        if (best < 5) hits.push([best, -n.facts, i]);
      });
      hits.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
    }
    list.replaceChildren(...hits.slice(0, SHOWN).map((h) => row(all[h[2]], want, tight)));
    const more = hits.length > SHOWN ? `; the ${SHOWN} that fit best` : '';
    state.textContent = want ? (hits.length ? `${hits.length} found${more}` : 'Nothing in this graph is called that.') : '';
  };

  box.disabled = false;
  box.addEventListener('focus', load, { once: true });
  box.addEventListener('input', () => load().then(show));
  form.addEventListener('submit', (e) => {
    const first = list.querySelector('a');
    if (form.hasAttribute('action') && !first) return;
    e.preventDefault();
    if (first) first.click();
  });
  form.addEventListener('keydown', (e) => {
    const links = [...list.querySelectorAll('a')];
    const at = links.indexOf(document.activeElement);
    if (e.key === 'ArrowDown' && links.length) links[Math.min(at + 1, links.length - 1)].focus();
    else if (e.key === 'ArrowUp' && at > 0) links[at - 1].focus();
    else if (e.key === 'ArrowUp' && at === 0) box.focus();
    else if (e.key === 'Escape') { box.value = ''; list.replaceChildren(); state.textContent = ''; box.focus(); } else return;
    e.preventDefault();
  });
})();
