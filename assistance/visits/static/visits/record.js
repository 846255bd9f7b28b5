// Nothing typed is lost: what is written on the record page is kept on this device until it is recorded.
// ID numbers and phones (data-private) are never kept. The key goes along, so sending again is harmless.
(() => {
  "use strict";
  const DAYS = 7, RECORDED = "shuanglian.visits.recorded";
  const read = (name) => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } };
  const write = (name, value) => { try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* a full or closed storage must not stop the work */ } };
  const forget = (name) => { try { localStorage.removeItem(name); } catch { /* as above */ } };

  const shown = document.querySelector("[data-visit-key]");
  if (shown) { // the page of a recorded visit: its draft has done its work
    const key = shown.dataset.visitKey, draft = `shuanglian.draft.${shown.dataset.draftName}`;
    if (read(draft)?.key === key) forget(draft);
    write(RECORDED, [key, ...(read(RECORDED) || []).filter((one) => one !== key)].slice(0, 20));
    return;
  }

  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const name = `shuanglian.draft.${form.dataset.draft}`;
  const keyField = form.querySelector("input[name=key]");
  const total = form.querySelector("input[name$='-TOTAL_FORMS']");
  const kept = (field) => field.name && field.name !== "csrfmiddlewaretoken" && field.name !== "key"
    && !field.name.endsWith("_FORMS") && !("private" in field.dataset) && field.type !== "submit" && field.type !== "button";

  const fresh = () => location.replace(location.pathname);
  const isRecorded = (key) => (read(RECORDED) || []).includes(key);
  window.addEventListener("pageshow", () => { // back after recording: a new visit, with a new key
    if (isRecorded(keyField.value)) fresh();
  });

  function save() {
    const values = {};
    for (const field of form.elements) {
      if (!kept(field)) continue;
      if (field.type === "radio" || field.type === "checkbox") { if (field.checked) values[field.name] = field.value; }
      else values[field.name] = field.value;
    }
    write(name, { at: Date.now(), key: keyField.value, rows: Number(total?.value || 0), values });
  }

  function restore(draft) {
    const box = total?.closest("[data-rows]");
    for (let more = draft.rows - Number(total?.value || 0); box && more > 0; more -= 1) window.shuanglianRows.add(box);
    for (const field of form.elements) {
      if (!kept(field) || !(field.name in draft.values)) continue;
      if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === draft.values[field.name];
      else field.value = draft.values[field.name];
      if (field.value && field.tagName !== "SELECT") field.closest("details")?.setAttribute("open", "");
    }
    keyField.value = draft.key;
    const note = document.getElementById("draft-note");
    const at = new Date(draft.at);
    const two = (number) => String(number).padStart(2, "0");
    note.querySelector("[data-draft-text]").textContent =
      `已恢复${at.getMonth() + 1}月${at.getDate()}日 ${two(at.getHours())}:${two(at.getMinutes())}没有提交的内容`;
    note.hidden = false;
    window.scrollTo(0, 0);
    document.activeElement?.blur();
  }

  const draft = read(name);
  if (isRecorded(keyField.value)) forget(name);
  else if ("bound" in form.dataset) save(); // the server gave everything back, with what is to be mended
  else if (draft && (isRecorded(draft.key) || Date.now() - draft.at > DAYS * 864e5)) forget(name);
  else if (draft) restore(draft);

  let waiting = 0;
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(save, 300); });
  form.addEventListener("change", save);
  window.addEventListener("pagehide", () => { if (waiting) save(); });
  document.querySelector("[data-draft-discard]")?.addEventListener("click", () => {
    clearTimeout(waiting); waiting = 0;
    forget(name);
    fresh();
  });
  document.addEventListener("submit", (event) => { // before it is marked as sent
    if (event.target !== form) return;
    save();
    waiting = 0;
    if (navigator.onLine === false) {
      event.preventDefault();
      window.shuanglianToast?.("现在没有网络，内容已保存在本机；有网络后打开本页再提交", "warn");
    }
  }, true);
})();
