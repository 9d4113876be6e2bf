/* Answers of queries: rows in the order of a column, rows that have a word, and texts to copy. Text goes in by textContent only. */
'use strict';
(() => {
  const { make } = window.triplewire;

  for (const button of document.querySelectorAll('[data-copy]')) {
    const text = document.getElementById(button.dataset.copy);
    const said = make('span', 'copied small muted');
    said.setAttribute('role', 'status');
    button.hidden = false;
    button.after(said);
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(text.textContent);
        said.textContent = 'Copied.';
      } catch {
        getSelection().selectAllChildren(text);
        said.textContent = 'Selected: copy it with the keyboard.';
      }
    });
  }

  const table = document.getElementById('answer');
  if (!table) return;
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const given = [...body.rows];

  /* Numbers by size, the rest by the alphabet with figures in their order; empty cells always last; a third click gives the first order. */
  const words = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  const key = (row, at) => row.cells[at].textContent.trim();
  const sorted = (at, way) => {
    if (!way) return given;
    const number = heads[at].dataset.kind === 'number';
    const keyed = given.map((row, n) => [number ? Number(key(row, at).replaceAll(',', '')) : key(row, at), key(row, at) === '', n, row]);
    const compare = number ? (a, b) => a - b : words.compare;
    return keyed.sort((a, b) => a[1] - b[1] || way * compare(a[0], b[0]) || a[2] - b[2]).map((entry) => entry[3]);
  };
  heads.forEach((head, at) => {
    const button = make('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const before = head.getAttribute('aria-sort');
      for (const other of heads) other.removeAttribute('aria-sort');
      const way = { ascending: -1, descending: 0 }[before] ?? 1;
      if (way) head.setAttribute('aria-sort', way > 0 ? 'ascending' : 'descending');
      body.replaceChildren(...sorted(at, way));
    });
  });

  const box = document.getElementById('narrowrows');
  if (!box) return;
  const count = document.getElementById('answercount');
  const whole = [...count.childNodes].map((node) => node.cloneNode(true));
  const fold = (s) => s.normalize('NFKD').toLowerCase();
  const texts = new Map(given.map((row) => [row, fold(row.textContent)]));
  box.closest('label').hidden = false;
  box.addEventListener('input', () => {
    const want = fold(box.value.trim()).split(/\s+/).filter(Boolean);
    for (const [row, text] of texts) row.hidden = !want.every((word) => text.includes(word));
    const left = given.filter((row) => !row.hidden).length;
    if (want.length) count.textContent = left ? `${left} of ${given.length} rows` : 'No row has these words.';
    else count.replaceChildren(...whole.map((node) => node.cloneNode(true)));
  });
})();
