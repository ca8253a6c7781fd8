/** A session played again: the replay, with the session's moments in place of what happened. */
class Reviewer extends Player {
  constructor(root, data, say) {
    const level = data.levels.find((one) => one.level === data.level) ?? data.levels[0];
    super(root, { ...data, scene: level.scene, walks: level.walks }, say, null);
    this.level = level.level;
  }

  async load() {
    const answer = await fetch(this.data.moments, { signal: this.hand.signal });
    if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
    this.moments = await answer.json();
    await super.load();
    if (this.told && this.data.chosen !== null) this.choose(this.data.chosen);
  }

  lists() {
    const acts = {
      seek: (time_s, number) => this.choose(number),
      mark: (person) => this.mark(person, false),
    };
    const { lanes, pictures } = this.data;
    const told = { moments: this.moments, lanes, pictures };
    return new Moments(this.find, this.scene, this.data.colours, acts, told);
  }

  fillIn() {
    super.fillIn();
    const buttons = this.data.levels.map((one) => {
      const button = element("button", { type: "button", textContent: one.name });
      button.addEventListener("click", () => this.turnTo(one.level));
      button.setAttribute("aria-pressed", String(one.level === this.level));
      return button;
    });
    this.find(".levels").hidden = buttons.length < 2;
    this.find(".levels").replaceChildren(...buttons);
  }

  listen() {
    super.listen();
    const { signal } = this.hand;
    this.find(".strips").addEventListener("click", (event) => {
      const box = this.find(".strips canvas").getBoundingClientRect();
      const [time_s, number] = this.told.under(event.clientX - box.left, event.clientY - box.top);
      if (number === null) this.go(time_s);
      else this.choose(number);
    }, { signal });
  }

  key(event) {
    const { tagName } = event.composedPath()[0];
    const step = { n: 1, p: -1 }[event.key.toLowerCase()]
      ?? (event.composedPath()[0].closest?.(".moments") && { ArrowDown: 1, ArrowUp: -1 }[event.key]);
    if (!step || tagName === "SELECT" || event.ctrlKey || event.altKey || event.metaKey) {
      super.key(event);
      return;
    }
    event.preventDefault();
    const number = this.told.beside(step);
    if (number !== null) this.choose(number);
  }

  /** Go to a moment: the clock stands there, on the level of its camera, with its person marked. */
  choose(number) {
    const one = this.moments[number];
    const within = this.told.items[this.told.current]?.contains(this.root.getRootNode().activeElement);
    if (this.playing) this.pause();
    const { start_s } = this.scene;
    this.go(start_s + Math.ceil((one.time_s - start_s) * this.rate - 1e-6) / this.rate);
    this.told.chosen = number;
    this.mark(one.person, false);
    this.told.turnTo(number, false);
    if (within) this.told.items[number].firstChild.focus({ preventScroll: true });
    const level = this.data.cameras[one.camera];
    if (level !== undefined && level !== this.level) this.turnTo(level);
  }

  go(time_s) {
    this.told.chosen = null;
    super.go(time_s);
  }

  mark(person, chosen, verdict = "") {
    super.mark(person, false, verdict);
  }

  /** The crowd and the plan of another level. */
  async turnTo(level) {
    const told = this.data.levels.find((one) => one.level === level);
    if (!told || level === this.level) return;
    this.level = level;
    this.fillIn();
    this.out.put("level", level, ["level", String(level)]);
    const answer = await fetch(told.scene, { signal: this.hand.signal }).catch(() => null);
    if (!answer?.ok || this.level !== level) return;
    const { person } = this.scene;
    this.lay(await answer.json(), told.walks);
    this.scene.person = person;
    if (person !== null) this.painter.watched.add(person);
    this.told.scene = this.scene;
    this.told.keys = {};
    this.fit();
  }

  fit() {
    super.fit();
    if (this.told) this.told.drawn = null;
  }
}

/** What makes another player necessary; the same one goes on. */
function identity(data) {
  return [data.moments, data.colours.paper].join("|");
}

const reviewers = new WeakMap();

/** Called by Streamlit whenever the page runs; what is already shown goes on. */
export default function ({ data, parentElement, setTriggerValue }) {
  const shown = reviewers.get(parentElement);
  if (shown?.id === identity(data)) {
    shown.out.say = setTriggerValue;
  } else {
    shown?.stop();
    reviewers.set(parentElement, new Reviewer(parentElement, data, setTriggerValue));
  }
  return () => {
    reviewers.get(parentElement)?.stop();
    reviewers.delete(parentElement);
  };
}
