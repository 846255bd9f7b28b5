// Writing into an article's text: what a button holds goes to the cursor, and can be undone.
(() => {
  "use strict";

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-inserts]") : null;
    const text = button && document.querySelector("textarea.brief-text");
    if (!text) return;
    event.preventDefault();
    insert(text, button.dataset.inserts, button.hasAttribute("data-alone"));
  });

  document.addEventListener("input", (event) => {
    const field = event.target instanceof Element ? event.target.closest("[data-finds]") : null;
    if (!field) return;
    event.stopPropagation();
    const sought = field.value.trim();
    for (const one of document.querySelectorAll(field.dataset.finds)) one.hidden = !one.textContent.includes(sought);
  }, true);

  function insert(text, words, alone) {
    text.focus();
    const before = text.value.slice(0, text.selectionStart);
    const after = text.value.slice(text.selectionEnd);
    const head = alone && before && !before.endsWith("\n") ? "\n" : "";
    const tail = alone && !after.startsWith("\n") ? "\n" : "";
    // The command is old, and the one way that the browser's own undo knows of.
    if (!document.execCommand("insertText", false, head + words + tail)) {
      text.setRangeText(head + words + tail, text.selectionStart, text.selectionEnd, "end");
      text.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (!words.endsWith("：]]")) return;
    const caption = text.selectionEnd - tail.length - 2; // what is written next
    text.setSelectionRange(caption, caption);
  }
})();
