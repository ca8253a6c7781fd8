/** What cameras' screens show: a picture of each now and then, and the chosen one large. */
class Feeds {
  constructor(wire, open) {
    this.wire = wire;
    this.told = [];
    this.chosen = null;
    this.tiles = new Map();
    this.list = make("ul", { className: "tiles" });
    this.none = make("p", { className: "quiet", hidden: true, textContent:
      "There are no pictures: this scenario's engine was not measured on rendered people." });
    this.large = make("figure", { className: "large", hidden: true },
      make("img", { alt: "" }), make("figcaption"));
    this.root = make("details", { className: "feeds", open },
      make("summary", {}, "Feeds: each camera's screen, as often as a picture of it is ready"),
      this.list, this.none, this.large);
    wire.watches = () => this.root.open;
  }

  show({ feeds, queue = [] }) {
    if (feeds === undefined) return;
    this.none.hidden = feeds !== null;
    this.told = feeds ?? [];
    const waiting = new Set(queue.map((one) => one.camera));
    for (const one of this.told) this.draw(one, waiting.has(one.camera));
  }

  /** How old every picture is. */
  tick(clock_s) {
    for (const one of this.told) {
      const line = this.tiles.get(one.camera)?.querySelector(".age");
      if (line) line.textContent = when(one, clock_s);
      if (one.camera === this.chosen) {
        this.large.lastChild.textContent = `${one.camera} · ${when(one, clock_s)}`;
      }
    }
  }

  draw(one, waits) {
    if (!this.tiles.has(one.camera)) this.add(one.camera);
    const tile = this.tiles.get(one.camera);
    tile.classList.toggle("waits-here", waits);
    tile.classList.toggle("dark", one.dark);
    tile.querySelector(".waiting-here").hidden = !waits;
    const there = !one.dark && one.number !== null;
    const shown = there ? `${one.number} ${one.taken_s}` : "none";
    if (tile.shown === shown) return;
    tile.shown = shown;
    if (there) this.fetch(one, shown);
    else this.put(one.camera, "");
  }

  add(camera) {
    const tile = button("", () => this.choose(camera), {
      className: "tile", attrs: { "data-name": `feed-${camera}`, "aria-pressed": "false" },
    });
    tile.append(make("img", { alt: "", hidden: true }),
      make("span", { className: "blank", textContent: "" }),
      make("b", { textContent: camera }),
      make("span", { className: "waiting-here", textContent: "alert waits", hidden: true }),
      make("span", { className: "age" }));
    this.tiles.set(camera, tile);
    this.list.append(make("li", {}, tile));
  }

  /**
   * A picture that stands there no more by now is passed over. A server that was started again
   * counts from 0: a number with its moment is no other picture.
   */
  async fetch({ camera, number }, shown) {
    const url = await this.wire.feed(camera, number);
    const tile = this.tiles.get(camera);
    if (tile.shown === shown && url) this.put(camera, url);
    else if (url) URL.revokeObjectURL(url);
    else if (tile.shown === shown) tile.shown = undefined;
  }

  put(camera, url) {
    const tile = this.tiles.get(camera);
    const [shown, blank] = tile.children;
    if (tile.url) URL.revokeObjectURL(tile.url);
    tile.url = url;
    shown.hidden = !url;
    blank.hidden = Boolean(url);
    if (url) shown.src = url;
    if (camera === this.chosen) this.enlarge();
  }

  choose(camera) {
    this.chosen = this.chosen === camera ? null : camera;
    for (const [name, tile] of this.tiles) {
      tile.setAttribute("aria-pressed", String(name === this.chosen));
    }
    this.enlarge();
  }

  enlarge() {
    const url = this.tiles.get(this.chosen)?.url;
    this.large.hidden = this.chosen === null;
    const [shown] = this.large.children;
    shown.hidden = !url;
    if (url) Object.assign(shown, { src: url, alt: `What camera ${this.chosen} shows` });
  }

  /** The browser holds pictures until it is told that nobody needs them. */
  stop() {
    for (const tile of this.tiles.values()) {
      tile.shown = undefined;
      if (tile.url) URL.revokeObjectURL(tile.url);
    }
  }

  /** To the pictures, from anywhere on the desk. */
  focus() {
    this.root.open = true;
    this.list.querySelector("button")?.focus();
  }
}

function when({ dark, taken, taken_s }, clock_s) {
  if (dark) return "no picture";
  return taken === null ? "being made" : `${taken}, ${seconds(clock_s - taken_s)} ago`;
}
