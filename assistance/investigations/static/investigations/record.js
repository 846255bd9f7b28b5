// Recording a home investigation. Whatever is typed is kept on this device at once, and sent when there is a
// network. Beforehand the device knows of a family its masked name, number, unit and what is to be checked.
import { photos } from "../web/attached.js";
import { ask, newKey } from "../web/files.js";
import { alone, remove, send } from "../web/queue.js";
import { showErrors } from "../web/refused.js";
import { pad } from "../web/signature.js";
import { all, drop, get, listen, persist, put } from "../web/store.js";

const form = document.querySelector("form[data-investigation]");
const $ = (selector) => form.querySelector(selector);
const asked = new URLSearchParams(location.search);
const API = "/api/v1/investigations";
const FORGOTTEN = 7 * 864e5;
const TEXTS = ["purpose", "visited_on", "present", "housing", "floor_area", "housing_note", "remark"];
const families = new Map();
let touched = false;
let draft = fresh();

function fresh() {
  return {
    key: newKey(), state: "typing", why: "", at: Date.now(), to: API, noun: "入户调查", title: "", edit: "/investigations/record/",
    fields: {}, family: null, photos: [], signatures: {},
  };
}

// --- what is known beforehand ------------------------------------------------------------------------------
async function snapshot() {
  const kept = await get("kept", "homes").catch(() => null);
  try {
    const news = await ask("GET", `${API}/offline?stamp=${kept?.value.stamp ?? ""}`);
    const value = news.account ? news : kept.value;
    if (news.account) value.shift = Math.round((Date.parse(news.as_of) - Date.now()) / 864e5); // a demonstration's day is another
    await put("kept", { key: "homes", value });
    return value;
  } catch { return kept?.value ?? null; }
}

async function familyOf(id) {
  if (families.has(id)) return families.get(id);
  try { return await ask("GET", `${API}/files/${id}`); } catch { return null; }
}

function furnish(known) {
  const today = new Date(Date.now() + (known?.shift ?? 0) * 864e5);
  $("[name=visited_on]").value ||= new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(today);
  for (const one of known?.files ?? []) offer(one);
  document.querySelector("#colleagues").replaceChildren(...(known?.colleagues ?? []).map((one) => Object.assign(document.createElement("option"), { value: one.name })));
  people()[0].value ||= known?.account.name ?? "";
}

function offer(family) {
  if (families.has(family.id)) return;
  families.set(family.id, family);
  $("[name=file_id]").add(new Option(`${family.name}　${family.file_no}　${family.unit}`, family.id));
}

const people = () => [...form.querySelectorAll("[name=person]")];

// --- the amounts -------------------------------------------------------------------------------------------
function itemRow(item, at, said) {
  const row = $("template[data-item]").content.firstElementChild.cloneNode(true);
  const one = (selector) => row.querySelector(selector);
  one("[data-label]").textContent = item.label;
  one("[data-declared]").textContent = item.declared;
  for (const radio of row.querySelectorAll("[data-agrees]")) {
    radio.name = `agrees-${at}`;
    radio.checked = said ? radio.value === String(Number(said.agrees)) : false;
  }
  const differs = () => { one("[data-seen-field]").hidden = one("[data-agrees][value='0']").checked === false; };
  row.addEventListener("change", differs);
  one("[data-seen]").value = said?.seen ?? "";
  one("[data-proof]").value = said?.proof ?? "";
  one("[data-item-error]").dataset.error = `items.${at}.seen`;
  row.dataset.item = at;
  differs();
  return row;
}

function drawFamily() {
  const { family } = draft;
  const kept = draft.fields.items ?? [];
  $("[data-items]").replaceChildren(...(family?.items ?? []).map((item, at) => itemRow(item, at, kept[at])));
  $("[data-no-items]").hidden = Boolean(family?.items.length);
  $("[data-family-told]").textContent = family ? [family.unit, family.due_on && `限${family.due_on}前`].filter(Boolean).join("，") : "";
  $("[data-declared-home]").textContent = family?.housing ? `申报：${family.housing}${family.floor_area ? `，${family.floor_area}平方米` : ""}` : "";
}

