// Signatures of a form (ground.web.uploads): what is drawn is sent before the form goes, which carries its key.
import { newKey, sendFile } from "./files.js";
import { pad } from "./signature.js";

const drawn = new Map(); // box → the picture that has not been sent
const status = (box, text) => { box.querySelector("[data-signature-status]").textContent = text; };

for (const box of document.querySelectorAll("[data-signature]")) {
  const board = pad(box.querySelector("canvas"), (picture) => {
    box.querySelector("[data-signature-kept]")?.remove();
    box.querySelector(":scope > input[type=hidden]")?.remove();
    if (picture) drawn.set(box, picture); else drawn.delete(box);
    status(box, picture ? "已签名" : "");
  });
  box.querySelector("[data-signature-clear]").addEventListener("click", () => board.clear());
}

async function send(box) {
  const kept = document.createElement("input");
  kept.type = "hidden"; kept.name = box.dataset.signatureName; kept.value = newKey();
  await sendFile(kept.value, drawn.get(box), "签名.png");
  box.append(kept);
  drawn.delete(box);
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const unsent = [...form.querySelectorAll("[data-signature]")].filter((box) => drawn.has(box) && box.offsetParent);
  if (!unsent.length) return;
  event.preventDefault();
  for (const box of unsent) {
    status(box, "正在上传签名");
    try {
      await send(box);
      status(box, "已签名");
    } catch (refused) {
      status(box, `签名没有上传成功：${refused.message}`);
      return;
    }
  }
  form.requestSubmit(event.submitter);
}, true);
