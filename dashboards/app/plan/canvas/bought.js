const FIELD_DEG = [2, 149]; // of view, from and to

/** From one pixel of a camera's sensor to the next, in micrometres; null where nobody says it. */
function pitch(camera) {
  return camera.imaging?.pixel_um ?? null;
}

/** The name of the class whose picture and pixels a camera has; empty for none. */
function classOf(camera, classes) {
  const alike = (one) =>
    one.width_px === camera.width_px && one.height_px === camera.height_px
    && Math.abs(one.imaging.pixel_um - (pitch(camera) ?? Infinity)) < 1e-6;
  return classes.find(alike)?.name ?? "";
}

/** What a camera was bought as, and when it looks so, in words; empty where nobody says either. */
function inWords(camera, classes) {
  const name = classOf(camera, classes);
  return [classes.find((one) => one.name === name)?.title, camera.looks].filter(Boolean).join(" · ");
}

/** What becomes of a camera as one of a class: it shows as wide as before. */
function ofClass(camera, name, classes) {
  const { width_px, height_px, imaging } = classes.find((one) => one.name === name);
  return { width_px, height_px, imaging: { ...camera.imaging, ...imaging } };
}

/** Its lens in millimetres, null where its sensor's size is not known. */
function lens(camera) {
  if (pitch(camera) === null) return null;
  const half = Math.tan((camera.fov_deg * RADIAN) / 2);
  return (camera.width_px * pitch(camera)) / 2000 / half;
}

/** How wide such a lens shows, in degrees; null for too wide, or too narrow. */
function wide(camera, mm) {
  const fov = (2 * Math.atan((camera.width_px * pitch(camera)) / 2000 / mm)) / RADIAN;
  return fov >= FIELD_DEG[0] && fov <= FIELD_DEG[1] ? fov : null;
}

function classField(classes, chosen) {
  const label = element("label", { textContent: "Class" });
  const select = element("select", { name: "class" });
  select.append(
    element("option", { value: "", textContent: "none", disabled: true }),
    ...classes.map((one) => element("option", { value: one.name, textContent: one.title })),
  );
  select.addEventListener("change", () => chosen(select.value));
  label.append(select);
  return label;
}
