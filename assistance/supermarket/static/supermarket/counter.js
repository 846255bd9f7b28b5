// The counter: a card is scanned, goods are scanned, handed out. A scanner types and presses Enter. Without a
// network the device checks against what it keeps, and what it handed out is sent when there is one again.
import { ask, newKey } from "../web/files.js";
import { alone, flush, remove, send } from "../web/queue.js";
import { pad } from "../web/signature.js";
import { all, listen, persist, put } from "../web/store.js";
import { API, TO, cents, goodsOf, isCardNumber, keep, refusalOf, scanned, sealOf, snapshot, taken, valueOf, yuan } from "./till.js";

const root = document.querySelector("[data-counter]");
const $ = (selector) => root.querySelector(selector);
const input = $("#id_scan");
let known = null; // what the server said of this store
let card = null; // who stands here
let number = ""; // of the card, as it was scanned
let lines = [];
let waiting = []; // what this device handed out and has not sent
let picture = null;
let busy = false;

const element = (tag, className, text) => Object.assign(document.createElement(tag), { className, textContent: text });
const today = () => new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(new Date(Date.now() + (known?.shift ?? 0)));
const mine = async () => { waiting = (await all("drafts").catch(() => [])).filter((one) => one.to === TO); };
const board = pad($("[data-pad]"), (drawn) => { picture = drawn; });

function say(text, tone = "bad") {
  const box = $("[data-said]");
  box.hidden = !text;
  box.textContent = text;
  box.dataset.tone = tone;
}

// --- what stands on the page ---------------------------------------------------------------------------------
function draw() {
  const value = valueOf(lines);
  $("[data-who]").hidden = !card;
  $("[data-no-card]").hidden = Boolean(card);
  if (card) {
    $("[data-name]").textContent = `${card.name}（卡尾号 ${card.tail}）`;
    $("[data-card]").textContent = `${card.kind}　${card.file_no}　有效期至 ${card.valid_to}${card.visits_left === null ? "" : `　本月还可领 ${card.visits_left} 次`}`;
    $("[data-balance]").textContent = card.balance;
    const left = cents(card.balance) - value;
    $("[data-left]").textContent = yuan(left);
    $("[data-left]").classList.toggle("till-short", left < 0);
  } else {
    $("[data-left]").textContent = "—";
    $("[data-left]").classList.remove("till-short");
  }
  $("[data-lines]").replaceChildren(...lines.map(row));
  $("[data-no-lines]").hidden = lines.length > 0;
  $("[data-total]").textContent = yuan(value);
  const why = card && lines.length ? refusalOf(card, lines, today()) : "";
  $("[data-why]").textContent = why;
  $("[data-why]").hidden = !why;
  $("[data-issue]").disabled = !card || !lines.length;
  const unsent = waiting.filter((one) => one.state !== "refused").length;
  const refused = waiting.length - unsent;
  $("[data-unsent]").hidden = !waiting.length;
  $("[data-unsent-text]").textContent = [unsent ? `${unsent} 笔已发放，保存在本机，等待发送` : "", refused ? `${refused} 笔没有收下，请按提示找负责人处理后再发` : ""].filter(Boolean).join("；");
  $("[data-not-taken]").replaceChildren(...waiting.filter((one) => one.state === "refused").map((one) => element("li", "", `${one.title}：${one.why}`)));
}

function row(one) {
  const item = element("li", "till-line", "");
  const less = element("button", "btn btn-secondary", "−");
  const more = element("button", "btn btn-secondary", "＋");
  less.type = more.type = "button";
  less.setAttribute("aria-label", `${one.goods.name} 减一`);
  more.setAttribute("aria-label", `${one.goods.name} 加一`);
  less.addEventListener("click", () => add(one.goods, -1));
  more.addEventListener("click", () => add(one.goods, 1));
  item.append(
    element("span", "till-goods", one.goods.name),
    element("span", "till-price sl-muted", `${one.goods.price} 元/${one.goods.unit}　在库 ${one.goods.stock}`),
    less, element("span", "till-quantity", String(one.quantity)), more,
    element("span", "till-value", yuan(cents(one.goods.price) * one.quantity)),
  );
  return item;
}

function add(goods, times) {
  const one = lines.find((line) => line.goods === goods);
  if (one) one.quantity += times;
  else if (times > 0) lines.push({ goods, quantity: times });
  lines = lines.filter((line) => line.quantity > 0);
  draw();
  input.focus();
}

// --- scanning -------------------------------------------------------------------------------------------------
async function takeCard(code) {
  try {
    card = await ask("POST", `${API}/counter/look-up`, {
      body: JSON.stringify({ store_id: known.store, number: code }), headers: { "Content-Type": "application/json" },
    });
    const kept = known.cards.findIndex((one) => one.seal === card.seal);
    if (kept >= 0) known.cards[kept] = card;
  } catch (broken) {
    if (broken.status && broken.status < 500 && broken.status !== 401) { say(broken.message); return; }
    const seal = await sealOf(code);
    card = known.cards.find((one) => one.seal === seal) ?? null;
    if (!card) { say("没有网络，本机也没有这张卡：请连上网络后再办，或记在纸上"); return; }
  }
  number = code;
  $("[data-receipt]").hidden = true;
  draw();
}

