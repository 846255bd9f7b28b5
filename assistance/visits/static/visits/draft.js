// The form of a visit and its draft: one into the other, both ways.
import { newKey } from "../web/files.js";

export const LINES = ["needs", "promises", "goods", "families"];
const TEXTS = ["visited_on", "visitors", "situation", "interlocutors", "place", "condolence_cash", "signer", "link_point_name"];

export function fresh() {
  return {
    key: newKey(), base: 0, besides: [], merge: null, state: "typing", why: "", at: Date.now(), origin: "",
    fields: {}, names: {}, photos: [], signature: null, correcting: false,
    to: "/api/v1/visits", noun: "走访", title: "", edit: "/visits/record/",
  };
}

const named = (form, name) => form.elements.namedItem(name);
const checked = (form, name) => [...form.querySelectorAll(`input[name=${name}]:checked`)];

function rowsOf(form, name) {
  return [...form.querySelectorAll(`[data-lines=${name}] [data-row]`)].filter((row) => !row.hidden);
}

function inputs(row) {
  return [...row.querySelectorAll("input, select, textarea")].map((one) => [one.name.split("-").pop(), one]);
}

/** The rows of one sort in which something was written: where the API's row numbers point to. */
export function filledRows(form, name) {
  return rowsOf(form, name).filter((row) => inputs(row).some(([, one]) => one.tagName !== "SELECT" && one.value.trim() !== (one.dataset.blank ?? "")));
}

/** What the form says, as the API takes it. */
export function read(form, draft) {
  const fields = { ...draft.fields };
  for (const name of TEXTS) fields[name] = named(form, name).value.trim();
  fields.kind = checked(form, "kind")[0]?.value ?? "";
  fields.steps = fields.kind === "condolence" ? checked(form, "steps").map((one) => one.value) : [];
  fields.declared = named(form, "declared").checked;
  for (const name of LINES) {
    fields[name] = filledRows(form, name).map((row) => Object.fromEntries(inputs(row).map(([key, one]) => [
      key, key === "family_size" ? Number(one.value) || 0 : one.value.trim(),
    ])));
  }
  if (!draft.correcting) {
    const point = checked(form, "link_point")[0];
    const agency = named(form, "agency");
    fields.link_point_id = fields.link_point_name ? null : Number(point?.value) || null;
    fields.agency_id = Number(agency.value) || null;
    draft.names = {
      link_point: fields.link_point_name || point?.closest("label").textContent.trim() || "未选企业",
      agency: agency.selectedOptions?.[0]?.textContent.trim() ?? "",
    };
  }
  draft.fields = fields;
  draft.title = `${fields.visited_on} ${draft.names.link_point}`;
  return draft;
}

/** Put a draft back into the form. */
export function write(form, { fields }) {
  for (const name of TEXTS) if (name in fields) named(form, name).value = fields[name];
  for (const [name, values] of [["kind", [fields.kind]], ["steps", fields.steps ?? []], ["link_point", [String(fields.link_point_id ?? "")]]]) {
    for (const one of form.querySelectorAll(`input[name=${name}]`)) one.checked = values.includes(one.value);
  }
  if (fields.agency_id) named(form, "agency").value = String(fields.agency_id);
  named(form, "declared").checked = Boolean(fields.declared);
  for (const name of LINES) {
    const box = form.querySelector(`[data-lines=${name}]`);
    box.querySelector("[data-row-list]").replaceChildren();
    for (const line of fields[name] ?? []) {
      const row = window.shuanglianRows.add(box);
      for (const [key, one] of inputs(row)) if (key in line) one.value = line[key];
    }
  }
  for (const input of form.querySelectorAll("details input, details textarea")) {
    if (input.type !== "checkbox" && input.type !== "radio" && input.value && !("blank" in input.dataset)) {
      input.closest("details").open = true;
    }
  }
  document.activeElement?.blur();
}

/** The input of a name of the API's: `needs.0.description`. */
export function inputOf(form, name) {
  const [sort, row, field] = name.split(".");
  return LINES.includes(sort) && row !== undefined
    ? inputs(filledRows(form, sort)[Number(row)] ?? document.createElement("div")).find(([key]) => key === field)?.[1]
    : named(form, name === "link_point_id" ? "link_point_name" : name);
}
