/* The SPARQL editor: a plain textarea with its colours underneath, prefixes to insert, and the queries that were run before. */
'use strict';
(() => {
  const { make } = window.triplewire;
  const by = (id) => document.getElementById(id);
  const box = by('query'), form = by('editform'), code = by('editor').querySelector('code'), under = code.parentElement;
  const say = () => box.dispatchEvent(new Event('input'));

  /* Every alternative is linear; what is no token passes as it is. */
  const TOKEN = /(#[^\n]*)|("""(?:[^"\\]|\\[^]|"(?!""))*"""|'''(?:[^'\\]|\\[^]|'(?!''))*'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(<[^<>"{}|^`\\\s]*>)|([?$]\w+)|((?:[A-Za-z][\w.-]*)?:[\w.:%-]*)|(\b[A-Za-z_]+\b)|(\d+(?:\.\d+)?)/g;
  const WORDS = new Set(('a add as asc ask avg base bind bnode bound by clear coalesce concat construct contains count create delete desc describe distinct drop exists false '
    + 'filter from graph group group_concat having if in insert isiri isliteral isnumeric lang langmatches lcase limit load max min minus named not now offset optional order prefix reduced '
    + 'regex replace sample select separator service silent str strafter strbefore strdt strends strlang strlen strstarts substr sum true ucase undef union using values where with year month day').split(' '));
  const CLASSES = [, 'c-c', 'c-s', 'c-nl', 'c-nv', 'c-nt', 'c-k', 'c-mi'];
  const LONGEST = 60000;
  const light = () => {
    const text = box.value, parts = [];
    let at = 0;
    if (text.length <= LONGEST) {
      for (const match of text.matchAll(TOKEN)) {
        const kind = CLASSES.findIndex((cls, n) => cls && match[n] !== undefined);
        if (kind === 6 && !WORDS.has(match[0].toLowerCase())) continue;
        parts.push(text.slice(at, match.index), make('span', CLASSES[kind], match[0]));
        at = match.index + match[0].length;
      }
    }
    /* A last line that is empty has no height in a pre. */
    code.replaceChildren(...parts, text.slice(at), '\n');
    follow();
  };
  const follow = () => { under.scrollTop = box.scrollTop; under.scrollLeft = box.scrollLeft; };
  by('editor').classList.add('lit');
  box.addEventListener('input', light);
  box.addEventListener('scroll', follow);
  light();

  document.querySelector('.keys').hidden = false;
  box.addEventListener('keydown', (e) => {
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) { e.preventDefault(); form.requestSubmit(); }
  });

  for (const head of document.querySelectorAll('[data-prefix]')) {
    const { prefix, space } = head.dataset;
    const button = make('button', '', `${prefix}:`);
    button.type = 'button';
    button.setAttribute('aria-label', `Insert the declaration of ${prefix}`);
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const line = `PREFIX ${prefix}: <${space}>\n`;
      if (!box.value.includes(line)) box.setRangeText(line, 0, 0, 'preserve');
      box.focus();
      say();
    });
  }

  /* What was run before stays in this browser; without storage there is no list. */
  const KEY = 'triplewire-queries', MOST = 30;
  const read = () => {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY) || '[]');
      return Array.isArray(kept) ? kept.filter((q) => typeof q === 'string') : [];
    } catch { return []; }
  };
  const write = (queries) => { try { localStorage.setItem(KEY, JSON.stringify(queries)); } catch { /* nothing is kept */ } };
  const list = () => {
    const kept = read();
    by('history').hidden = !kept.length;
    by('historycount').textContent = `(${kept.length})`;
    by('earlier').replaceChildren(...kept.map((text) => {
      const item = make('li'), button = make('button', 'mono', text.replace(/^(?:PREFIX[^\n]*\n|#[^\n]*\n|\s)+/i, '').slice(0, 160) || text.slice(0, 160));
      button.type = 'button';
      button.addEventListener('click', () => { box.value = text; box.focus(); say(); });
      item.append(button);
      return item;
    }));
  };
  form.addEventListener('submit', () => {
    const text = box.value.trim();
    if (text && text.length <= LONGEST) write([text, ...read().filter((q) => q !== text)].slice(0, MOST));
  });
  by('forget').addEventListener('click', () => {
    try { localStorage.removeItem(KEY); } catch { /* nothing is kept */ }
    list();
    box.focus();
  });
  list();
})();
