const LEAST_HIGH = 340; // CSS pixels of the plan, however low the window is
const BELOW = 48; // CSS pixels left under it, for the legend

/** A layout's cameras on the plan and in a list beside it: what one does, the other shows. */
class Desk {
  constructor(root, told, changed, drawn) {
    this.find = (selector) => root.querySelector(selector);
    this.told = told;
    this.id = identity(told);
    this.changed = changed;
    this.steps = new Steps(told.cameras);
    this.cameras = this.steps.now;
    this.chosen = this.cameras.length ? 0 : -1;
    this.level = this.cameras[0]?.level ?? told.levels[0].ordinal;
    this.hand = new AbortController();
    this.shade();
    this.fillIn();
    this.rectangle = new Rectangle(this, drawn);
    this.listen();
    this.turnTo(this.level);
    this.sight = new ResizeObserver(() => this.fit());
    this.sight.observe(this.find(".stage"));
  }

  stop() {
    this.hand.abort();
    this.sight.disconnect();
  }

  /** The same layout, told anew: in other colours, or with what is wrong with it. */
  renew(told, changed, drawn) {
    this.changed = changed;
    this.rectangle.told = drawn;
    const shaded = told.colours.paper !== this.told.colours.paper;
    this.told = { ...told, cameras: this.told.cameras };
    this.say(told.refused, true);
    this.show();
    if (shaded) {
      this.shade();
      this.find(".legend").replaceChildren(...legend(told.colours, told.law.adults_m));
      this.turnTo(this.level);
    }
  }

  shade() {
    for (const [name, colour] of Object.entries(this.told.colours)) {
      this.find(".desk").style.setProperty(`--${name}`, colour);
    }
  }

  /** Show a level. */
  turnTo(ordinal) {
    this.level = ordinal;
    const level = this.told.levels.find((one) => one.ordinal === ordinal);
    this.sheet = new Sheet(this.find("canvas"), level, this.told.colours, this.told.law);
    const several = this.told.levels.length > 1;
    this.find(".levels").replaceChildren(
      ...(several ? this.told.levels : []).map((one) => {
        const tab = element("button", { type: "button", textContent: one.plan.name });
        tab.setAttribute("role", "radio");
        tab.setAttribute("aria-checked", String(one.ordinal === ordinal));
        tab.addEventListener("click", () => {
          this.turnTo(one.ordinal);
          this.choose(this.cameras.findIndex((camera) => camera.level === one.ordinal));
        });
        return tab;
      }),
    );
    this.fit();
  }

  fit() {
    const stage = this.find(".stage");
    const width = stage.clientWidth - 2;
    if (width < 50) return;
    const above = stage.getBoundingClientRect().top + scrolled(stage);
    const high = window.innerHeight - Math.max(above, 0) - BELOW;
    this.sheet.resize(width, Math.max(high, LEAST_HIGH));
    this.find(".side").style.minHeight = `${Math.max(this.sheet.size[1], LEAST_HIGH)}px`;
    this.show();
  }

  fillIn() {
    this.find(".fields").replaceChildren(
      this.field("id", "Name", { type: "text", maxLength: 64, pattern: "[a-z0-9_\\-]+" }),
      classField(this.told.classes, (name) => this.bought(name)),
      ...FIELDS.map(([name, words, step, [min, max]]) =>
        this.field(name, words, { type: "number", step: "any", min, max, dataset: { step } }),
      ),
    );
    this.find(".legend").replaceChildren(...legend(this.told.colours, this.told.law.adults_m));
  }

  field(name, words, { dataset = {}, ...told }) {
    const label = element("label", { textContent: words });
    const input = element("input", { name, ...told });
    Object.assign(input.dataset, dataset);
    const hand = { signal: this.hand.signal };
    input.addEventListener("input", () => this.typed(input, false), hand);
    input.addEventListener("change", () => this.typed(input, true), hand);
    input.addEventListener("keydown", (event) => this.stepped(event, input), hand);
    label.append(input);
    return label;
  }

