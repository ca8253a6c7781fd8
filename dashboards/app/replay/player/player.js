const SPEEDS = [0.25, 0.5, 1, 2, 5, 10, 30];
const USUAL_RATE = 2; // steps a second where there is no film
const LEAP_S = 10;
const LONGEST_MS = 250; // that time goes on at once after the machine was busy
const LEAST_HIGH = 300; // CSS pixels of the plan, however low the window is
const BELOW = 130; // CSS pixels for the beginning of the lists under it

/** One clock: at each beat the map and all feeds are painted for one time, or none of them is. */
class Player {
  constructor(root, data, say, before) {
    this.root = root.querySelector(".replay");
    this.find = (selector) => this.root.querySelector(selector);
    this.data = data;
    this.out = new Outbox(say);
    this.id = identity(data);
    this.before = before;
    this.playing = false;
    this.hand = new AbortController();
    for (const [name, colour] of Object.entries(data.colours)) {
      this.root.style.setProperty(`--${name}`, colour);
    }
    this.root.dataset.theme = data.theme;
    this.screens = [];
    this.load().catch((error) => this.fail(error));
  }

  async load() {
    const { signal } = this.hand;
    const read = async (url) => {
      const answer = await fetch(url, { signal });
      if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
      return answer.json();
    };
    const able = this.data.feeds.length > 0 && (await canDecode(this.data.feeds[0].codec));
    const films = able ? this.data.feeds : [];
    const [scene, ...indices] = await Promise.all(
      [this.data.scene, ...films.map((one) => one.index)].map(read),
    );
    if (signal.aborted) return;
    const failed = (error) => this.fail(error);
    this.lay(scene, this.data.walks);
    this.screens = films.map(
      (one, n) => new Screen(new Feed(one, indices[n], failed), this.data.colours),
    );
    this.rate = Math.max(USUAL_RATE, ...indices.map((one) => one.fps));
    this.told = this.lists();
    this.able = able || !this.data.feeds.length;
    this.lack(this.able ? this.data.lacking : UNABLE);
    this.fillIn();
    this.listen();
    this.due_s = this.snapped(this.before?.time_s ?? this.data.at_s);
    this.time_s = this.due_s;
    if (this.before?.playing) this.turn();
    this.sight = new ResizeObserver(() => this.fit());
    this.sight.observe(this.root);
    this.beat();
  }

  /** Have the map show a scene, with the crowd in the file of its walks. */
  lay(scene, walks) {
    this.crowd?.stop();
    this.scene = { ...scene, colours: this.data.colours, ...this.data.marked };
    this.scene.listed = Object.keys(scene.people)
      .filter((person) => scene.people[person].listed).map(Number);
    this.crowd = new Crowd(scene.walks, walks, (error) => this.fail(error));
    this.painter = new Painter(this.find(".stage canvas"), this.scene, NOBODY);
  }

  /** What tells in lists what the canvases show. */
  lists() {
    return new Lists(this.find, this.scene, this.data.colours, {
      seek: (time_s) => this.go(time_s),
      mark: (person) => this.mark(person, true),
      why: (person) => this.out.put("why", person),
    });
  }

  stop() {
    this.hand.abort();
    this.sight?.disconnect();
    this.crowd?.stop();
    for (const screen of this.screens) screen.stop();
  }

  /** The line under the views: what is missing, and what to do. */
  lack(text) {
    const line = this.find(".lacking");
    line.hidden = !text;
    line.textContent = text ?? "";
  }

  fail(error) {
    if (this.hand.signal.aborted) return;
    this.lack(`Something could not be read (${error.message}). Load the page again.`);
  }

  fit() {
    const width = this.find(".views").clientWidth;
    if (width < 50) return;
    const top = this.find(".views").getBoundingClientRect().top;
    const above = document.fullscreenElement ? top : top + window.scrollY;
    const high = Math.max(window.innerHeight - Math.max(above, 0) - BELOW, LEAST_HIGH);
    const narrow = width < NARROW;
    const beside = this.screens.length ? this.fitFeeds(width, high, narrow) : 0;
    this.painter.resize(narrow ? width - 2 : width - beside - 2, high);
    paintMarks(this.find(".marks"), this.scene, this.data.colours);
    this.stale = true;
    this.show(performance.now()); // now, since canvases of another size are empty
  }

