const SHAPE = "http://www.w3.org/2000/svg";

/** Two points of a picture, clicked: the third click begins anew. */
function points(told, clicked) {
  return [...(told.length > 1 ? [] : told), clicked];
}

function shape(name, told) {
  const made = document.createElementNS(SHAPE, name);
  for (const [key, value] of Object.entries(told)) made.setAttribute(key, value);
  return made;
}

/** Called by Streamlit whenever the page runs. */
export default function ({ data, parentElement, setTriggerValue }) {
  const [picture, drawing] = ["img", "svg"].map((name) => parentElement.querySelector(name));
  const root = parentElement.querySelector(".ruler");
  for (const [name, colour] of Object.entries(data.colours)) root.style.setProperty(`--${name}`, colour);
  if (picture.src !== data.picture) picture.src = data.picture;
  const draw = () => {
    const scale = picture.clientWidth / (picture.naturalWidth || 1);
    const shown = data.points.map(([x, y]) => [x * scale, y * scale]);
    const [a, b] = shown;
    const line = b ? [shape("line", { x1: a[0], y1: a[1], x2: b[0], y2: b[1] })] : [];
    drawing.replaceChildren(...line, ...shown.map(([cx, cy]) => shape("circle", { cx, cy, r: 6 })));
  };
  picture.onload = draw;
  draw();
  picture.onclick = (event) => {
    const box = picture.getBoundingClientRect();
    const at = [event.clientX - box.left, event.clientY - box.top];
    const scale = picture.naturalWidth / box.width;
    setTriggerValue("points", points(data.points, at.map((one) => Math.round(one * scale))));
  };
}