  listen() {
    const on = (selector, kind, act) =>
      this.find(selector).addEventListener(kind, act, { signal: this.hand.signal });
    on(".add", "click", () => this.add());
    on(".copy", "click", () => this.add(this.cameras[this.chosen]));
    on(".drop", "click", () => this.drop());
    on(".undo", "click", () => this.step(() => this.steps.undo()));
    on(".redo", "click", () => this.step(() => this.steps.redo()));
    on(".fields", "submit", (event) => event.preventDefault());
    on(".desk", "keydown", (event) => this.key(event));
    on("canvas", "pointerdown", (event) => this.grab(event));
    on("canvas", "pointermove", (event) => this.move(event));
    on("canvas", "pointerup", (event) => this.let(event));
    on("canvas", "pointercancel", (event) => this.let(event));
    on("canvas", "dblclick", (event) => this.add(null, this.sheet.metres(...this.point(event))));
    on("canvas", "mouseleave", () => { this.find(".tip").hidden = true; });
  }

  get here() {
    return this.cameras.filter((camera) => camera.level === this.level);
  }

  choose(number) {
    this.chosen = number;
    const level = this.cameras[number]?.level ?? this.level;
    if (level !== this.level) this.turnTo(level);
    this.show();
  }

  /** Another camera like the one given, or like the one chosen, there or a step beside it. */
  add(like = this.cameras[this.chosen] ?? this.cameras[0], at = null) {
    const model = like ?? this.cameras[this.chosen] ?? this.cameras[0];
    const beside = model && model.level === this.level ? [model.at_m[0] + 1.5, model.at_m[1] + 1.5] : null;
    const at_m = this.settled(at ?? beside ?? this.middle()) ?? this.settled(this.middle());
    if (!at_m) return this.say("There is no room for a camera there.", true);
    const presets = presetsOf(this.cameras, this.cameras.indexOf(model)).map((n) => this.cameras[n]);
    this.chosen = this.cameras.length + presets.indexOf(model);
    this.cameras = [...this.cameras, ...copied(presets, this.free(), { level: this.level, at_m })];
    this.keep();
  }

  drop() {
    if (this.cameras.length < 2) return this.say("A layout has at least one camera.", true);
    this.cameras = this.cameras.filter((_, n) => n !== this.chosen);
    this.chosen = Math.min(this.chosen, this.cameras.length - 1);
    this.keep();
    this.find(`.kept button:nth-child(${this.chosen + 1})`)?.focus();
  }

  free() {
    const taken = (name) => this.cameras.some((one) => one.id === name || one.id.startsWith(`${name}-`));
    let number = this.cameras.length + 1;
    while (taken(`c${number}`)) number += 1;
    return `c${number}`;
  }

  middle() {
    const [west, south, east, north] = this.sheet.plan.bounds;
    return [(west + east) / 2, (south + north) / 2];
  }

  /** Where a lens can hang, as near as may be, in whole centimetres. */
  settled(point) {
    const at = this.sheet.floorAt(point).settled(point, this.told.law.off_m);
    return at && at.map((one) => Math.round(one * 100) / 100);
  }

  /** What was done is a step, and the page hears of it. */
  keep() {
    if (this.steps.take(this.cameras)) this.tell();
    this.show();
  }

  step(act) {
    act();
    this.cameras = this.steps.now;
    this.chosen = Math.min(this.chosen, this.cameras.length - 1);
    this.tell();
    this.show();
  }

  tell() {
    this.say("");
    this.changed(this.cameras);
  }

  say(words, wrong = false) {
    const said = this.find(".said");
    said.textContent = words ?? "";
    said.classList.toggle("wrong", wrong && Boolean(words));
  }

