// Behaviour of the components. Everything works on delegated events, so content that htmx brings works too.
(() => {
  "use strict";
  const closest = (event, selector) => event.target instanceof Element ? event.target.closest(selector) : null;

  // --- menus, drawer, theme ---------------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.sl-menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    const opener = closest(event, "[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens)?.showModal();
    if (closest(event, "[data-closes]")) closest(event, "dialog")?.close();
    if (event.target instanceof HTMLDialogElement) event.target.close(); // the backdrop
    const theme = closest(event, "[data-theme-choice]");
    if (theme) { window.shuanglianTheme.choose(theme.dataset.themeChoice); markTheme(); }
    const toast = closest(event, "[data-dismiss]");
    if (toast) toast.closest(".sl-toast").remove();
    const printer = closest(event, "[data-print]");
    if (printer) window.print();
    const copier = closest(event, "[data-copy]");
    if (copier) copy(copier);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.sl-menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  function markTheme() {
    const now = window.shuanglianTheme.chosen();
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === now));
    }
  }

  async function copy(button) {
    const text = document.getElementById(button.dataset.copy)?.textContent.trim() ?? "";
    try { await navigator.clipboard.writeText(text); toast("已复制", "good"); }
    catch { toast("浏览器不允许复制，请手动选中后复制", "warn"); }
  }

  // --- dates: 2008-06-26 in the field, whatever language the browser speaks (see forms.css) ----------------
  const drawsBefore = /Chrom/.test(navigator.userAgent); // ::before on an input: Chromium alone
  function showDate(input) {
    input.dataset.shown = input.value || "年-月-日";
    input.classList.toggle("sl-date-empty", !input.value);
  }
  const showDates = (root) => { if (drawsBefore) for (const one of root.querySelectorAll("input[type=date]")) showDate(one); };
  for (const kind of ["input", "change", "focusout"]) {
    document.addEventListener(kind, (event) => { if (drawsBefore && event.target.matches("input[type=date]")) showDate(event.target); });
  }
  document.addEventListener("reset", (event) => setTimeout(() => showDates(event.target)));
  new MutationObserver(() => showDates(document)).observe(document.documentElement, { childList: true, subtree: true });
  showDates(document);

  // --- messages ---------------------------------------------------------------------------------------
  function toast(text, tone = "info", stays = tone === "bad" || tone === "warn") {
    const tray = document.getElementById("toasts");
    const one = document.createElement("div");
    one.className = `sl-toast sl-alert sl-alert-${tone}`;
    one.setAttribute("role", tone === "bad" ? "alert" : "status");
    const body = document.createElement("div");
    body.textContent = text;
    const close = document.createElement("button");
    close.type = "button"; close.className = "sl-icon-button"; close.dataset.dismiss = "";
    close.setAttribute("aria-label", "关闭提示"); close.textContent = "×";
    one.append(body, close);
    tray.append(one);
    if (!stays) setTimeout(() => one.remove(), 6000);
  }
  window.shuanglianToast = toast;

  // --- a form is sent once ------------------------------------------------------------------------------
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-confirm], [data-reason]") && !form.dataset.confirmed) {
      event.preventDefault();
      ask(form);
      return;
    }
    if (!form.matches("[data-once]") || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => { // back from the next page: the form may be sent again
    for (const form of document.querySelectorAll("[data-sent]")) {
      delete form.dataset.sent; delete form.dataset.confirmed;
      for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
    }
  });

  // --- one dialog for everything that is asked before it is done ---------------------------------------------
  function dialogue({ title, text = "", reason = "", said = "", label, tone = "primary" }) {
    const dialog = document.getElementById("ask");
    dialog.querySelector("h2").textContent = title;
    dialog.querySelector("[data-ask-text]").textContent = text;
    dialog.querySelector("[data-ask-text]").hidden = !text;
    const field = dialog.querySelector("[data-ask-reason]");
    const input = field.querySelector("textarea");
    field.hidden = !reason;
    field.querySelector("label").firstChild.textContent = reason || "";
    input.required = Boolean(reason);
    input.value = said;
    const go = dialog.querySelector("[data-ask-go]");
    go.textContent = label;
    go.className = `btn btn-${tone === "secondary" || tone === "ghost" ? "primary" : tone}`;
    return new Promise((resolve) => {
      const form = dialog.querySelector("form");
      const send = (event) => { event.preventDefault(); dialog.close("go"); };
      form.addEventListener("submit", send);
      dialog.addEventListener("close", () => {
        form.removeEventListener("submit", send);
        resolve(dialog.returnValue === "go" ? input.value.trim() : null);
      }, { once: true });
      dialog.returnValue = "";
      dialog.showModal();
      (reason ? input : go).focus();
    });
  }

  // For modules: a question with one button; true where it was pressed.
  window.shuanglianAsk = async (question) => await dialogue(question) !== null;

  async function ask(form) {
    const { confirm, confirmLabel, confirmTone, reason, reasonName, reasonSaid } = form.dataset;
    const answer = await dialogue({ title: confirm, reason, said: reasonSaid, label: confirmLabel || "确定", tone: confirmTone });
    if (answer === null) return;
    if (reason) {
      const hidden = document.createElement("input");
      hidden.type = "hidden"; hidden.name = reasonName || "reason"; hidden.value = answer;
      form.append(hidden);
    }
    form.dataset.confirmed = "1";
    form.requestSubmit();
  }

  // --- masked values ------------------------------------------------------------------------------------
  document.addEventListener("click", async (event) => {
    const button = closest(event, ".sl-reveal");
    if (!button) return;
    const place = button.closest("[data-reveal-url]");
    const text = place.querySelector(".sl-masked-text");
    const reason = await dialogue({
      title: `查看完整的${place.dataset.revealLabel}`,
      text: "本次查看会记入操作记录，经审人员可以看到查看人、时间和理由。",
      reason: "查看理由", label: "查看",
    });
    if (reason === null) return;
    const answer = await fetch(place.dataset.revealUrl, {
      method: "POST", credentials: "same-origin",
      headers: { "X-CSRFToken": token(), "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ reason }),
    }).catch(() => null);
    if (!answer?.ok) {
      const said = answer?.headers.get("Content-Type")?.startsWith("text/plain") ? await answer.text() : "";
      toast(said || (answer ? "没有权限查看，或理由不符合要求" : "网络不通，请稍后再试"), "bad");
      return;
    }
    text.textContent = await answer.text();
    text.classList.add("sl-masked-shown");
    button.hidden = true;
    setTimeout(() => { // a value left on a screen is a value given away
      text.textContent = text.dataset.masked;
      text.classList.remove("sl-masked-shown");
      button.hidden = false;
    }, 60000);
  });

  const token = () => document.querySelector("meta[name=csrf-token]")?.content ?? "";

  // --- htmx ---------------------------------------------------------------------------------------------
  document.addEventListener("htmx:configRequest", (event) => { event.detail.headers["X-CSRFToken"] = token(); });
  document.addEventListener("htmx:sendError", () => toast("网络不通，请检查连接后再试", "bad"));
  document.addEventListener("htmx:responseError", (event) => {
    toast(event.detail.xhr.status === 403 ? "没有权限，或登录已过期，请重新登录" : "系统出错，请稍后再试", "bad");
  });

  document.addEventListener("DOMContentLoaded", () => {
    markTheme();
    document.querySelector("[data-form-errors]")?.focus();
    for (const one of document.querySelectorAll(".sl-toast[data-fades]")) setTimeout(() => one.remove(), 6000);
    const wide = matchMedia("(min-width: 768px)");
    const unfold = () => { for (const more of document.querySelectorAll(".sl-list-more")) more.open = wide.matches || more.dataset.used === "yes"; };
    wide.addEventListener("change", unfold);
    unfold();
    document.addEventListener("htmx:afterSettle", unfold);
  });
})();
