// What waits to be sent: photos and signatures first, one by one, then the record under its key. Sending again
// what has arrived changes nothing, so every step may be repeated after whatever broke it.
//
// A draft says all about itself: `to` (the API's address), `noun`, `title`, `edit` (the page on which it is
// changed), `fields`, `photos`, `signature` or `signatures` by name.
import { Refused, ask, sendFile } from "./files.js";
import { account, all, drop, get, put, tell } from "./store.js";

const LOCK = "shuanglian-send";

export const WORDS = { waiting: "等待发送", sending: "正在发送", refused: "需要修改", asked: "需要您选定" };

async function keep(draft, changed) {
  Object.assign(draft, changed);
  await put("drafts", draft);
  tell({ key: draft.key, state: draft.state });
}

const filesOf = (draft) => [...draft.photos, draft.signature, ...Object.values(draft.signatures ?? {})].filter(Boolean);

async function sendFiles(draft) {
  for (const file of filesOf(draft)) {
    if (file.sent) continue;
    const kept = await get("blobs", file.key);
    if (!kept) throw new Refused("有照片在本机已找不到，请修改后去掉它再发送", 422, { fields: { photos: "照片已找不到" } });
    await sendFile(file.key, kept.blob, file.name);
    file.sent = true;
    await put("drafts", draft);
  }
}

/** A draft as the API takes it. */
function body(draft) {
  return {
    ...draft.fields, key: draft.key, base: draft.base, besides: draft.besides, origin: draft.origin,
    photos: draft.photos.map((one) => one.key), signature: draft.signature?.key,
    signatures: draft.signatures && Object.fromEntries(Object.entries(draft.signatures).map(([name, one]) => [name, one?.key])),
  };
}

/** Take a draft, with everything that belongs to it, off this device. */
export async function remove(draft) {
  for (const file of filesOf(draft)) await drop("blobs", file.key);
  await drop("drafts", draft.key);
  tell({ key: draft.key, state: "gone" });
}

/** Send one draft. Gives { url, answer } where it arrived, or { refused } with what is to be done. */
export async function send(draft) {
  await keep(draft, { state: "sending", why: "" });
  try {
    await sendFiles(draft);
    const answer = await ask("POST", draft.merge ? `${draft.to}/${draft.merge}/merge` : draft.to, {
      body: JSON.stringify(body(draft)), headers: { "Content-Type": "application/json" },
    });
    await remove(draft);
    return { url: answer.url, answer };
  } catch (broken) {
    const refused = broken instanceof Refused ? broken : new Refused("本机出错，请再试一次", 0);
    if (refused.status === 409) await keep(draft, { state: "asked", why: refused.message, question: refused.body });
    else if (refused.status === 0 || refused.status === 401 || refused.status >= 500) {
      await keep(draft, { state: "waiting", why: refused.message, signIn: refused.status === 401 });
    } else await keep(draft, { state: "refused", why: refused.message, code: refused.body.code, errors: refused.body.fields ?? {} });
    return { refused };
  }
}

/** Send, and let no other page of this site send at the same time. */
export function alone(act) {
  return navigator.locks ? navigator.locks.request(LOCK, act) : act();
}

/** Send everything that waits, in the order in which it was finished. Stops where the network does. */
export const flush = () => alone(async () => {
  const waiting = (await all("drafts")).filter((one) => one.state === "waiting" || one.state === "sending");
  let arrived = 0;
  for (const draft of waiting.sort((one, other) => one.at - other.at)) {
    const { refused } = await send(draft);
    if (!refused) arrived += 1;
    else if (refused.status === 0 || refused.status === 401) break;
  }
  if (arrived) window.shuanglianToast?.(`${arrived}份记录已发送`, "good");
  return arrived;
});

if (account()) {
  window.addEventListener("online", () => { flush().catch(() => {}); });
  if (navigator.onLine !== false) flush().catch(() => {});
}
