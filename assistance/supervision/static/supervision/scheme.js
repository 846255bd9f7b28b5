// The editor of a scheme: Enter goes to the same column of the next row, Ctrl+↑/↓ too; the sum is shown.
(() => {
  "use strict";

  const box = document.querySelector("[data-scheme-rows]");
  if (!box) return;
  const sum = box.querySelector("[data-basic-total]");
  const rows = () => [...box.querySelectorAll("[data-row-list] > [data-row]")].filter((row) => !row.hidden);
  const field = (row, name) => row.querySelector(`[name$='-${name}']`);

  function total() {
    let points = 0;
    for (const row of rows()) {
      if (field(row, "kind").value === "basic") points += Number(field(row, "maximum").value) || 0;
    }
    sum.textContent = String(Math.round(points * 100) / 100);
  }

  box.addEventListener("input", total);
  box.addEventListener("keydown", (event) => {
    const from = event.target;
    if (!(from instanceof HTMLInputElement || from instanceof HTMLSelectElement)) return;
    const down = (event.key === "Enter" && !event.ctrlKey) || (event.ctrlKey && event.key === "ArrowDown");
    const up = event.ctrlKey && event.key === "ArrowUp";
    if (!down && !up) return;
    event.preventDefault();
    const row = from.closest("[data-row]");
    const name = from.name.split("-").pop();
    const all = rows();
    let next = all[all.indexOf(row) + (down ? 1 : -1)];
    if (!next && down && event.key === "Enter") next = window.shuanglianRows?.add(box);
    if (next) field(next, name)?.focus();
  });
  total();
})();
