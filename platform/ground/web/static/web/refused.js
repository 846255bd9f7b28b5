// What was refused, said at the inputs where it is. Names as the API gives them: `needs.0.description`.

/** `find(name)` gives the input of a name, where it is not simply called so. */
export function showErrors(form, message, errors, find = (name) => form.elements.namedItem(name)) {
  for (const one of form.querySelectorAll("[data-error]")) one.hidden = true;
  for (const one of form.querySelectorAll(".is-invalid")) { one.classList.remove("is-invalid"); one.removeAttribute("aria-invalid"); }
  for (const one of form.querySelectorAll("[data-row-error]")) one.remove();
  const box = form.querySelector("[data-refused]");
  box.hidden = !message;
  if (!message) return;
  box.querySelector("[data-refused-text]").textContent = message;
  const list = box.querySelector("[data-refused-list]");
  list.replaceChildren();
  for (const [name, text] of Object.entries(errors)) {
    const input = find(name);
    let place = form.querySelector(`[data-error="${CSS.escape(name)}"]`);
    const one = input instanceof Element ? input : null;
    if (!place && one) {
      place = Object.assign(document.createElement("p"), { className: "sl-field-error" });
      place.dataset.rowError = "";
      one.after(place);
    }
    if (place) { place.textContent = text; place.hidden = false; } else list.append(Object.assign(document.createElement("li"), { textContent: text }));
    if (one) {
      one.classList.add("is-invalid");
      one.setAttribute("aria-invalid", "true");
      for (let fold = one.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    }
  }
  box.focus();
  box.scrollIntoView({ block: "center" });
}
