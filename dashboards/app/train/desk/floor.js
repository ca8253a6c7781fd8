const SVG = "http://www.w3.org/2000/svg";

function drawn(tag, attrs = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attrs)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** The plan of a level with cameras, posts, calls and officers; a list beside it says the same. */
class Floor {
  constructor(wire) {
    this.wire = wire;
    this.level = null;
    this.things = drawn("g");
    this.ground = drawn("g");
    this.svg = drawn("svg", { role: "img", "aria-label": "Plan with officers and calls" },
      this.ground, this.things);
    this.levels = make("div", { className: "levels", attrs: { role: "group", "aria-label": "Level" } });
    this.root = make("div", { className: "floor" }, this.levels, this.svg);
    this.load(null);
  }

  async load(level) {
    const told = await this.wire.floor(level).catch(() => null);
    if (!told) return;
    this.level = told.level;
    this.plan = told.plan;
    const [west, south, east, north] = told.plan.bounds;
    const edge = 0.03 * Math.max(east - west, north - south) + 1;
    this.unit = Math.max((east - west) / 90, (north - south) / 50);
    this.svg.setAttribute("viewBox",
      `${west - edge} ${-north - edge} ${east - west + 2 * edge} ${north - south + 2 * edge}`);
    this.ground.replaceChildren(...this.still(told.plan));
    this.levels.hidden = told.levels.length < 2;
    this.levels.replaceChildren(...told.levels.map((one) => button(`Level ${one}`, () => {
      this.load(one);
    }, { ariaPressed: String(one === told.level), className: "small" })));
    if (this.told) this.show(this.told);
  }

  still(plan) {
    const path = (rings, name) => drawn("path", {
      class: name, "fill-rule": "evenodd",
      d: rings.map((ring) => `M${ring.map(([x, y]) => `${x} ${-y}`).join("L")}Z`).join(""),
    });
    const camera = (one) => drawn("g", { class: "camera" },
      drawn("circle", { cx: one.at[0], cy: -one.at[1], r: 0.5 * this.unit }),
      this.name(one.at[0] + this.unit, -one.at[1] + this.unit, one.id));
    return [
      path(plan.floor, "ground"), path(plan.shops.map((one) => one.ring), "shop"),
      path(plan.low, "low"), path(plan.entrances.map((one) => one.ring), "door"),
      path(plan.cameras.flatMap((one) => one.zone), "zone"),
      ...plan.cameras.map(camera),
    ];
  }

  name(x, y, text) {
    const label = drawn("text", { x, y, "font-size": 1.7 * this.unit });
    label.textContent = text;
    return label;
  }

  show(told) {
    this.told = told;
    if (!this.plan) return;
    const here = (one) => one.at && one.at[2] === this.level;
    const u = this.unit;
    const calls = (told.calls ?? []).filter(here).map((one) => {
      const [x, y] = [one.at[0], -one.at[1]];
      return drawn("g", { class: "call" },
        drawn("path", { d: `M${x} ${y - 1.2 * u}l${1.2 * u} ${1.2 * u}l${-1.2 * u} ${1.2 * u}l${-1.2 * u} ${-1.2 * u}Z` }),
        this.name(x + 1.6 * u, y - u, `alert ${nth(one.alert)}`));
    });
    const officers = (told.officers ?? []).filter(here).map((one) => {
      const [x, y] = [one.at[0], -one.at[1]];
      const number = this.name(x, y + 0.6 * u, String(nth(one.officer)));
      number.setAttribute("text-anchor", "middle");
      return drawn("g", { class: one.held ? "officer held" : "officer" },
        drawn("circle", { cx: x, cy: y, r: 1.4 * u }), number);
    });
    this.things.replaceChildren(...calls, ...officers);
  }
}
