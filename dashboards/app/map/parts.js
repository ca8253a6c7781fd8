const PLAY = "M4 2.5v11l9-5.5z";
const PAUSE = "M4 2.5h3v11h-3zM9 2.5h3v11h-3z";

/** What stands under the mouse on a painter's canvas, and where that is. */
function showTip(tip, painter, event) {
  const box = painter.canvas.getBoundingClientRect();
  const [x, y] = [event.clientX - box.left, event.clientY - box.top];
  const spot = painter.near(x, y);
  const place = `x, y: ${told(painter.metres(x, y))} m`;
  tip.hidden = false;
  tip.textContent = spot ? `${spot.told} · ${place}` : place;
  tip.style.left = `${Math.min(x + 12, box.width - tip.offsetWidth)}px`;
  tip.style.top = `${Math.max(y - 28, 0)}px`;
}

/** What the map's colours and shapes mean. */
function legend(colours, [shortest, tallest]) {
  const adults = `adults of ${shortest} to ${tallest} m`;
  const entries = [
    ["Passer-by", "", colours.neutral],
    ["On the watchlist", "", colours.listed],
    ["Alert, right person", "ring", colours.right],
    ["Alert, wrong person", "ring", colours.wrong],
    ["Officer; a ring: their post", "square", colours.officer],
    [`Zone of recognition, ${adults}`, "square", faded(colours.camera, SOME + ZONE)],
    ["Zone of recognition, some of them", "square", faded(colours.camera, SOME)],
    ["Under the picture: blind", "square hatched", colours.blind],
  ];
  return entries.map(([name, shape, colour]) => {
    const item = element("li", {});
    const sign = element("i", { className: shape });
    if (shape === "ring") sign.style.borderColor = colour;
    else if (shape.endsWith("hatched")) sign.style.color = colour;
    else sign.style.background = colour;
    item.append(sign, name);
    return item;
  });
}

function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

function clock(seconds) {
  const whole = Math.floor(seconds) % 86400;
  const parts = [whole / 3600, (whole / 60) % 60, whole % 60];
  return parts.map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");
}
