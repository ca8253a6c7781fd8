const NEAR_M = 10; // whoever stands so near to whom a moment is about is told of
const SEEN_AS = {
  probe: "The passer-by's face", enrolled: "The listed person's picture", film: "The camera's film",
};
const ROW = 20; // CSS pixels of a lane
const STEP_S = 0.51; // a moment is shown at the next step of the clock

/** Moments of a session: as a list, as lanes over one axis of time, and one of them whole. */
class Moments extends Lists {
  constructor(find, scene, colours, acts, { moments, lanes, pictures }) {
    super(find, scene, colours, acts);
    this.moments = moments;
    this.lanes = lanes;
    this.pictures = pictures;
    this.shown = new Set(lanes.map((lane) => lane.name));
    this.current = -1;
    this.chosen = null;
    this.fill();
  }

  fill() {
    const counts = new Map();
    for (const { lane } of this.moments) counts.set(lane, (counts.get(lane) ?? 0) + 1);
    this.find(".names").replaceChildren(...this.lanes.map((lane) => {
      const tick = element("input", { type: "checkbox", checked: true });
      tick.addEventListener("change", () => this.tick(lane.name, tick.checked));
      const label = element("label", {});
      label.append(tick, `${lane.label} `, element("small", { textContent: counts.get(lane.name) ?? 0 }));
      return label;
    }));
    this.items = this.moments.map((one, number) => this.line(one, number));
    const none = element("li", { textContent: "Nothing happened." });
    this.find(".moments").replaceChildren(...(this.items.length ? this.items : [none]));
  }

  line(one, number) {
    const button = element("button", { type: "button", tabIndex: number ? -1 : 0 });
    button.append(element("time", { textContent: one.at }), element("span", { textContent: one.text }));
    button.style.borderColor = this.colours[one.tone];
    button.addEventListener("click", () => this.seek(one.time_s, number));
    return item(button);
  }

  /** Show moments of a lane, or do not. */
  tick(lane, on) {
    if (on) this.shown.add(lane);
    else this.shown.delete(lane);
    this.moments.forEach((one, number) => {
      this.items[number].hidden = !this.shown.has(one.lane);
    });
    this.drawn = null;
  }

  /** The next moment that is shown, or with -1 the one before, from the one that is current. */
  beside(step) {
    let number = this.current + step;
    while (this.moments[number] && !this.shown.has(this.moments[number].lane)) number += step;
    return this.moments[number] ? number : null;
  }

  /** The latest moment by a time; the one that was chosen for as long as the clock stands there. */
  at(time_s) {
    const far_s = this.chosen === null ? Infinity : time_s - this.moments[this.chosen].time_s;
    if (Math.abs(far_s) < STEP_S) return this.chosen;
    return begun(this.moments, time_s + 1e-6) - 1;
  }

  /** As it is at a time; `hurried` while it runs. */
  show(time_s, painter, hurried) {
    this.placeHead(time_s);
    const now_ms = performance.now();
    if (hurried && now_ms - this.renewed_ms < BEAT_MS) return;
    this.turnTo(this.at(time_s), hurried);
    this.tellNear(painter);
    super.show(time_s, painter, false);
  }

  tellHappenings() {} // the list holds all of them

  turnTo(number, hurried) {
    this.find(".detail").setAttribute("aria-live", hurried ? "off" : "polite");
    if (number === this.current) return;
    this.light(number);
    const one = this.moments[number];
    if (!one) return this.find(".whole").replaceChildren(element("p", { textContent: "Nothing yet." }));
    const list = element("dl", {});
    for (const [name, said] of one.more) {
      list.append(element("dt", { textContent: name }), element("dd", { textContent: said }));
    }
    const head = element("p", { className: "head" });
    head.append(element("time", { textContent: one.at }), element("b", { textContent: one.text }));
    head.style.borderColor = this.colours[one.tone];
    return this.find(".whole").replaceChildren(head, this.seen(one), list);
  }

