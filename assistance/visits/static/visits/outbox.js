// What this device has not sent yet: each draft with its state, and what a person can do about it.
import { all, listen, put } from "../web/store.js";
import { question } from "./choosing.js";
import { WORDS, alone, flush, remove, send } from "../web/queue.js";

const place = document.querySelector("[data-outbox]");
const template = document.querySelector("template[data-draft]");
const TONES = { waiting: "info", sending: "info", refused: "bad", asked: "warn" };

async function sendOne(draft) {
  const came = await alone(() => send(draft));
  if (came.url) window.shuanglianToast?.(`${draft.noun}已发送`, "good");
  await draw();
}

function card(draft) {
  const node = template.content.cloneNode(true);
  const one = (selector) => node.querySelector(selector);
  one("[data-draft-of]").dataset.draftOf = draft.key;
  one("[data-title]").textContent = draft.title;
  one("[data-when]").textContent = `${draft.correcting ? "修改" : "登记"}于 ${new Date(draft.at).toLocaleString("zh-CN", { hour12: false })}${draft.photos.length ? ` · 照片${draft.photos.length}张` : ""}`;
  const state = one("[data-state]");
  state.textContent = WORDS[draft.state];
  state.classList.add(`sl-badge-${TONES[draft.state]}`);
  const why = one("[data-why]");
  why.hidden = !draft.why;
  why.textContent = draft.why;
  if (draft.signIn) why.append(" ", Object.assign(document.createElement("a"), { href: "/sign-in/?next=/visits/outbox/", textContent: "重新登录" }));
  one("[data-edit]").href = `${draft.edit}?draft=${draft.key}`;
  one("[data-send]").hidden = draft.state === "asked" || draft.state === "refused";
  one("[data-send]").disabled = draft.state === "sending";
  one("[data-send]").addEventListener("click", () => sendOne(draft));
  one("[data-discard-draft]").addEventListener("click", async () => {
    if (!await window.shuanglianAsk({ title: "不要这份记录了？", text: "本机保存的内容和照片会删除，不能找回。", label: "删除", tone: "bad" })) return;
    await remove(draft);
    await draw();
  });
  if (draft.state === "asked" && draft.question) {
    one("[data-question]").append(...question(draft, async (changed) => {
      Object.assign(draft, changed, { state: "waiting", why: "" });
      await put("drafts", draft);
      await sendOne(draft);
    }));
  }
  return node;
}

let drawing = 0;
async function draw() {
  const mine = ++drawing;
  const waiting = (await all("drafts").catch(() => [])).filter((one) => one.state !== "typing");
  if (mine !== drawing) return;
  waiting.sort((one, other) => one.at - other.at);
  place.replaceChildren(...(waiting.length ? waiting.map(card) : [document.querySelector("template[data-nothing]").content.cloneNode(true)]));
  document.querySelector("[data-all]").hidden = !waiting.some((one) => one.state === "waiting");
}

document.querySelector("[data-send-all]").addEventListener("click", () => flush().then(draw));
listen(() => { if (!place.querySelector("input:focus")) draw(); });
await draw();