  /** Lay the feeds out beside the map, or in a narrow window under it; how wide they are. */
  fitFeeds(width, high, narrow) {
    const count = this.screens.length;
    const columns = count > 2 || (narrow && count > 1) ? 2 : 1;
    const rows = Math.ceil(count / columns);
    const { width_px, height_px } = this.screens[0].feed.index;
    const share = narrow ? 1 : SHARES[columns * rows];
    const tallest = ((high - GAP * (rows - 1)) / rows - CAPTION) * (width_px / height_px);
    const most = (share * width) / columns - GAP;
    const wide = Math.floor(narrow ? most : Math.min(most, tallest));
    this.find(".feeds").style.gridTemplateColumns = `repeat(${columns}, ${wide}px)`;
    for (const screen of this.screens) screen.fit(wide);
    return columns * (wide + GAP);
  }

  fillIn() {
    const seek = this.find(".seek");
    [seek.min, seek.max] = [this.scene.start_s, this.scene.end_s];
    seek.step = 1 / this.rate;
    this.find("select").replaceChildren(
      ...SPEEDS.map((speed) => element("option", { value: speed, textContent: `${speed}×` })),
    );
    this.find("select").value = this.before?.speed ?? 1;
    this.root.classList.toggle("bare", !this.screens.length);
    this.find(".feeds").replaceChildren(...this.screens.map((screen) => screen.figure));
    this.find(".legend").replaceChildren(
      ...legend(this.data.colours, this.scene.plan.adults_m),
      ...(this.screens.length ? boxLegend(this.data.colours) : []),
    );
  }

  listen() {
    const on = (selector, kind, act) =>
      this.find(selector).addEventListener(kind, act, { signal: this.hand.signal });
    on(".play", "click", () => this.turn());
    on(".back", "click", () => this.step(-1));
    on(".on", "click", () => this.step(1));
    on(".seek", "input", (event) => { this.due_s = this.snapped(Number(event.target.value)); });
    on(".seek", "change", () => this.tellPaused());
    on(".large", "click", () => this.enlarge());
    on(".stage canvas", "mousemove", (event) => showTip(this.find(".tip"), this.painter, event));
    on(".stage canvas", "mouseleave", () => { this.find(".tip").hidden = true; });
    on(".stage canvas", "click", (event) => this.pick(event));
    this.root.addEventListener("keydown", (event) => this.key(event), { signal: this.hand.signal });
  }

  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const { tagName, type } = event.composedPath()[0];
    const act = KEYS[event.key];
    if (!act || tagName === "SELECT") return;
    if (event.key === " " && tagName === "BUTTON") return; // it presses the button
    if (type === "range" && event.key.startsWith("Arrow")) return; // it moves by a step itself
    event.preventDefault();
    act(this);
  }

  /** What another player of the same run goes on from. */
  get standing() {
    return { time_s: this.time_s, playing: this.playing, speed: this.speed };
  }

  get speed() {
    return Number(this.find("select").value);
  }

  /** A time as steps have it: frame k of the finest film stands at k / rate. */
  snapped(time_s) {
    const { start_s, end_s } = this.scene;
    const steps = Math.round((Math.min(Math.max(time_s, start_s), end_s) - start_s) * this.rate);
    return start_s + steps / this.rate;
  }

  turn() {
    if (this.playing) {
      this.pause();
      return;
    }
    if (this.time_s >= this.scene.end_s - 1e-6) this.due_s = this.scene.start_s;
    this.playing = true;
    this.painted_ms = performance.now();
    this.button("Pause", PAUSE);
  }

  pause() {
    this.playing = false;
    this.due_s = this.snapped(this.time_s);
    this.button("Play", PLAY);
    this.tellPaused();
  }

  step(count) {
    if (this.playing) this.pause();
    this.go(this.due_s + count / this.rate);
  }

  go(time_s) {
    this.due_s = this.snapped(time_s);
    this.tellPaused();
  }

  faster(steps) {
    const select = this.find("select");
    const place = SPEEDS.indexOf(this.speed) + steps;
    select.value = SPEEDS[Math.min(Math.max(place, 0), SPEEDS.length - 1)];
  }

  /** Let the page know where it stands, so that its address can say so. */
  tellPaused() {
    if (this.playing) return;
    this.out.put("paused", Math.round(this.due_s * 1000) / 1000, ["t", this.due_s.toFixed(3)]);
  }

  /** At every frame of the display: paint the time that is due, once all of it is there. */
  beat() {
    if (this.hand.signal.aborted) return;
    requestAnimationFrame((now_ms) => {
      if (this.playing && this.due_s === this.time_s) this.run(now_ms);
      if (this.stale || this.due_s !== this.time_s) this.show(now_ms);
      this.out.send(now_ms);
      this.beat();
    });
  }

  /** The time that is due next while time runs. */
  run(now_ms) {
    const passed_s = Math.min(Math.max(now_ms - this.painted_ms, 0), LONGEST_MS) / 1000;
    this.due_s = Math.min(this.time_s + passed_s * this.speed, this.scene.end_s);
    if (this.time_s >= this.scene.end_s - 1e-6) this.pause();
  }

  show(now_ms) {
    const due_s = this.due_s;
    const walks = this.crowd.at(due_s);
    const ready = this.screens.map((screen) => screen.ready(due_s));
    if (!walks || !ready.every(Boolean) || !this.painter.still) return;
    this.time_s = due_s;
    this.painted_ms = now_ms;
    this.stale = false;
    this.painter.walks = walks;
    this.painter.paint(due_s, this.speed);
    for (const screen of this.screens) screen.paint(due_s);
    this.find(".clock").textContent = tenths(this.scene.midnight_s + due_s);
    this.find(".seek").value = due_s;
    this.find(".seek").setAttribute("aria-valuetext", clock(this.scene.midnight_s + due_s));
    this.told.show(due_s, this.painter, this.playing);
    this.root.dataset.time = due_s;
  }

  /** Mark a person; the page is told if somebody chose them here. */
  mark(person, chosen, verdict = "") {
    this.scene.person = person;
    this.scene.verdict = verdict;
    if (person !== null) this.painter.watched.add(person);
    this.stale = true;
    this.told.renewed_ms = -Infinity;
    if (chosen) this.out.put("marked", person, ["person", String(person)]);
  }

  /** What the page has to say of a run that is shown already. */
  renew(data, say) {
    this.out.say = say;
    this.data = data;
    if (!this.told) return;
    if (this.able) this.lack(data.lacking);
    const { person, verdict } = data.marked;
    if (person !== this.scene.person || verdict !== this.scene.verdict) {
      this.mark(person, false, verdict);
    }
  }

  pick(event) {
    const box = this.find(".stage canvas").getBoundingClientRect();
    const spot = this.painter.near(event.clientX - box.left, event.clientY - box.top);
    if (spot?.person !== undefined) this.mark(spot.person, true);
  }

  enlarge() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.root.requestFullscreen().catch((error) => this.lack(error.message));
  }

  button(label, glyph) {
    this.find(".play").setAttribute("aria-label", label);
    this.find(".glyph").setAttribute("d", glyph);
  }
}