async function take(text) {
  say("");
  if (!known?.store) { say("本机还没有商品和爱心卡的资料：请先联网打开一次柜台"); return; }
  const read = scanned(text);
  if (!read) return;
  if (isCardNumber(read.code)) { await takeCard(read.code); return; }
  const goods = goodsOf(known, read.code);
  if (goods) { add(goods, read.times); return; }
  say(/^\d{12}$/.test(read.code) ? "卡号的校验位不对，请重新扫描" : `没有条码或货号为“${read.code}”的商品：请核对，或请保管员登记`);
}

$("[data-scan]").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = input.value.trim();
  input.value = "";
  if (text && !busy) await take(text);
  input.focus();
});

// --- handing out ----------------------------------------------------------------------------------------------
async function written() {
  const draft = {
    key: newKey(), state: "waiting", why: "", at: Date.now(), to: TO, noun: "领取", edit: "/supermarket/counter/",
    title: `${card.name}（卡尾号 ${card.tail}）　${yuan(valueOf(lines))} 元`, photos: [],
    fields: {
      store_id: known.store, number, handed_at: null,
      lines: lines.map((one) => ({ goods_id: one.goods.id, quantity: one.quantity, price: one.goods.price })),
    },
  };
  if (picture) {
    draft.signature = { key: newKey(), name: "签名.png", sent: false };
    await put("blobs", { key: draft.signature.key, blob: picture });
  }
  return draft;
}

/** Send; where nothing answers, and this device finds nothing against it, the goods go out and it waits. */
async function handOut(draft) {
  return alone(async () => {
    await put("drafts", draft);
    const came = navigator.onLine === false ? { refused: { status: 0 } } : await send(draft);
    if (came.url) return { issue: came.answer };
    if (draft.state === "refused") { await remove(draft); return { refused: came.refused }; }
    const why = refusalOf(card, lines, today());
    if (why) { await remove(draft); return { refused: { message: `现在没有网络，按本机记录：${why}` } }; }
    draft.fields.handed_at = new Date(Date.now() + (known.shift ?? 0)).toISOString();
    Object.assign(draft, { state: "waiting", why: "没有网络，连上后自动发送" });
    await put("drafts", draft);
    taken(card, lines);
    await keep(known);
    return { offline: true };
  });
}

function receipt(title, told) {
  const box = $("[data-receipt]");
  $("[data-receipt-title]").textContent = title;
  $("[data-receipt-lines]").replaceChildren(...lines.map((one) => element("li", "", `${one.goods.name} ${one.quantity} ${one.goods.unit}`)));
  $("[data-receipt-told]").textContent = told;
  box.hidden = false;
}

$("[data-issue]").addEventListener("click", async (event) => {
  const button = event.currentTarget;
  if (busy || !card || !lines.length) return;
  busy = true;
  button.setAttribute("aria-busy", "true");
  say("");
  let ended;
  try { ended = await handOut(await written()); } catch { ended = { refused: { message: "本机存储不可用，这笔没有办成：请换一台设备" } }; }
  busy = false;
  button.removeAttribute("aria-busy");
  if (ended.refused) say(ended.refused.message);
  else {
    if (ended.issue) {
      card.balance = ended.issue.balance;
      if (card.visits_left !== null) card.visits_left -= 1;
      for (const one of lines) one.goods.stock -= one.quantity;
      await keep(known).catch(() => {});
    }
    const value = yuan(valueOf(lines));
    receipt(ended.issue ? `已发放 ${ended.issue.number}` : "已发放，等待发送", `${card.name}　${value} 元，卡上余额 ${card.balance} 元`);
    clear();
  }
  await mine();
  draw();
  input.focus();
});

function clear() {
  card = null;
  number = "";
  lines = [];
  picture = null;
  board.clear();
  draw();
}

$("[data-clear]").addEventListener("click", () => { say(""); clear(); input.focus(); });
$("[data-clear-pad]").addEventListener("click", () => board.clear());

// --- the store and the network --------------------------------------------------------------------------------
function stores() {
  const select = $("#id_store");
  select.replaceChildren(...(known?.stores ?? []).map((one) => new Option(one.name, one.id)));
  if (known?.store) select.value = String(known.store);
  $("[data-stores]").hidden = (known?.stores ?? []).length < 2;
  $("[data-none]").hidden = Boolean(known?.store);
  $("[data-till]").hidden = !known?.store;
  $("[data-store-name]").textContent = known?.stores?.find((one) => one.id === known.store)?.name ?? "";
}

async function refresh(store = known?.store) {
  known = await snapshot(store);
  await mine();
  stores();
  if (!card) lines = [];
  draw();
}

$("#id_store").addEventListener("change", (event) => { clear(); refresh(Number(event.target.value)); });
$("[data-send]").addEventListener("click", async () => { // also what was refused: what is out already is never given up
  for (const one of waiting.filter((draft) => draft.state === "refused")) await put("drafts", { ...one, state: "waiting" });
  await flush();
  await refresh();
});
listen(async () => { await mine(); draw(); });
window.addEventListener("online", () => { flush().then(() => (card ? null : refresh())); });

await refresh();
root.dataset.ready = "";
input.focus();
persist();
