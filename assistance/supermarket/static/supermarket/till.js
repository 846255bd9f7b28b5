// What a till knows without its page: the snapshot it keeps, cards by their seal, what a card may still buy.
import { ask } from "../web/files.js";
import { get, put } from "../web/store.js";

export const API = "/api/v1/supermarket";
export const TO = `${API}/issues`;
const KEY = "counter";

/** What the server says of a store, or what this device kept of it. */
export async function snapshot(store) {
  const before = (await get("kept", KEY).catch(() => null))?.value ?? null;
  const same = before && (!store || before.store === store);
  try {
    const news = await ask("GET", `${API}/counter?stamp=${same ? before.stamp : ""}${store ? `&store_id=${store}` : ""}`);
    const value = news.stores ? { ...news, shift: Date.parse(news.as_of) - Date.now() } : before; // a demonstration's day is another
    await put("kept", { key: KEY, value });
    return value;
  } catch { return before; }
}

export const keep = (value) => put("kept", { key: KEY, value });

/** What the device keeps instead of a card's number. */
export async function sealOf(number) {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`love:${number}`));
  return [...new Uint8Array(bytes)].map((one) => one.toString(16).padStart(2, "0")).join("");
}

/** Twelve digits of which the last checks the others (ISO 7064, mod 11,10). */
export function isCardNumber(text) {
  if (!/^66\d{10}$/.test(text)) return false;
  let check = 5;
  for (const digit of text) check = (((check || 10) * 2) % 11 + Number(digit)) % 10;
  return check === 1;
}

/** `3*6901234500011` is three of it; a number alone is one. */
export function scanned(text) {
  const [, times, code] = /^(?:(\d{1,3})[*×xX])?(\S+)$/.exec(text.trim()) ?? [];
  return code ? { code, times: Number(times ?? 1) } : null;
}

export const goodsOf = (known, code) => known.goods.find((one) => one.code === code || one.sku === code.toUpperCase()) ?? null;

/** Cents, so that sums are exact. */
export const cents = (text) => Math.round(Number(text) * 100);
export const yuan = (number) => (number / 100).toFixed(2);
export const valueOf = (lines) => lines.reduce((sum, one) => sum + cents(one.goods.price) * one.quantity, 0);

/** Why a card may not buy these, as far as this device knows; empty where it may. */
export function refusalOf(card, lines, today) {
  const value = valueOf(lines);
  if (card.state !== "active") return `这张爱心卡已停用（${card.why}）`;
  if (card.valid_to < today) return `这张爱心卡已于 ${card.valid_to} 到期`;
  if (card.visits_left === 0) return "本月的领取次数已经用完";
  if (card.per_visit && value > cents(card.per_visit)) return `每次最多 ${card.per_visit} 元，请减少商品`;
  if (value > cents(card.balance)) return `余额不足，还差 ${yuan(value - cents(card.balance))} 元，请减少商品`;
  const short = lines.find((one) => one.quantity > one.goods.stock);
  return short ? `“${short.goods.name}”只有 ${short.goods.stock} ${short.goods.unit}` : "";
}

/** After goods went out without a network: what this device knows is less by them. */
export function taken(card, lines) {
  card.balance = yuan(cents(card.balance) - valueOf(lines));
  if (card.visits_left !== null) card.visits_left -= 1;
  for (const one of lines) one.goods.stock -= one.quantity;
}
