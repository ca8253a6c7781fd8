/** When alerts were raised, as strokes over the bar of time. */
function paintMarks(canvas, scene, colours) {
  const density = window.devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  canvas.width = width * density;
  canvas.height = height * density;
  const pen = canvas.getContext("2d");
  pen.scale(density, density);
  pen.globalAlpha = 0.85;
  for (const alert of scene.alerts) {
    const share = (alert.time_s - scene.start_s) / (scene.end_s - scene.start_s);
    pen.fillStyle = colours[alert.tone];
    pen.fillRect(share * (width - 3), 0, 3, height);
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
