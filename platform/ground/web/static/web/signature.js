// A signature drawn with a finger, a pen or a mouse. Dark ink on white paper in every theme.

export function pad(canvas, changed) {
  const paper = canvas.getContext("2d");
  let drawing = false;
  let drawn = false;

  function blank() {
    paper.fillStyle = "#fff";
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.strokeStyle = "#111";
    paper.lineWidth = 4;
    paper.lineCap = "round";
    paper.lineJoin = "round";
    drawn = false;
  }

  function place(event) {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * canvas.width / box.width, (event.clientY - box.top) * canvas.height / box.height];
  }

  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    try { canvas.setPointerCapture(event.pointerId); } catch { /* a pointer that has gone already */ }
    drawing = true;
    const [x, y] = place(event);
    paper.beginPath();
    paper.moveTo(x, y);
    paper.lineTo(x + 0.1, y);
    paper.stroke();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    const [x, y] = place(event);
    paper.lineTo(x, y);
    paper.stroke();
    drawn = true;
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => {
      if (drawing && drawn) canvas.toBlob((picture) => changed(picture), "image/png");
      drawing = false;
    });
  }

  blank();
  return {
    clear() { blank(); changed(null); },
    async show(picture) {
      blank();
      paper.drawImage(await createImageBitmap(picture), 0, 0, canvas.width, canvas.height);
      drawn = true;
    },
  };
}
