const TICK_MS = 200;

/** A desk of one role: its parts, and the clock above them. */
class Desk {
  constructor(root, data) {
    this.root = root.querySelector(".desk");
    this.find = (selector) => this.root.querySelector(selector);
    this.id = identity(data);
    this.dress(data);
    this.wire = new Wire(data, (told) => this.hear(told), (text, asked) => this.fail(text, asked));
    const made = { trainee: Operator, commander: Command };
    this.seat = new (made[data.role] ?? Instruct)(this.wire, data.role);
    this.find(".controls").replaceChildren(...(this.seat.controls?.() ?? []));
    this.find(".body").replaceChildren(this.seat.root);
    this.pressed = (event) => { if (this.seat.key(event)) event.preventDefault(); };
    document.addEventListener("keydown", this.pressed);
    this.ticking = setInterval(() => this.tick(), TICK_MS);
  }

  dress(data) {
    for (const [name, colour] of Object.entries(data.colours)) {
      this.root.style.setProperty(`--${name}`, colour);
    }
    this.root.dataset.theme = data.theme;
  }

  stop() {
    this.wire.stop();
    this.seat.stop?.();
    clearInterval(this.ticking);
    document.removeEventListener("keydown", this.pressed);
  }

  hear(told) {
    this.told = told;
    this.heard_ms = performance.now();
    this.find(".clock").textContent = told.clock;
    const speed = told.speed === 1 ? "" : `, ${told.speed}×`;
    const seated = told.role === "trainee" ? "you are away from the screens" : "the operator is away";
    const away = told.away ? `: ${seated}, and alerts wait unseen` : "";
    const state = told.ended ? "Over" : told.running ? `Running${speed}${away}` : "The clock stands";
    if (this.find(".state").textContent !== state) this.find(".state").textContent = state;
    this.root.classList.toggle("stands", !told.running);
    const taken = ["instructor", "observer", ...told.seats].includes(told.role);
    this.find(".taken").hidden = taken;
    this.find(".left").textContent = `${lasting(told.left_s)} left`;
    this.seat.show(told);
    this.tick();
  }

  tick() {
    if (!this.told) return;
    const passed_s = this.told.running ? (performance.now() - this.heard_ms) / 1000 : 0;
    this.seat.tick(this.told.clock_s + passed_s * this.told.speed);
  }

  /** What was refused stays until something else was asked for; a lost line until it is back. */
  fail(text, asked) {
    const line = this.find(".fault");
    if (!text && !asked && !line.dataset.lost) return;
    line.dataset.lost = text.startsWith("The server") ? "yes" : "";
    line.hidden = !text;
    line.textContent = text;
  }
}

function identity(data) {
  return [data.session, data.key, data.theme].join("|");
}

const desks = new WeakMap();

/** Called by Streamlit whenever the page runs; a desk that is there already stays. */
export default function ({ data, parentElement }) {
  const shown = desks.get(parentElement);
  if (shown?.id !== identity(data)) {
    shown?.stop();
    desks.set(parentElement, new Desk(parentElement, data));
  }
  return () => {
    desks.get(parentElement)?.stop();
    desks.delete(parentElement);
  };
}
