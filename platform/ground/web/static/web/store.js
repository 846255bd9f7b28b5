// What this device keeps for one account: drafts, the files that belong to them, and what was fetched to
// work without a network. One database for each account; nobody reads another's.

const PREFIX = "shuanglian-account-";
const PRESENT = "shuanglian.account";
const STORES = ["drafts", "blobs", "kept"];
let opened = null;

/** The account of this page; where the page has none (no network), the one that last signed in here. */
export function account() {
  const said = document.querySelector("meta[name=account]")?.content;
  try {
    if (said) localStorage.setItem(PRESENT, said);
    return said || localStorage.getItem(PRESENT) || "";
  } catch { return said || ""; }
}

function whole(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function open() {
  if (!account()) return Promise.reject(new Error("no account"));
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(PREFIX + account(), 1);
    asked.onupgradeneeded = () => { for (const name of STORES) asked.result.createObjectStore(name, { keyPath: "key" }); };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => { asked.result.close(); opened = null; };
      resolve(asked.result);
    };
    asked.onerror = () => { opened = null; reject(asked.error); };
  });
  return opened;
}

async function within(name, mode, act) {
  const database = await open();
  const transaction = database.transaction(name, mode, { durability: "strict" });
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
  const result = await whole(act(transaction.objectStore(name)));
  await done;
  return result;
}

export const get = (name, key) => within(name, "readonly", (store) => store.get(key));
export const all = (name) => within(name, "readonly", (store) => store.getAll());
export const put = (name, value) => within(name, "readwrite", (store) => store.put(value));
export const drop = (name, key) => within(name, "readwrite", (store) => store.delete(key));

const news = new BroadcastChannel("shuanglian-outbox");

/** Tell every page of this site that a draft has changed; the text is said in its message area. */
export function tell(message = {}) {
  news.postMessage(message);
  window.dispatchEvent(new CustomEvent("outbox", { detail: message }));
}

/** Call back whenever a draft changes, on this page or another. */
export function listen(act) {
  news.addEventListener("message", (event) => act(event.data));
  window.addEventListener("outbox", (event) => act(event.detail));
}

/** Drafts that somebody finished and that have not arrived. */
export async function unsent() {
  try { return (await all("drafts")).filter((one) => one.state !== "typing"); } catch { return []; }
}

/** Forget everything that this device keeps for this account. */
export async function forget() {
  const name = PREFIX + account();
  if (opened) (await opened).close();
  opened = null;
  await new Promise((resolve) => {
    const gone = indexedDB.deleteDatabase(name);
    gone.onsuccess = resolve; gone.onerror = resolve; gone.onblocked = resolve;
  });
  try { localStorage.removeItem(PRESENT); } catch { /* a closed storage has nothing to forget */ }
}

/** Ask the browser not to clear this store when the disk is full. */
export const persist = () => navigator.storage?.persist?.().catch(() => false);