  /** The pictures of a moment's alert, and the camera's film around it, where there are any. */
  seen(one) {
    const found = this.pictures[one.alert] ?? {};
    const box = element("div", { className: "seen" });
    for (const [part, src] of Object.entries(found)) {
      const shown = part === "film"
        ? element("video", { src, muted: true, loop: true, controls: true, playsInline: true })
        : element("img", { src, alt: SEEN_AS[part] });
      if (part === "film") shown.setAttribute("aria-label", SEEN_AS[part]);
      const figure = element("figure", {});
      figure.append(shown, element("figcaption", { textContent: SEEN_AS[part] }));
      box.append(figure);
    }
    return box;
  }

  /** Which line of the list is current: it alone is reached by the Tab key. */
  light(number) {
    const had = this.items[this.current]?.firstChild;
    const here = this.items[number]?.firstChild;
    had?.removeAttribute("aria-current");
    if (here) {
      if (had) had.tabIndex = -1;
      else this.items[0].firstChild.tabIndex = -1;
      here.tabIndex = 0;
      here.setAttribute("aria-current", "true");
      const list = this.find(".moments");
      const top = this.items[number].offsetTop - list.offsetTop;
      if (top < list.scrollTop || top > list.scrollTop + list.clientHeight - 2 * ROW) {
        list.scrollTop = top - list.clientHeight / 3;
      }
    }
    this.current = number;
  }

  /** Who is near the person, or else the camera, that the moment is about. */
  tellNear(painter) {
    const one = this.moments[this.current];
    const spot = one && painter.spots.find((other) => other.person === one.person);
    const camera = one && painter.plan.cameras.find((other) => other.id === one.camera);
    const from = spot ? painter.metres(spot.x, spot.y) : camera?.at;
    const about = spot ? `passer-by ${one.person}` : `camera ${one?.camera}`;
    let said = "";
    if (from) {
      const far = painter.spots.filter((other) => other !== spot).map((other) =>
        [other, Math.hypot(...painter.metres(other.x, other.y).map((v, k) => v - from[k]))]);
      const near = far.filter(([other, m]) => other.person !== undefined && m <= NEAR_M).length;
      const officers = far.filter(([other]) => other.person === undefined)
        .sort((a, b) => a[1] - b[1]);
      said = `Within ${NEAR_M} m of ${about}: ${near} ${near === 1 ? "person" : "people"}.`;
      if (officers.length) {
        said += ` Nearest: ${officers[0][0].told}, ${officers[0][1].toFixed(0)} m.`;
      }
    }
    if (this.find(".near").textContent !== said) this.find(".near").textContent = said;
  }

  share(time_s) {
    return (time_s - this.scene.start_s) / (this.scene.end_s - this.scene.start_s);
  }

  placeHead(time_s) {
    this.find(".strips .head").style.left = `${100 * this.share(time_s)}%`;
    this.drawLanes();
  }

  drawLanes() {
    const canvas = this.find(".strips canvas");
    const density = window.devicePixelRatio || 1;
    const [width, height] = [canvas.clientWidth, this.lanes.length * ROW];
    const key = [width, density, ...this.shown].join();
    if (this.drawn === key || !width) return;
    this.drawn = key;
    canvas.width = width * density;
    canvas.height = height * density;
    const pen = canvas.getContext("2d");
    pen.scale(density, density);
    pen.fillStyle = this.colours.line;
    this.lanes.forEach((_, row) => pen.fillRect(0, (row + 1) * ROW - 1, width, 1));
    for (const one of this.moments) {
      const row = this.lanes.findIndex((lane) => lane.name === one.lane);
      pen.globalAlpha = this.shown.has(one.lane) ? 0.9 : 0.2;
      pen.fillStyle = this.colours[one.tone];
      pen.fillRect(this.share(one.time_s) * (width - 3), row * ROW + 3, 3, ROW - 7);
    }
  }

  /** The moment under a place of the lanes, or else the time. */
  under(x, y) {
    const width = this.find(".strips canvas").clientWidth;
    const lane = this.lanes[Math.min(Math.floor(y / ROW), this.lanes.length - 1)].name;
    const far = (one) => Math.abs(this.share(one.time_s) * (width - 3) + 1.5 - x);
    const here = this.moments.map((one, number) => [one, number])
      .filter(([one]) => one.lane === lane && far(one) <= 6)
      .sort(([a], [b]) => far(a) - far(b));
    if (here.length) return [here[0][0].time_s, here[0][1]];
    const { start_s, end_s } = this.scene;
    return [start_s + (x / width) * (end_s - start_s), null];
  }
}