  key(event) {
    const typing = ["INPUT", "SELECT"].includes(event.target.tagName);
    const control = event.ctrlKey || event.metaKey;
    if (control && event.key.toLowerCase() === "z") {
      this.step(() => (event.shiftKey ? this.steps.redo() : this.steps.undo()));
    } else if (control && event.key.toLowerCase() === "y") this.step(() => this.steps.redo());
    else if (event.key === "Delete" && !typing) this.drop();
    else return;
    event.preventDefault();
  }

  point(event) {
    const box = this.find("canvas").getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  /** The number among all cameras of one of those on this level, and back. */
  among(number) {
    return this.cameras.indexOf(this.here[number]);
  }

  grab(event) {
    const mine = this.here.indexOf(this.cameras[this.chosen]);
    const grip = this.sheet.grip(this.point(event), this.here, mine);
    if (!grip) return;
    this.find("canvas").setPointerCapture(event.pointerId);
    this.choose(this.among(grip.number));
    const at = this.sheet.place(this.cameras[this.chosen].at_m);
    const point = this.point(event);
    this.grip = { ...grip, off: grip.aims ? [0, 0] : [at[0] - point[0], at[1] - point[1]] };
  }

  move(event) {
    const point = this.point(event);
    if (!this.grip) return this.tip(point);
    this.find(".tip").hidden = true;
    this.wanted = [point[0] + this.grip.off[0], point[1] + this.grip.off[1]];
    this.asked ??= requestAnimationFrame(() => this.follow());
  }

  /** Once a frame, however often the mouse says where it is. */
  follow() {
    this.asked = null;
    if (!this.grip || !this.wanted) return;
    const camera = this.cameras[this.chosen];
    const [x, y] = this.sheet.metres(...this.wanted);
    if (this.grip.aims) {
      const turn = Math.atan2(y - camera.at_m[1], x - camera.at_m[0]) / RADIAN;
      this.change({ heading_deg: Math.round(turn * 10) / 10 });
    } else {
      const at_m = this.settled([x, y]);
      if (at_m) this.change({ at_m });
    }
  }

  let(event) {
    if (!this.grip) return;
    this.follow();
    this.grip = this.wanted = null;
    this.find("canvas").releasePointerCapture?.(event.pointerId);
    this.keep();
  }

  change(fields) {
    this.cameras = changedTogether(this.cameras, this.chosen, fields);
    this.show();
  }

  /** A field of the chosen camera; a step once it was left, or Enter was pressed. */
  typed(input, done) {
    const camera = this.cameras[this.chosen];
    if (!camera) return;
    const { name, value } = input;
    const number = Number(value);
    const fits = name === "id" ? this.named(value) : this.allowed(camera, input, number);
    if (fits && name === "id" && done) this.change({ id: value });
    else if (fits && name !== "id") this.change(this.set(camera, name, number));
    if (!done) return;
    if (!fits) this.say(`${input.parentElement.firstChild.textContent}: ${why(input)}`, true);
    input.value = shown(this.cameras[this.chosen], name);
    if (fits) this.keep();
  }

  allowed(camera, input, number) {
    const fits = input.validity.valid && input.value !== "" && Number.isFinite(number);
    return fits && (input.name !== "focal_mm" || wide(camera, number) !== null);
  }

  /** The chosen camera becomes one of a class. */
  bought(name) {
    this.change(ofClass(this.cameras[this.chosen], name, this.told.classes));
    this.keep();
  }

  named(value) {
    return /^[a-z0-9_-]{1,64}$/.test(value) && !this.cameras.some((one, n) => one.id === value && n !== this.chosen);
  }

  set(camera, name, number) {
    if (name === "heading_deg") return { heading_deg: Math.round(((number + 540) % 360 + 360) % 360 * 100 - 18000) / 100 };
    if (name === "focal_mm") return { fov_deg: wide(camera, number) };
    if (!name.startsWith("at_m")) return { [name]: number };
    const point = camera.at_m.map((one, axis) => (name === `at_m.${axis}` ? number : one));
    return { at_m: this.settled(point) ?? camera.at_m };
  }

  /** Arrows up and down change a number by its step, ten with the shift key. */
  stepped(event, input) {
    const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!way || input.type !== "number") return;
    event.preventDefault();
    const by = Number(input.dataset.step) * way * (event.shiftKey ? 10 : 1);
    const next = Math.min(Math.max(Number(input.value) + by, Number(input.min)), Number(input.max));
    input.value = String(Math.round(next * 100) / 100);
    this.typed(input, true);
  }

