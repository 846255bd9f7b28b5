// Recording a visit. Whatever is typed is kept on this device at once, and sent when there is a network.
import { ask, newKey } from "../web/files.js";
import { all, drop, get, listen, persist, put } from "../web/store.js";
import { atHand } from "./at_hand.js";
import { photos } from "../web/attached.js";
import { fresh, inputOf, read, write } from "./draft.js";
import { alone, remove, send } from "../web/queue.js";
import { showErrors } from "../web/refused.js";
import { pad } from "../web/signature.js";

const form = document.querySelector("form[data-visit]");
const $ = (selector) => form.querySelector(selector);
const asked = new URLSearchParams(location.search);
const isShell = !document.querySelector("meta[name=account]");
const FORGOTTEN = 7 * 864e5; // what nobody finished in a week is not kept longer
const refuse = (message, errors) => showErrors(form, message, errors, (name) => inputOf(form, name));
let draft = fresh();
let touched = false;

async function snapshot() {
  const kept = await get("kept", "snapshot").catch(() => null);
  try {
    const news = await ask("GET", `/api/v1/visits/offline?stamp=${kept?.value.stamp ?? ""}`);
    const families = await ask("GET", "/api/v1/households/offline").catch(() => null); // not everybody may
    const value = news.account ? news : kept.value;
    value.paired = families?.families ?? kept?.value.paired ?? [];
    if (news.account) value.shift = Math.round((Date.parse(news.as_of) - Date.now()) / 864e5); // a demonstration's day is another
    await put("kept", { key: "snapshot", value });
    return value;
  } catch { return kept?.value ?? null; }
}

// --- what the server put into the page, put there from this device's store --------------------------------
function radio(name, value, text) {
  const label = Object.assign(document.createElement("label"), { className: "visit-choice" });
  const input = Object.assign(document.createElement("input"), { type: "radio", name, value, className: "form-check-input" });
  label.append(input, Object.assign(document.createElement("span"), { textContent: text }));
  return label;
}

function furnish(known) {
  const today = new Date(Date.now() + (known?.shift ?? 0) * 864e5);
  $("[name=visited_on]").value ||= new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(today);
  if (!form.querySelector("input[name=kind]:checked")) $("input[name=kind]").checked = true;
  if (!known) return;
  $("[name=visitors]").value ||= known.account.name;
  const agency = form.elements.namedItem("agency");
  if (!agency.options.length) for (const one of known.agencies) agency.add(new Option(one.name, one.id));
  $("[data-agency]").hidden = known.agencies.length === 1;
  $("[data-in-name]").hidden = known.agencies.length !== 1;
  $("[data-agency-name]").textContent = known.agencies[0]?.name ?? "";
  const points = $("[data-choices=link_point]");
  if (isShell && !points.children.length) {
    points.append(...known.link_points.map((one) => radio("link_point", one.id, one.name)));
    $("[data-points]").hidden = !known.link_points.length;
    $("[data-by-name]").open = !known.link_points.length;
    if (known.link_points.length === 1) points.querySelector("input").checked = true;
  }
}

function colleagues(known) {
  const box = $("[data-people]");
  const visitors = $("[name=visitors]");
  const at = Number(form.elements.namedItem("agency").value);
  const names = (known?.colleagues ?? []).filter((one) => one.agency === at && one.name !== known.account.name).slice(0, 24);
  for (const one of box.querySelectorAll("button")) one.remove();
  box.hidden = !names.length;
  for (const { name } of names) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "visit-person", textContent: name });
    const said = () => visitors.value.split(/[、，,\s]+/).filter(Boolean);
    const mark = () => button.setAttribute("aria-pressed", String(said().includes(name)));
    button.addEventListener("click", () => {
      const present = said();
      visitors.value = (present.includes(name) ? present.filter((one) => one !== name) : [...present, name]).join("、");
      visitors.dispatchEvent(new Event("input", { bubbles: true }));
    });
    visitors.addEventListener("input", mark);
    mark();
    box.append(button);
  }
}

function byKind() {
  const kind = form.querySelector("input[name=kind]:checked")?.value;
  for (const one of form.querySelectorAll("[data-for-kind]")) one.hidden = one.dataset.forKind !== kind;
  if (kind === "condolence") $("[data-money]").open = true;
}

// --- the draft ---------------------------------------------------------------------------------------------
let waiting = 0;
let saving = Promise.resolve();
function save() {
  clearTimeout(waiting);
  waiting = 0;
  read(form, draft);
  draft.at = Date.now();
  saving = saving.then(() => put("drafts", structuredClone(draft))).then(
    () => { $("[data-kept]").textContent = "已保存在本机"; },
    () => { $("[data-kept]").textContent = "本机存储不可用：请不要关闭本页，尽快提交"; },
  );
  return saving;
}

async function begin(known) {
  const wanted = asked.get("draft") && await get("drafts", asked.get("draft")).catch(() => null);
  if (wanted) { draft = { ...wanted, state: "typing" }; return "draft"; }
  if (asked.get("visit")) return correct(known, asked.get("visit"));
  const begun = (await all("drafts").catch(() => [])).filter((one) => one.state === "typing" && one.to === draft.to);
  for (const old of begun.filter((one) => one.at < Date.now() - FORGOTTEN)) await remove(old);
  const typing = begun.filter((one) => !one.correcting && one.at >= Date.now() - FORGOTTEN);
  const last = typing.sort((one, other) => other.at - one.at)[0];
  if (last) { draft = last; return "restored"; }
  draft.origin = /^[a-z]+\.[a-z]+:\d{1,18}$/.test(asked.get("origin") ?? "") ? asked.get("origin") : "";
  return "";
}

