const SPEEDS = [1, 2, 5, 10, 30];
const LINES = 7;
const LEAST_HIGH = 320; // CSS pixels of the plan, however low the window is
const BELOW = 52; // CSS pixels for the note under it

/** Lets time run over one scene; play, pause, seek, speed. */
class Player {
  constructor(root, scene, paused) {
    this.scene = scene;
    this.paused = paused;
    this.id = identity(scene);
    for (const [name, colour] of Object.entries(scene.colours)) {
      root.querySelector(".map").style.setProperty(`--${name}`, colour);
    }
    this.find = (selector) => root.querySelector(selector);
    this.painter = new Painter(this.find("canvas"), scene, unpacked(scene.walks));
    this.time_s = scene.at_s;
    this.playing = false;
    this.hand = new AbortController();
    this.fillIn();
    this.listen();
    this.sight = new ResizeObserver(() => this.fit());
    this.sight.observe(this.find(".stage"));
  }

  stop() {
    this.playing = false;
    this.hand.abort();
    this.sight.disconnect();
  }

  fit() {
    const stage = this.find(".stage");
    const width = stage.clientWidth - 2;
    if (width < 50) return;
    const above = stage.getBoundingClientRect().top + stage.ownerDocument.defaultView.scrollY;
    const high = window.innerHeight - Math.max(above, 0) - BELOW;
    this.painter.resize(width, Math.max(high, LEAST_HIGH));
    this.find(".side").style.height = `${Math.max(this.painter.size[1], LEAST_HIGH)}px`;
    this.show();
  }

  fillIn() {
    const { start_s, end_s, alerts, colours } = this.scene;
    const seek = this.find(".seek");
    [seek.min, seek.max] = [start_s, end_s];
    this.find("select").replaceChildren(
      ...SPEEDS.map((speed) => element("option", { value: speed, textContent: `${speed}×` })),
    );
    this.find(".marks").replaceChildren(
      ...alerts.filter((a) => a.time_s >= start_s).map((alert) => {
        const mark = element("i", { title: alert.title });
        mark.style.left = `${(100 * (alert.time_s - start_s)) / (end_s - start_s)}%`;
        mark.style.background = colours[alert.tone];
        return mark;
      }),
    );
    this.find(".legend").replaceChildren(...legend(colours, this.scene.plan.adults_m));
  }

  listen() {
    const on = (selector, kind, act) =>
      this.find(selector).addEventListener(kind, act, { signal: this.hand.signal });
    on(".play", "click", () => (this.playing ? this.pause() : this.play()));
    on(".seek", "input", (event) => this.seek(Number(event.target.value)));
    on(".seek", "change", () => this.tellPaused());
    on("canvas", "mousemove", (event) => showTip(this.find(".tip"), this.painter, event));
    on("canvas", "mouseleave", () => { this.find(".tip").hidden = true; });
  }

  get speed() {
    return Number(this.find("select").value);
  }

  play() {
    if (this.time_s >= this.scene.end_s) this.time_s = this.scene.start_s;
    this.playing = true;
    this.last_ms = performance.now();
    requestAnimationFrame((now_ms) => this.step(now_ms));
    this.button("Pause", PAUSE);
  }

  pause() {
    this.playing = false;
    this.button("Play", PLAY);
    this.tellPaused();
  }

  /** Let the page know where it stands, so that its address can say so. */
  tellPaused() {
    if (!this.playing) this.paused(Math.round(this.time_s * 10) / 10);
  }

  seek(time_s) {
    this.time_s = Math.min(Math.max(time_s, this.scene.start_s), this.scene.end_s);
    this.show();
  }

  step(now_ms) {
    if (!this.playing) return;
    const passed_s = Math.min(Math.max(now_ms - this.last_ms, 0), 250) / 1000;
    this.last_ms = now_ms;
    this.seek(this.time_s + passed_s * this.speed);
    if (this.time_s >= this.scene.end_s) this.pause();
    else requestAnimationFrame((next_ms) => this.step(next_ms));
  }

  show() {
    if (!this.painter.still) return;
    this.painter.paint(this.time_s, this.speed);
    this.find(".clock").textContent = clock(this.scene.midnight_s + this.time_s);
    this.find(".seek").value = this.time_s;
    this.find(".count").textContent = `${this.painter.people} people on the floor`;
    this.tell();
  }

  /** The latest happenings, newest first; a click goes back to one. */
  tell() {
    const told = this.scene.told.filter((one) => one.time_s <= this.time_s).slice(-LINES);
    const key = told.map((one) => one.time_s + one.text).join();
    if (key === this.toldKey) return;
    this.toldKey = key;
    this.find(".told").replaceChildren(
      ...told.reverse().map((one) => {
        const time = element("time", { textContent: clock(this.scene.midnight_s + one.time_s) });
        const button = element("button", { type: "button" });
        button.append(time, element("span", { textContent: one.text }));
        button.style.borderColor = this.scene.colours[one.tone];
        button.addEventListener("click", () => {
          this.seek(one.time_s);
          this.tellPaused();
        });
        const item = element("li", {});
        item.append(button);
        return item;
      }),
    );
  }

  button(label, glyph) {
    this.find(".play").setAttribute("aria-label", label);
    this.find(".glyph").setAttribute("d", glyph);
  }
}

/** What a scene is about; the same one that is shown already goes on. */
function identity(scene) {
  return [scene.id, scene.begins_s, scene.person, scene.colours.paper].join("|");
}

const players = new WeakMap();

/** Called by Streamlit whenever the page runs; a scene that is already shown goes on. */
export default function ({ data, parentElement, setTriggerValue }) {
  const paused = (time_s) => setTriggerValue("paused", time_s);
  const shown = players.get(parentElement);
  if (shown?.id === identity(data)) {
    shown.paused = paused;
  } else {
    shown?.stop();
    players.set(parentElement, new Player(parentElement, data, paused));
  }
  return () => {
    players.get(parentElement)?.stop();
    players.delete(parentElement);
  };
}