  /** The plan, the list, the fields: all of it as it is now. */
  show() {
    if (!this.sheet.still) return;
    const moved = presetsOf(this.cameras, this.chosen).map((n) => this.here.indexOf(this.cameras[n]));
    this.sheet.paint(this.here, this.here.indexOf(this.cameras[this.chosen]), moved);
    this.list();
    const camera = this.cameras[this.chosen];
    for (const input of this.find(".fields").elements) {
      const off = !camera || (input.name === "focal_mm" && pitch(camera) === null);
      if (input.disabled !== off) input.disabled = off;
      const held = input.getRootNode().activeElement === input && input.type !== "select-one" && !this.grip;
      const value = camera ? shown(camera, input.name, this.told.classes) : "";
      if ((!held || this.filled !== camera?.id) && input.value !== value) input.value = value;
    }
    this.filled = camera?.id;
    this.find(".undo").disabled = this.steps.past.length < 2;
    this.find(".redo").disabled = !this.steps.ahead.length;
    this.find(".copy").disabled = this.find(".drop").disabled = !camera;
    write(this.find(".told"), camera ? covers(camera, this) : "");
  }

  list() {
    const group = this.find(".kept");
    while (group.children.length > this.cameras.length) group.lastChild.remove();
    while (group.children.length < this.cameras.length) {
      const number = group.children.length;
      const button = element("button", { type: "button" });
      button.append(element("b", {}), element("span", {}), element("small", {}));
      button.addEventListener("click", () => this.choose(number));
      group.append(button);
    }
    this.cameras.forEach((camera, n) => {
      const button = group.children[n];
      const pressed = String(n === this.chosen);
      if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
      const [name, where, what] = button.children;
      const level = this.told.levels.length > 1 ? `level ${camera.level}, ` : "";
      write(name, camera.id);
      write(where, `${level}${told(camera.at_m)}, ${Math.round(camera.heading_deg)}°`);
      write(what, inWords(camera, this.told.classes));
    });
    if (this.listed !== this.chosen) uncover(group, group.children[this.chosen]);
    this.listed = this.chosen;
  }

  tip([x, y]) {
    const tip = this.find(".tip");
    const at = this.sheet.metres(x, y);
    const by = this.here.filter((camera) => this.sheet.seen(camera).covers(at).zone).map((one) => one.id);
    tip.hidden = false;
    tip.textContent = `x, y: ${told(at)} m${by.length ? ` · recognised by ${by.join(", ")}` : ""}`;
    tip.style.left = `${Math.min(x + 12, this.sheet.size[0] - tip.offsetWidth)}px`;
    tip.style.top = `${Math.max(y - 28, 0)}px`;
  }
}

/** What a desk is about; the same one goes on, with what can be undone. */
function identity(told) {
  return told.id;
}

const desks = new WeakMap();

/** Called by Streamlit whenever the page runs. */
export default function ({ data, parentElement, setTriggerValue }) {
  const changed = (cameras) => setTriggerValue("cameras", cameras);
  const drawn = (box) => setTriggerValue("box", box);
  const shown = desks.get(parentElement);
  if (shown?.id === identity(data)) {
    shown.renew(data, changed, drawn);
  } else {
    shown?.stop();
    desks.set(parentElement, new Desk(parentElement, data, changed, drawn));
  }
  return () => {
    desks.get(parentElement)?.stop();
    desks.delete(parentElement);
  };
}