async function correct(known, key) {
  const kept = await get("drafts", key).catch(() => null);
  if (kept) { draft = { ...kept, state: "typing" }; return "draft"; }
  const visit = known?.visits.find((one) => one.key === key);
  if (!visit) { window.shuanglianToast?.("没有找到要修改的走访，请连上网络后从走访记录里打开", "warn"); return ""; }
  draft = {
    ...fresh(), key, base: visit.version, correcting: true, besides: null,
    names: { link_point: visit.link_point.name, agency: visit.agency.name },
    fields: { ...visit.words, agency_id: visit.agency.id, link_point_id: visit.link_point.id, visited_on: visit.visited_on },
  };
  return "draft";
}

function dress() {
  if (!draft.correcting) return;
  $("[data-unchanging]").hidden = true;
  $("[data-signing]").hidden = true;
  const fixed = $("[data-fixed]");
  fixed.hidden = false;
  fixed.textContent = `${draft.names.agency} ${draft.fields.visited_on} 走访 ${draft.names.link_point}。已登记的诉求、承诺、照片和慰问金品不变，这里可以补充。`;
  $("[data-send-label]").textContent = "保存修改";
}

function restored() {
  const note = document.querySelector("[data-restored]");
  const at = new Date(draft.at);
  const two = (number) => String(number).padStart(2, "0");
  note.querySelector("[data-restored-text]").textContent = `已恢复${at.getMonth() + 1}月${at.getDate()}日 ${two(at.getHours())}:${two(at.getMinutes())}没有提交的内容`;
  note.hidden = false;
  note.querySelector("[data-discard]").addEventListener("click", async () => {
    clearTimeout(waiting);
    touched = false;
    await remove(draft);
    location.replace(location.pathname);
  });
}

// --- signature, place ----------------------------------------------------------------------------------------
async function sign() {
  const board = pad($("[data-pad]"), async (picture) => {
    const before = draft.signature;
    draft.signature = null;
    if (picture) {
      draft.signature = { key: newKey(), name: "签名.png", sent: false };
      await put("blobs", { key: draft.signature.key, blob: picture });
    }
    await save();
    if (before) await drop("blobs", before.key);
  });
  $("[data-clear-pad]").addEventListener("click", () => board.clear());
  const kept = draft.signature && await get("blobs", draft.signature.key);
  if (kept) await board.show(kept.blob);
}

function locate() {
  const said = $("[data-position]");
  if (draft.fields.position) said.textContent = `已附上定位 ${draft.fields.position}`;
  $("[data-locate]").addEventListener("click", () => {
    if (!navigator.geolocation) { said.textContent = "这个浏览器不能定位，请写明地点"; return; }
    said.textContent = "正在定位…";
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      draft.fields.position = `${coords.latitude.toFixed(5)},${coords.longitude.toFixed(5)}`;
      said.textContent = `已附上定位 ${draft.fields.position}`;
      save();
    }, () => { said.textContent = "没有定位成功，请写明地点"; }, { enableHighAccuracy: true, timeout: 15000 });
  });
}

// --- sending -------------------------------------------------------------------------------------------------
function missing() {
  const errors = {};
  const { fields } = draft;
  if (!draft.correcting && !fields.link_point_id && !fields.link_point_name) errors.link_point_id = "请选择或填写走访的企业、社区";
  if (!fields.visitors) errors.visitors = "不能为空";
  if (!fields.situation) errors.situation = "不能为空";
  fields.promises.forEach((one, row) => { if (!one.due_on) errors[`promises.${row}.due_on`] = "请选择完成期限"; });
  return errors;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = $("button[type=submit]");
  if (button.hasAttribute("aria-busy")) return;
  await save();
  const errors = missing();
  if (Object.keys(errors).length) { refuse("还有内容没有填好", errors); return; }
  refuse("", {});
  button.setAttribute("aria-busy", "true");
  draft.state = "waiting";
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

form.addEventListener("input", () => { touched = true; clearTimeout(waiting); waiting = setTimeout(save, 300); });
form.addEventListener("change", (event) => { if (event.target.name === "kind") byKind(); });
window.addEventListener("pagehide", () => { if (waiting) save(); });
window.addEventListener("pageshow", (event) => { if (event.persisted) location.replace(location.pathname); }); // back after sending: a new visit
listen(({ key, state }) => { if (key === draft.key && state === "gone" && !touched) form.inert = true; });

const first = await get("kept", "snapshot").catch(() => null);
const known = asked.has("visit") || !first ? await snapshot() : first.value;
furnish(known);
const how = await begin(known);
if (how) write(form, draft);
else read(form, draft);
if (how === "restored") restored();
dress();
byKind();
colleagues(known);
form.elements.namedItem("agency").addEventListener("change", () => colleagues(known));
atHand(form, known);
await photos(form, draft, save);
await sign();
locate();
if (draft.errors && asked.get("draft")) refuse(draft.why, draft.errors);
form.dataset.ready = "";
persist();
if (first && !asked.has("visit")) snapshot();
