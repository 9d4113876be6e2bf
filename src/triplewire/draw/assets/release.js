/* The page of a release: the list of facts, and the marks in the text with it, by family and status. */
'use strict';
(() => {
  const sieve = document.getElementById('sieve');
  if (!sieve) return;
  const facts = [...document.querySelectorAll('.groups .fact')];
  const runs = [...document.querySelectorAll('.run[data-claims]')];
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
  /* The facts of the words that the address names are marked in the list, and the first of them is in sight there. */
  const groups = document.getElementById('groups');
  const follow = () => {
    for (const f of facts) f.classList.toggle('here', location.hash !== '' && f.querySelector('a.said')?.getAttribute('href') === location.hash);
    const first = facts.find((f) => f.classList.contains('here') && !f.hidden);
    if (first) groups.scrollTop += first.getBoundingClientRect().top - groups.getBoundingClientRect().top - 60;
  };
  addEventListener('hashchange', follow);
  sieve.hidden = false;
  sieve.addEventListener('change', change);
  change();
  follow();
})();
