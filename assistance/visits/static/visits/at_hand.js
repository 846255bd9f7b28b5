// What is known of the place that is visited, from this device's store: its open tasks, its families (masked).

function entry(text, note) {
  const line = document.createElement("li");
  line.append(text, Object.assign(document.createElement("span"), { className: "sl-muted", textContent: note ? ` ${note}` : "" }));
  return line;
}

function chosen(form, known) {
  const picked = form.querySelector("input[name=link_point]:checked");
  if (picked?.value) return Number(picked.value);
  const name = form.elements.namedItem("link_point_name").value.trim();
  return known.link_points.find((one) => one.name === name)?.id;
}

function lines(known, point) {
  const paired = (known.paired ?? []).filter((one) => one.link_point === point);
  const found = known.families.filter((one) => one.link_point === point);
  return [
    ...known.tasks.filter((one) => one.point === point).map((one) => entry(`任务：${one.content}`, `限${one.due_on}`)),
    ...paired.map((one) => entry(`结对家庭：${one.name}`, `${one.cadre}${one.last_visited_on ? `，上次走访${one.last_visited_on}` : "，还没有走访过"}`)),
    ...found.map((one) => entry(`走访发现的家庭：${one.name}`, "")),
  ];
}

export function atHand(form, known) {
  const box = form.querySelector("[data-at-hand]");
  const show = () => {
    const told = known ? lines(known, chosen(form, known)) : [];
    box.querySelector("ul").replaceChildren(...told);
    box.querySelector("[data-at-hand-count]").textContent = told.length;
    box.hidden = !told.length;
  };
  form.addEventListener("change", show);
  show();
}