function readItems() {
  return (draft.family?.items ?? []).map((item, at) => {
    const row = $(`[data-item="${at}"]`);
    const agrees = row?.querySelector("[data-agrees]:checked")?.value;
    return {
      side: item.side, kind: item.kind, declared: item.declared, agrees: agrees === undefined ? null : agrees === "1",
      seen: agrees === "0" ? row.querySelector("[data-seen]").value.trim() : null, proof: row?.querySelector("[data-proof]").value.trim() ?? "",
    };
  });
}

// --- the draft ---------------------------------------------------------------------------------------------
function read() {
  const fields = {};
  for (const name of TEXTS) fields[name] = form.elements.namedItem(name).value.trim();
  for (const name of ["living", "conclusion"]) fields[name] = $(`input[name=${name}]:checked`)?.value ?? "";
  fields.on_paper = $("[name=on_paper]").checked;
  const known = new Map();
  for (const { name, id } of draft.known?.colleagues ?? []) known.set(name, known.has(name) ? null : id); // two of one name: by name only
  fields.investigators = people().map((one) => one.value.trim()).filter(Boolean).map((name) => ({ name, user_id: known.get(name) ?? null }));
  fields.file_id = draft.family?.id ?? null;
  fields.items = readItems();
  draft.fields = fields;
  draft.title = `${fields.visited_on} ${draft.family ? `${draft.family.name}家庭 ${draft.family.file_no}` : "未选家庭"}`;
}

function write() {
  const { fields } = draft;
  for (const name of TEXTS) if (fields[name] !== undefined) form.elements.namedItem(name).value = fields[name];
  for (const name of ["living", "conclusion"]) for (const one of form.querySelectorAll(`input[name=${name}]`)) one.checked = one.value === fields[name];
  $("[name=on_paper]").checked = Boolean(fields.on_paper);
  people().forEach((one, at) => { one.value = fields.investigators?.[at]?.name ?? (at || fields.investigators ? "" : one.value); });
  if (draft.family) { offer(draft.family); $("[name=file_id]").value = String(draft.family.id); }
}

let pending = 0;
let saving = Promise.resolve();
function save() {
  clearTimeout(pending);
  pending = 0;
  read();
  draft.at = Date.now();
  const { known, ...kept } = draft;
  saving = saving.then(() => put("drafts", structuredClone(kept))).then(
    () => { $("[data-kept]").textContent = "已保存在本机"; },
    () => { $("[data-kept]").textContent = "本机存储不可用：请不要关闭本页，尽快提交"; },
  );
  return saving;
}

async function begin() {
  const wanted = asked.get("draft") && await get("drafts", asked.get("draft")).catch(() => null);
  if (wanted) { draft = { ...wanted, state: "typing" }; return "draft"; }
  const mine = (await all("drafts").catch(() => [])).filter((one) => one.to === API && one.state === "typing");
  for (const old of mine.filter((one) => one.at < Date.now() - FORGOTTEN)) await remove(old);
  const id = Number(asked.get("file")) || 0;
  const typing = mine.filter((one) => one.at >= Date.now() - FORGOTTEN && (!id || one.family?.id === id));
  const [last] = typing.sort((one, other) => other.at - one.at);
  if (last) { draft = last; return "restored"; }
  if (id) draft.family = await familyOf(id);
  return "";
}

function restored() {
  const note = document.querySelector("[data-restored]");
  const at = new Date(draft.at);
  const two = (number) => String(number).padStart(2, "0");
  note.querySelector("[data-restored-text]").textContent = `已恢复${at.getMonth() + 1}月${at.getDate()}日 ${two(at.getHours())}:${two(at.getMinutes())}没有提交的内容`;
  note.hidden = false;
  note.querySelector("[data-discard]").addEventListener("click", async () => {
    clearTimeout(pending);
    touched = false;
    await remove(draft);
    location.replace(location.pathname + location.search);
  });
}

