// Handing out: who has still to sign, one after the other. A signature is kept on this device at once and
// sent when there is a network. Beforehand the device knows names, the tails of ID numbers and amounts.
import { ask, newKey, shrunk } from "../web/files.js";
import { alone, flush, remove, send } from "../web/queue.js";
import { showErrors } from "../web/refused.js";
import { pad } from "../web/signature.js";
import { all, get, listen, persist, put } from "../web/store.js";

const root = document.querySelector("[data-hand-out]");
const $ = (selector) => root.querySelector(selector);
const form = $("[data-sign]");
const asked = new URLSearchParams(location.search);
const API = "/api/v1/aid";
const TO = `${API}/receipts`;
const SAID = ["signer", "proxy_name", "proxy_relation", "proxy_id_no", "proxy_reason"];
let known = null; // what the server said: batches with those who have still to sign
let batch = null;
let row = null; // who stands here
let old = null; // a draft that was refused, to be mended
let kept = []; // drafts of this device
let picture = null;
let photo = null;

// --- what is known -----------------------------------------------------------------------------------------
async function snapshot() {
  const before = await get("kept", "hand-out").catch(() => null);
  try {
    const news = await ask("GET", `${API}/hand-out?stamp=${before?.value.stamp ?? ""}`);
    const value = news.batches ? news : before.value;
    if (news.batches) value.shift = Math.round((Date.parse(news.as_of) - Date.now()) / 864e5); // a demonstration's day is another
    await put("kept", { key: "hand-out", value });
    return value;
  } catch { return before?.value ?? null; }
}

const mine = async () => { kept = (await all("drafts").catch(() => [])).filter((one) => one.to === TO); };
const draftOf = (one) => kept.find((draft) => draft.fields.payment_id === one.id);
const toSign = () => (batch?.rows ?? []).filter((one) => !draftOf(one));
const today = () => new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date(Date.now() + (known?.shift ?? 0) * 864e5));
const nameOf = (one) => one.name || `${one.place}（单位代表）`;
const money = (text) => Number(text).toLocaleString("zh-CN", { minimumFractionDigits: 2 });

function element(tag, className, text) {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}

// --- the list ----------------------------------------------------------------------------------------------
function matching() {
  const words = $("#id_search").value.trim().split(/\s+/).filter(Boolean);
  return (batch?.rows ?? []).filter((one) => words.every((word) => `${one.name} ${one.place} ${one.reason}`.includes(word)));
}

function line(one) {
  const draft = draftOf(one);
  const item = document.createElement("li");
  const button = element("button", "out-row", "");
  button.type = "button";
  button.dataset.payment = one.id;
  button.append(
    element("span", "out-row-name", nameOf(one)),
    element("span", "out-row-place sl-muted", draft ? waiting(draft) : `${one.name ? `${one.place}　` : ""}${one.reason}`),
    element("span", "out-row-amount", `${money(one.amount)} 元`),
  );
  button.disabled = Boolean(draft) && draft.state !== "refused";
  button.addEventListener("click", () => open(one, draft));
  item.append(button);
  return item;
}

const waiting = (draft) => (draft.state === "refused" ? `已签名，但没有收下：${draft.why}` : "已签名，保存在本机，等待发送");

function draw() {
  const left = toSign().length;
  const unsent = (batch?.rows ?? []).length - left;
  $("[data-batch]").textContent = batch?.name ?? "";
  $("[data-left]").textContent = batch ? `还有 ${left} 笔没有签收${unsent ? `，${unsent} 笔已签名等待发送` : ""}` : "";
  $("[data-rows]").replaceChildren(...matching().map(line));
  $("[data-none]").hidden = Boolean(batch);
  $("[data-witness-optional]").hidden = (batch?.hands ?? 2) > 1;
}

function choose(id) {
  const batches = known?.batches ?? [];
  batch = batches.find((one) => one.id === id) ?? batches[0] ?? null;
  const select = $("#id_batch");
  select.replaceChildren(...batches.map((one) => new Option(one.name, one.id)));
  if (batch) select.value = String(batch.id);
  $("[data-batches]").hidden = batches.length < 2;
  $("[data-batch]").hidden = batches.length > 1;
  draw();
}

// --- one signature -----------------------------------------------------------------------------------------
const board = pad($("[data-pad]"), (drawn) => { picture = drawn; });

async function open(one, draft = null) {
  row = one;
  old = draft;
  photo = null;
  form.reset();
  board.clear();
  $("[data-name]").textContent = nameOf(one) + (one.tail ? `（身份证尾号 ${one.tail}）` : "");
  $("[data-place]").textContent = `${one.place}　${one.reason}${one.goods ? "（实物）" : ""}`;
  $("[data-amount]").textContent = money(one.amount);
  $("[data-capitals]").textContent = one.capitals;
  $("[data-signer]").hidden = Boolean(one.name);
  $("[data-proxy-choice]").hidden = !one.name;
  $("[data-photo-said]").textContent = "";
  showErrors(form, "", {});
  if (draft) await restore(draft);
  byProxy();
  $("[data-list]").hidden = true;
  form.hidden = false;
  $("[data-who]").focus();
  window.scrollTo(0, 0);
}

