/** When alerts were raised, as strokes over the bar of time; under them what went wrong meanwhile. */
function paintMarks(canvas, scene, colours) {
  const density = window.devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  canvas.width = width * density;
  canvas.height = height * density;
  const pen = canvas.getContext("2d");
  pen.scale(density, density);
  const at = (time_s) => ((time_s - scene.start_s) / (scene.end_s - scene.start_s)) * (width - 3);
  pen.globalAlpha = 0.35;
  pen.fillStyle = colours.blind;
  for (const { from_s, to_s } of scene.failures) {
    const from = Math.max(at(from_s), 0);
    pen.fillRect(from, 0, Math.max(at(to_s ?? scene.end_s) - from, 0), height);
  }
  pen.globalAlpha = 0.85;
  for (const alert of scene.alerts) {
    pen.fillStyle = colours[alert.tone];
    pen.fillRect(at(alert.time_s), 0, 3, height);
  }
}

/** How many of a list in the order of time have begun by then. */
function begun(list, time_s) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle].time_s <= time_s) low = middle + 1;
    else high = middle;
  }
  return low;
}
