const FIELDS = [
  ["at_m.0", "East, x (m)", 0.1, [-1e5, 1e5]],
  ["at_m.1", "North, y (m)", 0.1, [-1e5, 1e5]],
  ["height_m", "Height (m)", 0.1, [0.1, 100]],
  ["heading_deg", "Heading (°)", 1, [-3600, 3600]],
  ["tilt_deg", "Tilt (°)", 1, [-30, 90]],
  ["fov_deg", "Field of view (°)", 1, FIELD_DEG],
  ["focal_mm", "Lens (mm)", 0.1, [0.1, 2000]],
];

/** How far the page is scrolled that a part of it stands in. */
function scrolled(part) {
  for (let up = part; up; up = up.parentElement ?? up.getRootNode()?.host) {
    if (up.scrollTop > 0) return up.scrollTop;
  }
  return 0;
}

/** Let a list show one of its entries; the page itself stays where it is. */
function uncover(list, entry) {
  if (!entry) return;
  const [above, below] = [entry.offsetTop - list.offsetTop, list.clientHeight - entry.offsetHeight];
  list.scrollTop = Math.min(Math.max(list.scrollTop, above - below), above);
}

function shown(camera, name, classes) {
  if (name === "class") return classOf(camera, classes);
  if (name === "focal_mm") return String(Math.round((lens(camera) ?? NaN) * 100) / 100).replace("NaN", "");
  const value = name.split(".").reduce((one, key) => one[key], camera);
  return typeof value === "number" ? String(Math.round(value * 100) / 100) : value;
}

function why(input) {
  if (input.name === "id") return "wanted another name of small letters, digits, _ and -";
  if (input.name === "focal_mm") return `wanted a lens that shows ${FIELD_DEG.join(" to ")} degrees`;
  return `wanted a number from ${input.min} to ${input.max}`;
}

function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

/** What a camera hangs on, as long as it is where that was told of it. */
function hangs({ id, at_m, level, height_m }, held) {
  const one = held.find((other) => other.id === id && other.level === level);
  const there = one && one.height_m === height_m && at_m.every((part, n) => part === one.at_m[n]);
  return there ? ` It hangs on ${one.on}.` : "";
}

/** What a camera covers, in words; its area where its level is shown. */
function covers(camera, { sheet, level, told: { law, held } }) {
  const bent = `${camera.bent ? " Its lens bends lines; drawn without." : ""}${hangs(camera, held)}`;
  const span = reach(camera, law);
  if (!span) return `${camera.id} recognises nobody: nowhere is a face large enough and whole in its picture.${bent}`;
  const area = camera.level === level ? ` on ${sheet.seen(camera).zone_m2.toFixed(0)} m²` : "";
  const near = Math.max(span.near_m, 0).toFixed(1);
  return `${camera.id} recognises every adult${area}: ${near} to ${span.far_m.toFixed(1)} m ahead,`
    + ` ${span.near_px.toFixed(0)} to ${span.far_px.toFixed(0)} px/m.${bent}`;
}

function legend(colours, [shortest, tallest]) {
  const adults = `adults of ${shortest} to ${tallest} m`;
  const entries = [
    [`Zone of recognition, ${adults}`, "", faded(colours.camera, SOME + ZONE)],
    ["Zone of recognition, some of them", "", faded(colours.camera, SOME)],
    ["Under the picture: blind", "hatched", colours.blind],
  ];
  return entries.map(([name, shape, colour]) => {
    const sign = element("i", { className: shape });
    sign.style[shape ? "color" : "background"] = colour;
    const item = element("li", {});
    item.append(sign, name);
    return item;
  });
}