async function restore(draft) {
  for (const name of SAID) form.elements.namedItem(name).value = draft.fields[name] ?? "";
  form.elements.namedItem("is_proxy").checked = draft.fields.is_proxy;
  const blob = (await get("blobs", draft.signature.key))?.blob;
  if (blob) { await board.show(blob); picture = blob; }
  photo = draft.photos[0] ? (await get("blobs", draft.photos[0].key))?.blob ?? null : null;
  showErrors(form, draft.why, draft.errors ?? {});
}

function byProxy() {
  const is = form.elements.namedItem("is_proxy").checked;
  $("[data-proxy]").hidden = !is;
  $("[data-pad-label]").textContent = is ? "代领人签名" : "领取人签名";
}

function close() {
  form.hidden = true;
  $("[data-list]").hidden = false;
  draw();
  (root.querySelector(`[data-payment="${row?.id}"]:not([disabled])`) ?? $("#id_search")).focus();
}

function next() {
  const after = matching().filter((one) => !draftOf(one));
  if (after.length) open(after[0]);
  else close();
}

function missing(fields) {
  const errors = {};
  if (!picture) errors.signature = "请在框内签名";
  if (!fields.handed_by) errors.handed_by = "请返回名单填写经办人";
  if (batch.hands > 1 && !fields.witness) errors.witness = "须有两人在场：请返回名单填写证明人";
  if (!row.name && !fields.signer) errors.signer = "请填写签收人姓名";
  if (fields.is_proxy) for (const name of SAID.slice(1)) if (!fields[name]) errors[name] = "不能为空";
  return errors;
}

function read() {
  const fields = { payment_id: row.id, signed_on: old?.fields.signed_on ?? today(), is_proxy: form.elements.namedItem("is_proxy").checked };
  for (const name of SAID) fields[name] = form.elements.namedItem(name).value.trim();
  fields.handed_by = $("#id_handed_by").value.trim();
  fields.witness = $("#id_witness").value.trim();
  if (!fields.is_proxy) for (const name of SAID.slice(1)) fields[name] = "";
  return fields;
}

async function keep(fields) {
  const draft = {
    key: newKey(), state: "waiting", why: "", at: Date.now(), to: TO, noun: "签收", edit: "/aid/hand-out/", fields,
    title: `${batch.name}　${nameOf(row)}`, photos: [], signature: { key: newKey(), name: "签名.png", sent: false }, batch: batch.id,
  };
  await put("blobs", { key: draft.signature.key, blob: picture });
  if (photo) {
    draft.photos = [{ key: newKey(), name: "照片.jpg", sent: false }];
    await put("blobs", { key: draft.photos[0].key, blob: photo });
  }
  await put("drafts", draft);
  if (old) await remove(old);
  return draft;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = $("button[type=submit]");
  if (button.hasAttribute("aria-busy")) return;
  const fields = read();
  const errors = missing(fields);
  if (Object.keys(errors).length) { showErrors(form, "还不能签收", errors); return; }
  showErrors(form, "", {});
  button.setAttribute("aria-busy", "true");
  let draft;
  try { draft = await keep(fields); } catch {
    showErrors(form, "本机存储不可用，这个签名没有保存下来：请用签领表签字", {});
    button.removeAttribute("aria-busy");
    return;
  }
  const came = await alone(() => send(draft));
  button.removeAttribute("aria-busy");
  if (came.url) {
    batch.rows = batch.rows.filter((one) => one !== row);
    await put("kept", { key: "hand-out", value: known });
    window.shuanglianToast?.(`${nameOf(row)} 已签收`, "good");
  } else if (draft.state === "refused") {
    old = draft;
    showErrors(form, draft.why, draft.errors ?? {});
    return;
  }
  await mine();
  next();
});

$("[data-back]").addEventListener("click", async () => { await mine(); close(); });
$("[data-clear-pad]").addEventListener("click", () => board.clear());
$("#id_batch").addEventListener("change", (event) => choose(Number(event.target.value)));
$("#id_search").addEventListener("input", draw);
form.elements.namedItem("is_proxy").addEventListener("change", byProxy);
$("#id_photo").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  photo = file ? await shrunk(file) : null;
  $("[data-photo-said]").textContent = photo ? `已附上 ${file.name}` : "";
});
for (const one of root.querySelectorAll("[data-keep]")) one.addEventListener("change", () => put("kept", {
  key: "hand-out-hands", value: { handed_by: $("#id_handed_by").value.trim(), witness: $("#id_witness").value.trim() },
}).catch(() => {}));

listen(async () => { await mine(); if (form.hidden) draw(); });
window.addEventListener("online", () => { flush().then(refresh); });

async function refresh() {
  const id = batch?.id;
  known = await snapshot();
  await mine();
  if (form.hidden) choose(id);
}

known = await snapshot();
await mine();
const hands = (await get("kept", "hand-out-hands").catch(() => null))?.value;
$("#id_handed_by").value = hands?.handed_by || known?.account.name || "";
$("#id_witness").value = hands?.witness ?? "";
const again = kept.find((one) => one.key === asked.get("draft"));
choose(again?.batch ?? Number(asked.get("batch")));
const whose = again && batch?.rows.find((one) => one.id === again.fields.payment_id);
if (whose) await open(whose, again);
root.dataset.ready = "";
persist();
