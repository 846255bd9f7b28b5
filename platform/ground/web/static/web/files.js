// Files on their way to the server: a key made here, a photo made smaller, sent so that it may be sent again.

const LONGEST_SIDE = 2048;

/** A random UUID; also where the page was not fetched over TLS. */
export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** A photo at most 2048 pixels long as a JPEG; what this browser cannot read stays as it is. */
export async function shrunk(file) {
  if (!file.type.startsWith("image/")) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size < 600_000) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const paper = canvas.getContext("2d");
    paper.fillStyle = "#fff";
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const smaller = await new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", 0.85); });
    return smaller && smaller.size < file.size ? smaller : file;
  } catch {
    return file; // HEIC outside Safari: the server reads it
  }
}

/** What went wrong, in the words of the person; `status` 0 where nothing answered. */
export class Refused extends Error {
  constructor(message, status, body = {}) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

/** The cookie first: it is the newest, where somebody has signed in again on another page. */
export const csrfToken = () => /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1]
  ?? document.querySelector("meta[name=csrf-token]")?.content ?? "";

/** Ask the API; the answer as JSON. Throws Refused with a sentence that says what to do. */
export async function ask(method, url, { body, headers = {}, token = csrfToken() } = {}) {
  let answer;
  try {
    answer = await fetch(url, {
      method, body, credentials: "same-origin", redirect: "manual", cache: "no-store",
      headers: { Accept: "application/json", ...(method === "GET" ? {} : { "X-CSRFToken": token }), ...headers },
    });
  } catch {
    throw new Refused("网络不通，连上后再试", 0);
  }
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) return said;
  if (answer.status === 401 || (answer.status === 403 && said.code === "http_error")) {
    throw new Refused("登录已过期，请重新登录；内容都还在", 401, said);
  }
  const words = Object.values(said.fields ?? {});
  throw new Refused(said.message || words[0] || "系统出错，请稍后再试", answer.status, said);
}

/** Send one file under its key: the same key again changes nothing. */
export const sendFile = (key, blob, name, token) => ask("PUT", `/api/v1/files/${key}`, {
  body: blob, token, headers: { "Content-Type": "application/octet-stream", "X-File-Name": encodeURIComponent(name) },
});
