// On every page: the service worker, how many drafts wait, and the warning before one leaves with some unsent.
import { account, forget, listen, unsent } from "./store.js";

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/worker.js", { scope: "/" }).catch(() => { /* without it, pages need the network */ });
}

// On a shell: whether there is a network is said as it comes and goes.
const standing = (gone) => () => { for (const one of document.querySelectorAll("[data-standing]")) one.hidden = gone; };
window.addEventListener("online", standing(true));
window.addEventListener("offline", standing(false));

async function mark() {
  const waiting = account() ? (await unsent()).length : 0;
  for (const link of document.querySelectorAll("a[href$='/visits/outbox/']")) {
    let badge = link.querySelector(".sl-waiting");
    if (!waiting) { badge?.remove(); continue; }
    badge ??= link.appendChild(Object.assign(document.createElement("span"), { className: "sl-waiting" }));
    badge.textContent = String(waiting);
    badge.setAttribute("aria-label", `${waiting}份待发送`);
  }
}
listen(mark);
mark();

document.addEventListener("submit", async (event) => { // leaving: what is kept here goes too
  const form = event.target;
  if (!form.matches("[data-leaves]") || form.dataset.left) return;
  event.preventDefault();
  const waiting = (await unsent()).length;
  if (waiting && !await window.shuanglianAsk({
    title: `还有${waiting}份记录没有发送`,
    text: "现在退出，这些内容会从本机删除，不能找回。可以先到“待发送”里发送。",
    label: "删除并退出", tone: "bad",
  })) return;
  await forget();
  form.dataset.left = "1";
  form.submit();
}, true);
