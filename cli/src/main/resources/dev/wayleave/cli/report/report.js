const box = document.getElementById('filter');
if (box) {
  const rows = [...document.querySelectorAll('[data-row]')];
  const groups = [...document.querySelectorAll('details.code, details.kind')];
  box.hidden = false;
  box.querySelector('input').addEventListener('input', event => {
    const needle = event.target.value.trim().toLowerCase();
    for (const row of rows) {
      const group = row.closest('details.code');
      const text = row.textContent + (group ? group.querySelector('summary').textContent : '');
      row.classList.toggle('away', needle !== '' && !text.toLowerCase().includes(needle));
    }
    for (const group of groups) {
      group.classList.toggle('away', !group.querySelector('[data-row]:not(.away)'));
    }
  });
}
addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details')) details.open = true;
});
