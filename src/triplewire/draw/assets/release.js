/* The page of a release: the list of facts, and the marks in the text with it, by family and status. */
'use strict';
(() => {
  const sieve = document.getElementById('sieve');
  if (!sieve) return;
  const facts = [...document.querySelectorAll('.groups .fact')];
  const runs = [...document.querySelectorAll('a.run')];
  const change = () => {
    const asked = new FormData(sieve);
    const family = asked.get('family');
    const looks = new Set(asked.getAll('look'));
    for (const f of facts) f.hidden = !(looks.has(f.dataset.look) && (!family || f.dataset.family === family));
    const kept = new Set(facts.filter((f) => !f.hidden).map((f) => f.id));
    for (const group of document.querySelectorAll('.groups .group')) group.hidden = !group.querySelector('.fact:not([hidden])');
    for (const run of runs) run.classList.toggle('off', !run.dataset.claims.split(' ').some((id) => kept.has(id)));
    document.getElementById('factcount').textContent = kept.size;
    document.getElementById('none').hidden = kept.size > 0;
  };
  sieve.hidden = false;
  sieve.addEventListener('change', change);
  change();
})();
