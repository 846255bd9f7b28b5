// The articles of an issue are dragged to their places. The buttons beside them do the same by keyboard.
(() => {
  "use strict";
  const list = document.querySelector("[data-order]");
  if (!list) return;
  let moving = null;
  let from = -1;

  const place = (one) => [...list.children].indexOf(one);

  list.addEventListener("dragstart", (event) => {
    moving = event.target.closest("[data-move]");
    if (!moving) return;
    from = place(moving);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    moving.classList.add("brief-moving");
  });

  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-move]");
    if (!moving || !over) return;
    event.preventDefault();
    if (over === moving) return;
    const box = over.getBoundingClientRect();
    over[event.clientY > box.top + box.height / 2 ? "after" : "before"](moving);
  });

  list.addEventListener("drop", (event) => event.preventDefault());

  list.addEventListener("dragend", async () => {
    if (!moving) return;
    const [row, to] = [moving, place(moving)];
    moving.classList.remove("brief-moving");
    moving = null;
    if (to === from) return;
    const body = new FormData();
    body.set("position", String(to));
    body.set("csrfmiddlewaretoken", list.querySelector("[name=csrfmiddlewaretoken]").value);
    const kept = await fetch(row.dataset.move, { method: "POST", body, redirect: "manual" }).catch(() => null);
    if (kept && (kept.ok || kept.type === "opaqueredirect")) window.location.reload();
    else {
      list.insertBefore(row, list.children[from < to ? from : from + 1] ?? null);
      window.shuanglianToast?.("没有保存上，次序照旧。请检查网络后再试", "bad");
    }
  });
})();
