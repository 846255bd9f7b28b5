// What is pasted from Word, WPS or a web page becomes the plain text of the editor (rules/writing.py):
// headings, lists, tables and paragraphs as lines, everything else dropped. Plain text is pasted as ever.
(() => {
  "use strict";
  const MOST = 2000000; // characters of HTML: a book; more is left to the browser
  const MOST_COLUMNS = 63;
  const BLOCKS = new Set("ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CENTER DD DIV DL DT FIGCAPTION FIGURE FOOTER FORM HEADER LI MAIN NAV OL P PRE SECTION UL".split(" "));
  const DROPPED = new Set("SCRIPT STYLE HEAD TITLE META LINK IMG SVG MATH CANVAS VIDEO AUDIO IFRAME OBJECT EMBED TEMPLATE NOSCRIPT DEL S STRIKE INPUT TEXTAREA SELECT BUTTON XML".split(" "));
  const OFFICE = /^(v|o|w|m):/i; // drawings, text boxes and formulas of Word; o:p is an empty mark
  const HIDDEN = /display\s*:\s*none|mso-hide\s*:\s*all|mso-element\s*:\s*(comment|footnote|endnote|header|footer)/i;
  const NOTE = /^(_ftn|_edn|_msocom|_com_)/i;
  const HAN = "[\\u2e80-\\u9fff\\uf900-\\ufaff\\uff00-\\uffef\\u3000-\\u303f]";
  const BROKEN = new RegExp(`(${HAN})[ \\t]*\\n\\s*(?=${HAN})`, "g"); // a line of the source ends within a sentence
  const NUMBERED = /^([一二三四五六七八九十百]{1,4}、|[（(][一二三四五六七八九十百]{1,4}[）)]|\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)])/;
  const LABEL = /^((?:[一二三四五六七八九十百]{1,4}、|[（(].{1,4}[）)]|\d{1,2}[.．、]))\s+/;
  const BULLETS = /^[·•●○■◆▪–\uf06c\uf0b7\uf0a7\uf0d8]\s+/;

  function tidy(text) {
    return text.replace(BROKEN, "$1").replace(/[ \t\r\n\f\u00a0]+/g, " ")
      .replace(/[\u200b-\u200f\u2060\ufeff\ue000-\uf8ff\u0000-\u001f]/g, "").replace(/^[ \u3000]+|[ \u3000]+$/g, "");
  }

  function dropped(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) return node.nodeType !== Node.TEXT_NODE;
    if (DROPPED.has(node.tagName.toUpperCase()) || node.hidden) return true;
    if (OFFICE.test(node.tagName) && node.tagName.toLowerCase() !== "o:p") return true;
    if (HIDDEN.test(node.getAttribute("style") || "")) return true;
    const target = (node.getAttribute("href") || "").split("#")[1] || node.id || node.getAttribute("name") || "";
    return NOTE.test(target);
  }

  // The lines of a part of the page. A line is plain words until it is closed.
  class Lines {
    constructor() { this.all = []; this.open = ""; this.label = ""; }
    say(words) { this.open += words; }
    close(mark = null) {
      const words = tidy(this.open).replace(LABEL, "$1").replace(BULLETS, "·");
      this.open = "";
      if (!words) return;
      const said = this.label + words;
      this.label = "";
      this.all.push(mark ? mark(said) : escaped(said));
    }
    add(line) { this.close(); this.all.push(line); }
  }

  function escaped(words) { return /^(\||\\|#{1,4}\s)/.test(words) ? `\\${words}` : words; }

  function headed(level) {
    return (words) => {
      const short = words.length <= 60 && !/[。；！？：]$/.test(words);
      return !short || NUMBERED.test(words) ? escaped(words) : `${"#".repeat(level)} ${words}`;
    };
  }

  function read(node, lines, list) {
    for (const one of node.childNodes) {
      if (dropped(one)) continue;
      if (one.nodeType === Node.TEXT_NODE) { lines.say(one.data); continue; }
      const name = one.tagName.toUpperCase();
      const level = /^H[1-4]$/.test(name) ? Number(name[1]) : 0;
      if (name === "BR") lines.close();
      else if (name === "TABLE") table(one, lines);
      else if (level) { lines.close(); read(one, lines, list); lines.close(headed(level)); }
      else if (name === "OL" || name === "UL") {
        lines.close();
        read(one, lines, { ordered: name === "OL", next: Number(one.getAttribute("start")) || 1 });
        lines.close();
      } else if (name === "LI") {
        lines.close();
        const label = !list ? "" : list.ordered ? `${list.next++}.` : "·";
        const words = tidy(one.textContent);
        lines.label = NUMBERED.test(words) ? "" : label; // it stands before the first words, however deep
        read(one, lines, null);
        lines.close();
        lines.label = "";
      } else if (BLOCKS.has(name) || /^H[56]$/.test(name)) { lines.close(); read(one, lines, list); lines.close(); }
      else read(one, lines, list);
    }
  }

  function words(cell) {
    const lines = new Lines();
    read(cell, lines, null);
    lines.close();
    return lines.all.map((line) => line.replace(/^\\/, "").replace(/^#+ /, "")).filter((line) => line.trim()).join(" ").replace(/\|/g, "｜");
  }

  function span(cell, name) { return Math.min(Math.max(parseInt(cell.getAttribute(name), 10) || 1, 1), MOST_COLUMNS); }

  function table(node, lines) {
    const below = []; // how many rows down each column is still covered by a cell above
    const rows = [];
    for (const row of node.rows) {
      const cells = [];
      const covered = () => { while (below[cells.length] > 0) { below[cells.length] -= 1; cells.push(""); } };
      for (const cell of row.cells) {
        covered();
        const said = words(cell), wide = span(cell, "colspan"), deep = span(cell, "rowspan");
        for (let at = 0; at < wide && cells.length < MOST_COLUMNS; at += 1) {
          below[cells.length] = deep - 1;
          cells.push(at ? "" : said);
        }
      }
      covered();
      if (cells.some(Boolean)) rows.push(cells);
    }
    const wide = Math.max(0, ...rows.map((row) => row.length));
    if (wide < 2) { // a frame around paragraphs is no table
      for (const row of node.rows) for (const cell of row.cells) { lines.close(); read(cell, lines, null); lines.close(); }
      return;
    }
    const caption = node.caption ? words(node.caption) : "";
    if (caption) lines.add(`表：${caption}`);
    for (const row of rows) lines.add(`| ${[...row, ...Array(wide - row.length).fill("")].join(" | ")} |`);
    lines.add("");
  }

  function plain(html) {
    const lines = new Lines();
    read(new DOMParser().parseFromString(html, "text/html").body, lines, null);
    lines.close();
    return lines.all.join("\n").replace(/\n{3,}/g, "\n\n").replace(/^\n+|\n+$/g, "");
  }

  function put(area, text) {
    area.focus();
    // The one way that the browser's own 撤销 knows of; the other is for those that lack it.
    if (document.execCommand("insertText", false, text)) return;
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.addEventListener("paste", (event) => {
    const area = event.target;
    if (!(area instanceof HTMLTextAreaElement) || !area.matches(".brief-text") || !event.clipboardData) return;
    const html = event.clipboardData.getData("text/html");
    if (!html || html.length > MOST) return;
    const text = plain(html);
    if (!text) return;
    event.preventDefault();
    put(area, text);
  });

  // 可选段落: where the caret stands, on a line of its own. Without this script the form is sent for it.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-offer]");
    const area = button && button.form && button.form.querySelector("textarea.brief-text");
    if (!area) return;
    event.preventDefault();
    const before = area.value.slice(0, area.selectionEnd), after = area.value.slice(area.selectionEnd);
    area.setSelectionRange(area.selectionEnd, area.selectionEnd);
    put(area, `${!before || before.endsWith("\n") ? "" : "\n"}${button.dataset.offer}${!after || after.startsWith("\n") ? "" : "\n"}`);
  });
})();
