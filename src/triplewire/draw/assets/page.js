/* What every page has: the light and dark switch, and evidence beside what was clicked. Text goes in by textContent or as a copy of
   what the server has already escaped; nothing is ever parsed as HTML here. */
'use strict';
(() => {
  const root = document.documentElement;
  const toggle = document.getElementById('theme');
  const system = matchMedia('(prefers-color-scheme: dark)');
  let chosen = null;
  try { chosen = localStorage.getItem('triplewire-theme'); } catch { chosen = null; }
  const dark = () => (chosen ? chosen === 'dark' : system.matches);
  const show = () => {
    if (chosen) root.dataset.theme = chosen;
    toggle.textContent = dark() ? 'Light mode' : 'Dark mode';
    document.dispatchEvent(new CustomEvent('theme', { detail: dark() }));
  };
  toggle.hidden = false;
  toggle.addEventListener('click', () => {
    chosen = dark() ? 'light' : 'dark';
    try { localStorage.setItem('triplewire-theme', chosen); } catch { /* a page opened from a file may have no storage */ }
    show();
  });
  system.addEventListener('change', show);
  show();

  /* A menu closes when attention goes elsewhere. */
  for (const menu of document.querySelectorAll('details.menu')) {
    menu.addEventListener('keydown', (e) => { if (e.key === 'Escape' && menu.open) { menu.open = false; menu.firstElementChild.focus(); } });
    document.addEventListener('click', (e) => { if (!menu.contains(e.target)) menu.open = false; });
    menu.addEventListener('focusout', (e) => { if (e.relatedTarget && !menu.contains(e.relatedTarget)) menu.open = false; });
  }

  const make = (tag, cls, text) => {
    const element = document.createElement(tag);
    if (cls) element.className = cls;
    if (text !== undefined) element.textContent = text;
    return element;
  };

  /* One claim with its words: a copy of the row of the facts table. */
  const claim = (id) => {
    const row = document.getElementById(id);
    if (!row) return null;
    const box = make('article', 'claim');
    const head = make('h3');
    head.append(...[...row.querySelector('.said').childNodes].map((n) => n.cloneNode(true)));
    const badges = make('p', 'small');
    badges.append(...[...row.querySelector('.marks').childNodes].map((n) => n.cloneNode(true)));
    const words = row.querySelector('.evidence').cloneNode(true);
    words.removeAttribute('id');
    box.append(head, badges, words);
    return box;
  };

  window.triplewire = { make, claim, dark };

  /* The matrix: rows and columns that have nothing to do with what is typed are hidden. */
  const narrow = document.getElementById('narrow');
  if (narrow) {
    const fold = (s) => s.normalize('NFKD').toLowerCase();
    const table = document.querySelector('.matrix');
    const rows = [...table.tBodies[0].rows];
    const heads = [...table.tHead.rows[0].cells];
    narrow.addEventListener('input', () => {
      const want = fold(narrow.value.trim());
      const cols = heads.map((h, i) => i > 0 && fold(h.textContent).includes(want));
      const chip = (row, i) => row.cells[i].querySelector('.chip') !== null;
      const named = rows.map((row) => fold(row.cells[0].textContent).includes(want));
      const keep = rows.map((row, r) => !want || named[r] || cols.some((on, i) => on && chip(row, i)));
      rows.forEach((row, r) => { row.hidden = !keep[r]; });
      heads.forEach((head, i) => {
        const on = i === 0 || !want || cols[i] || rows.some((row, r) => keep[r] && named[r] && chip(row, i));
        head.hidden = !on;
        for (const row of rows) row.cells[i].hidden = !on;
      });
      const left = keep.filter(Boolean).length;
      document.getElementById('narrowed').textContent = want ? (left ? `${left} of ${rows.length} compounds` : 'Nothing here is called that.') : '';
    });
  }

  /* The timeline opens where most of it is, on a screen that cannot show the whole. */
  const timebox = document.getElementById('timebox');
  if (timebox) timebox.scrollLeft = Math.max(0, timebox.dataset.start * timebox.scrollWidth - 24);

  /* Table pages: a chip opens a drawer instead of jumping down to the row. */
  const drawer = document.getElementById('drawer');
  if (drawer) {
    const body = drawer.querySelector('.body');
    let from = null;
    const close = () => { drawer.hidden = true; if (from) from.focus(); };
    drawer.querySelector('button').addEventListener('click', close);
    document.addEventListener('keydown', (e) => { if (e.key === 'Escape' && !drawer.hidden) close(); });
    document.addEventListener('click', (e) => {
      const link = e.target.closest('[data-claims]');
      if (!link) return;
      const found = link.dataset.claims.split(' ').map(claim).filter(Boolean);
      if (!found.length) return;
      e.preventDefault();
      from = link;
      body.replaceChildren(...found);
      drawer.hidden = false;
      drawer.querySelector('button').focus();
    });
  }
})();