// --- signatures --------------------------------------------------------------------------------------------
const pads = new Map();
async function drawPads() {
  const place = $("[data-pads]");
  place.hidden = $("[name=on_paper]").checked;
  const named = people().map((one) => one.value.trim()).filter(Boolean);
  const wanted = [...named.map((name, at) => [String(at), name]), ["family", "家属"]];
  for (const [whose, box] of pads) if (!wanted.some(([one]) => one === whose)) { box.remove(); pads.delete(whose); delete draft.signatures[whose]; }
  for (const [whose, name] of wanted) {
    if (!pads.has(whose)) {
      const box = $("template[data-pad-of]").content.firstElementChild.cloneNode(true);
      pads.set(whose, box);
      const board = pad(box.querySelector("canvas"), (picture) => signed(whose, picture));
      box.querySelector("[data-clear-pad]").addEventListener("click", () => board.clear());
      const kept = draft.signatures[whose] && await get("blobs", draft.signatures[whose].key);
      if (kept) await board.show(kept.blob);
    }
    const box = pads.get(whose);
    box.querySelector("[data-pad-name]").textContent = name;
    box.querySelector("canvas").setAttribute("aria-label", `${name}签名`);
    box.querySelector("canvas").dataset.whose = whose;
    place.append(box);
  }
}

async function signed(whose, picture) {
  const before = draft.signatures[whose];
  delete draft.signatures[whose];
  if (picture) {
    const one = { key: newKey(), name: "签名.png", sent: false };
    await put("blobs", { key: one.key, blob: picture });
    draft.signatures[whose] = one;
  }
  await save();
  if (before) await drop("blobs", before.key);
}

// --- sending -----------------------------------------------------------------------------------------------
function missing() {
  const errors = {};
  const { fields } = draft;
  if (!fields.file_id) errors.file_id = "请选择家庭";
  if (fields.investigators.length < 2) errors.investigators = "请填写至少两位调查人";
  if (!fields.present) errors.present = "请填写在场家属";
  if (!fields.living) errors.living = "请选择生活水平";
  if (!fields.conclusion) errors.conclusion = "请选择调查结论";
  fields.items.forEach((one, at) => { if (one.agrees === null) errors[`items.${at}.seen`] = "请选择相符或不符"; });
  return errors;
}

const refuse = (message, errors) => showErrors(form, message, errors);

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = $("button[type=submit]");
  if (button.hasAttribute("aria-busy")) return;
  await save();
  const errors = missing();
  if (Object.keys(errors).length) { refuse("还有内容没有填好", errors); return; }
  refuse("", {});
  button.setAttribute("aria-busy", "true");
  if (draft.code === "recorded_already") await anew();
  draft.state = "waiting";
  delete draft.known;
  await put("drafts", draft);
  touched = false;
  const came = await alone(() => send(draft));
  button.removeAttribute("aria-busy");
  if (came.url) { location.assign(came.url); return; }
  if (draft.state === "refused") {
    draft.state = "typing";
    touched = true;
    await put("drafts", draft);
    refuse(came.refused.message, came.refused.body.fields ?? {});
    return;
  }
  location.assign("/visits/outbox/");
});

/** What has arrived under its key keeps that key: what was written since goes under a new one. */
async function anew() {
  await drop("drafts", draft.key);
  draft.key = newKey();
  draft.code = "";
}

form.addEventListener("input", () => { touched = true; clearTimeout(pending); pending = setTimeout(save, 300); });
form.addEventListener("change", async (event) => {
  if (event.target.name === "file_id") {
    draft.family = families.get(Number(event.target.value)) ?? null;
    draft.fields.items = [];
    drawFamily();
  }
  if (event.target.name === "person" || event.target.name === "on_paper") await drawPads();
});
window.addEventListener("pagehide", () => { if (pending) save(); });
window.addEventListener("pageshow", (event) => { if (event.persisted) location.replace(location.pathname); });
listen(({ key, state }) => { if (key === draft.key && state === "gone" && !touched) form.inert = true; });

const first = await get("kept", "homes").catch(() => null);
const known = first ? first.value : await snapshot();
furnish(known);
const how = await begin();
draft.known = known;
if (how || draft.family) write();
drawFamily();
if (how === "restored") restored();
await drawPads();
await photos(form, draft, save);
if (draft.errors && asked.get("draft")) refuse(draft.why, draft.errors);
form.dataset.ready = "";
persist();
if (first) {
  const news = await snapshot();
  draft.known = news;
  for (const one of news?.files ?? []) offer(one);
}