const NARROW = 760; // CSS pixels; feeds stand under the map there
const SHARES = { 1: 0.46, 2: 0.34, 4: 0.46 }; // of the width, for so many feeds
const [GAP, CAPTION] = [12, 24]; // CSS pixels between views, and under a feed
const UNABLE =
  "This browser does not decode H.264 by itself (WebCodecs), so the feeds are not shown here."
  + " Map, alerts and officers play; the view Film plays each camera's film.";
const KEYS = {
  " ": (player) => player.turn(),
  k: (player) => player.turn(),
  ArrowLeft: (player) => player.step(-1),
  ArrowRight: (player) => player.step(1),
  j: (player) => player.go(player.due_s - LEAP_S),
  l: (player) => player.go(player.due_s + LEAP_S),
  Home: (player) => player.go(player.scene.start_s),
  End: (player) => player.go(player.scene.end_s),
  "-": (player) => player.faster(-1),
  "+": (player) => player.faster(1),
};

/** A time of day to a tenth of a second. */
function tenths(seconds) {
  return `${clock(seconds)}.${Math.floor(10 * (seconds % 1) + 1e-6)}`;
}

/** What boxes around faces mean. */
function boxLegend(colours) {
  const entries = [
    ["Face too poor to search", colours.blind],
    ["Face searched", colours.officer],
    ["At or above the threshold", colours.camera],
  ];
  return entries.map(([name, colour]) => {
    const entry = element("li", {});
    const sign = element("i", { className: "square frame" });
    sign.style.borderColor = colour;
    entry.append(sign, name);
    return entry;
  });
}
