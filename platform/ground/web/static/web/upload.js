// Files of a form (ground.web.uploads): each is sent as soon as it is chosen; the form then carries its key.
import { newKey, sendFile, shrunk } from "./files.js";

const going = new Map(); // row → { key, file }

const status = (box, text) => { box.querySelector("[data-upload-status]").textContent = text; };
const rows = (box) => box.querySelectorAll(".sl-upload-one");

async function send(box, row) {
  const { key, file } = going.get(row);
  const error = row.querySelector("[data-upload-error]");
  const again = row.querySelector("[data-upload-again]");
  error.hidden = true; again.hidden = true;
  row.setAttribute("aria-busy", "true");
  status(box, `正在上传 ${file.name}`);
  try {
    await sendFile(key, await shrunk(file), file.name);
    const kept = document.createElement("input");
    kept.type = "hidden"; kept.name = box.dataset.uploadName; kept.value = key;
    row.append(kept);
    going.delete(row);
    status(box, `已上传 ${file.name}`);
  } catch (refused) {
    error.textContent = refused.message; error.hidden = false;
    again.hidden = refused.status === 422;
    status(box, `没有上传成功：${file.name}`);
  }
  row.removeAttribute("aria-busy");
}

function choose(box, files) {
  const most = Number(box.dataset.uploadMost);
  for (const file of files) {
    if (rows(box).length >= most) { status(box, `最多${most}个文件`); break; }
    const row = box.querySelector("template").content.firstElementChild.cloneNode(true);
    row.querySelector("[data-upload-label]").textContent = file.name;
    row.querySelector("[data-upload-drop]").setAttribute("aria-label", `去掉 ${file.name}`);
    box.querySelector("[data-upload-list]").append(row);
    going.set(row, { key: newKey(), file });
    send(box, row);
  }
}

document.addEventListener("change", (event) => {
  const box = event.target.closest?.("[data-upload]");
  if (!box || event.target.type !== "file") return;
  choose(box, [...event.target.files]);
  event.target.value = ""; // what is sent by itself is not sent again with the form
});

document.addEventListener("click", (event) => {
  const row = event.target.closest?.("[data-upload] .sl-upload-one");
  if (!row) return;
  const box = row.closest("[data-upload]");
  if (event.target.closest("[data-upload-again]")) send(box, row);
  if (event.target.closest("[data-upload-drop]")) {
    going.delete(row);
    row.remove();
    box.querySelector("input[type=file]").focus();
  }
});

document.addEventListener("submit", (event) => {
  for (const box of event.target.querySelectorAll("[data-upload]")) {
    if (box.querySelector("[aria-busy]")) {
      event.preventDefault();
      window.shuanglianToast?.("附件还在上传，传完后再提交", "warn");
      return;
    }
  }
}, true);
