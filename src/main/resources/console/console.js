// Keys for those who want them; every page works without this file.
(() => {
  'use strict';
  const keys = document.getElementById('keys');
  const opener = document.getElementById('keys-open');
  const item = document.getElementById('item');
  if (!(keys instanceof HTMLDialogElement) || !opener) {
    return;
  }
  const OFF = 'palabre-console-keys-off';
  const on = document.getElementById('keys-on');
  on.checked = localStorage.getItem(OFF) === null;
  on.addEventListener('change', () =>
    on.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, '1'));
  opener.hidden = false;
  opener.addEventListener('click', () => keys.showModal());

  const rows = [...document.querySelectorAll('.list li')];
  const at = rows.findIndex(row => row.classList.contains('current'));
  const move = by => rows[at + by]?.querySelector('a').click();
  const press = decision => item?.querySelector(`.acts button[value="${decision}"]`)?.click();
  const acts = {
    j: () => move(1),
    k: () => move(-1),
    p: () => press('publish'),
    s: () => press('spam'),
    r: () => {
      const form = item?.querySelector('details.reason');
      if (form) {
        form.open = true;
        form.querySelector('select').focus();
      }
    },
    x: () => {
      const box = rows[at]?.querySelector('input[type=checkbox]');
      if (box) {
        box.checked = !box.checked;
      }
    },
    '/': () => document.getElementById('q').focus(),
    '?': () => keys.showModal(),
  };

  document.addEventListener('keydown', event => {
    const typing = event.target.closest('input:not([type=checkbox]), textarea, select, dialog');
    const act = acts[event.key];
    if (!act || typing || !on.checked || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    act();
  });
})();
