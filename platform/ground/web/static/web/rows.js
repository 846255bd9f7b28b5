// Rows of the same kind (ground.web.rows): added in place from a <template>, hidden and emptied when removed.
(() => {
  "use strict";

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const add = target?.closest("[data-add-row]");
    if (add) { event.preventDefault(); addRow(add.closest("[data-rows]")); return; }
    const drop = target?.closest("[data-drop-row]");
    if (drop) { event.preventDefault(); dropRow(drop.closest("[data-row]")); }
  });

  function addRow(box) {
    const total = box.querySelector("input[name$='-TOTAL_FORMS']");
    const most = Number(box.querySelector("input[name$='-MAX_NUM_FORMS']")?.value || 60);
    const number = total ? Number(total.value) : box.querySelectorAll("[data-row]").length;
    if (total && number >= most) { window.shuanglianToast?.(`一次最多${most}行，其余请分次填写`, "warn"); return null; }
    const holder = document.createElement("div");
    holder.innerHTML = box.querySelector("template").innerHTML.replaceAll("__prefix__", String(number));
    const row = holder.firstElementChild;
    box.querySelector("[data-row-list]").append(row);
    if (total) total.value = String(number + 1);
    window.htmx?.process(row);
    renumber(box);
    row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    row.dispatchEvent(new Event("input", { bubbles: true }));
    return row;
  }

  function dropRow(row) { // emptied, not taken out: the server skips empty rows, and numbers stay whole
    const box = row.closest("[data-rows]");
    for (const field of row.querySelectorAll("input, select, textarea")) {
      if (field.type !== "hidden") field.value = field.dataset.blank ?? "";
    }
    row.hidden = true;
    renumber(box);
    row.dispatchEvent(new Event("input", { bubbles: true }));
    box.querySelector("[data-add-row]")?.focus();
  }

  function renumber(box) {
    let shown = 0;
    for (const row of box.querySelectorAll("[data-row]")) {
      if (row.hidden) continue;
      shown += 1;
      const place = row.querySelector("[data-row-number]");
      if (place) place.textContent = String(shown);
    }
  }

  window.shuanglianRows = { add: addRow };
})();
