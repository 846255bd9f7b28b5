// The questions that only a person answers: which words, and whether it was one visit or two.

const make = (tag, attributes = {}, ...children) => {
  const one = Object.assign(document.createElement(tag), attributes);
  one.append(...children);
  return one;
};

function choice(name, side, who, text) {
  const input = make("input", { type: "radio", name, value: side, className: "form-check-input", checked: side === "yours" });
  return make("label", { className: "visit-choice visit-side" }, input, make("span", {}, make("small", { className: "sl-muted", textContent: who }), make("span", { className: "visit-said", textContent: text })));
}

/** The differing fields of two records side by side; reads back the picks. */
function picking(other, number, whose) {
  const box = make("div", { className: "sl-stack" });
  for (const one of other.differing) {
    const name = `pick-${number}-${one.name}`;
    box.append(make("fieldset", { className: "sl-field" },
      make("legend", { className: "sl-label", textContent: one.label }),
      make("div", { className: "visit-sides" }, choice(name, "yours", "本机这份", one.yours_shown), choice(name, "theirs", whose, one.theirs_shown))));
  }
  const picked = () => Object.fromEntries(other.differing.map((one) => {
    const side = box.querySelector(`input[name="pick-${number}-${one.name}"]:checked`).value;
    return [one.name, one[side]];
  }));
  return { box, picked };
}

const button = (text, tone, act) => {
  const one = make("button", { type: "button", className: `btn btn-${tone}`, textContent: text });
  one.addEventListener("click", act);
  return one;
};

/** Draw the question of a draft. `answer(changed)` is called with what the draft becomes. */
export function question(draft, answer) {
  const asked = draft.question;
  const alike = asked.code === "visit_alike";
  const parts = asked.others.map((other, number) => {
    const whose = alike ? `${other.recorded_by} ${other.recorded_at}登记` : "系统里已有的";
    const { box, picked } = picking(other, `${draft.key}-${number}`, whose);
    const link = make("a", { href: other.url, target: "_blank", textContent: "打开已登记的这份" });
    const lines = make("ul", { className: "sl-muted sl-small" }, ...other.lines.map((text) => make("li", { textContent: text })));
    const settle = (changed) => answer({ ...changed, base: other.version, fields: { ...draft.fields, ...picked() }, question: null });
    const merge = alike
      ? button("是同一次走访，合并成一份", "primary", () => settle({ merge: other.id }))
      : button("以选定的为准，保存", "primary", () => settle({}));
    return make("div", { className: "visit-question sl-stack" },
      make("p", {}, make("b", { textContent: alike ? `${whose}的走访：` : "两份不同的地方，逐项选定：" }), " ", link),
      lines, box, make("p", { className: "sl-muted sl-small", textContent: alike ? "照片、诉求、承诺、困难家庭会并到一起；慰问金、慰问品只计一次，以已登记的为准。" : "系统里已有的一份留在“修改对照”里，以后可查。" }), merge);
  });
  if (alike) parts.push(button("是另一次走访，单独登记", "secondary", () => answer({ besides: [...(draft.besides ?? []), ...asked.others.map((one) => one.id)], question: null })));
  return parts;
}
