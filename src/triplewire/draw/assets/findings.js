/* The page of findings: those of one severity or kind, or that say a word. Without scripts all are there. */
'use strict';
(() => {
  const form = document.getElementById('pickers');
  if (!form) return;
  const [severity, kind, says] = ['severity', 'kind', 'says'].map((id) => document.getElementById(id));
  const left = document.getElementById('left');
  const fold = (s) => s.normalize('NFKD').toLowerCase();
  const sections = [...document.querySelectorAll('.kind')].map((section) => ({
    section,
    box: section.querySelector('details'),
    open: section.querySelector('details').open,
    items: [...section.querySelectorAll('.items > li')].map((li) => ({ li, text: fold(li.textContent) })),
  }));
  const apply = () => {
    const want = fold(says.value.trim());
    const any = severity.value || kind.value || want;
    let shown = 0;
    for (const { section, box, open, items } of sections) {
      const fits = (!severity.value || section.dataset.severity === severity.value) && (!kind.value || section.dataset.kind === kind.value);
      let own = 0;
      for (const { li, text } of items) {
        li.hidden = !(fits && (!want || text.includes(want)));
        own += li.hidden ? 0 : 1;
      }
      section.hidden = own === 0;
      box.open = any ? true : open;
      shown += own;
    }
    left.textContent = any ? (shown ? `${shown} shown` : 'Nothing here is like that.') : '';
  };
  form.hidden = false;
  form.addEventListener('submit', (e) => e.preventDefault());
  for (const field of [severity, kind]) field.addEventListener('change', apply);
  says.addEventListener('input', apply);

  /* A link to a finding in a closed kind opens it. */
  const reveal = () => {
    const item = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const box = item && (item.matches('.kind') ? item.querySelector('details') : item.closest('.kind details'));
    if (box && !box.open) { box.open = true; item.scrollIntoView(); }
  };
  window.addEventListener('hashchange', reveal);
  reveal();
})();
