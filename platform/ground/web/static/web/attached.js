// Photos of a draft: made smaller, kept on this device until the record has arrived, shown as they are.
import { newKey, shrunk } from "./files.js";
import { drop, get, put } from "./store.js";

const MOST = 12;

export function photos(form, draft, changed) {
  const list = form.querySelector("[data-photos]");
  const error = form.querySelector("[data-error=photos]");

  async function show(photo) {
    const kept = await get("blobs", photo.key);
    const item = form.querySelector("template[data-photo]").content.firstElementChild.cloneNode(true);
    const picture = item.querySelector("img");
    if (kept) picture.src = URL.createObjectURL(kept.blob);
    picture.alt = photo.name;
    picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
    const button = item.querySelector("[data-drop-photo]");
    button.setAttribute("aria-label", `去掉 ${photo.name}`);
    button.addEventListener("click", async () => {
      item.remove();
      draft.photos = draft.photos.filter((one) => one !== photo);
      await changed();
      await drop("blobs", photo.key);
    });
    list.append(item);
  }

  form.querySelector("#id_photos").addEventListener("change", async (event) => {
    const chosen = [...event.target.files];
    event.target.value = "";
    error.hidden = true;
    for (const file of chosen) {
      if (draft.photos.length >= MOST) { error.textContent = `最多${MOST}张照片`; error.hidden = false; break; }
      const photo = { key: newKey(), name: file.name || "照片.jpg", sent: false };
      try { await put("blobs", { key: photo.key, blob: await shrunk(file) }); } catch {
        error.textContent = "本机存储空间不足，这张照片没有保存下来"; error.hidden = false; break;
      }
      draft.photos.push(photo);
      await changed();
      await show(photo);
    }
  });

  return Promise.all(draft.photos.map(show));
}
