const TOLD = 8; // happenings in the list
const MOST_LISTED = 8; // people named in the list of those looked for
const BEAT_MS = 250; // lists change no more often while time runs

/** What the map and the feeds show, as lists: for eyes, the keyboard and screen readers. */
class Lists {
  constructor(find, scene, colours, { seek, mark, why }) {
    Object.assign(this, { find, scene, colours, seek, mark, why });
    this.renewed_ms = -Infinity;
    this.keys = {};
  }

  /** As it is at a time; `hurried` while it runs, when not each frame is told. */
  show(time_s, painter, hurried) {
    const now_ms = performance.now();
    if (hurried && now_ms - this.renewed_ms < BEAT_MS) return;
    this.renewed_ms = now_ms;
    this.tellHappenings(time_s);
    this.tellNow(time_s, painter);
    this.tellListed(painter);
    this.tellMarked(painter);
  }

  tellHappenings(time_s) {
    const until = begun(this.scene.told, time_s);
    const latest = this.scene.told.slice(Math.max(until - TOLD, 0), until).reverse();
    if (!this.renew("told", String(until))) return;
    const none = latest.length ? [] : [item("Nothing yet.")];
    this.find(".told").replaceChildren(...latest.map((one) => this.happening(one)), ...none);
  }

  happening(one) {
    const time = element("time", { textContent: clock(this.scene.midnight_s + one.time_s) });
    const button = element("button", { type: "button" });
    button.append(time, element("span", { textContent: one.text }));
    button.style.borderColor = this.colours[one.tone];
    button.addEventListener("click", () => {
      this.seek(one.time_s);
      if (one.person >= 0) this.mark(one.person);
    });
    return item(button);
  }

  tellNow(time_s, painter) {
    const legs = this.scene.officers.map((one, n) => [one, this.scene.plan.posts[n]]);
    const doings = legs.map(([one, post]) => officerAt(post, one, time_s).doing);
    const wrong = this.scene.failures.filter(
      ({ from_s, to_s }) => from_s <= time_s && time_s < (to_s ?? Infinity),
    );
    const told = [
      `${painter.people} people on this floor`,
      ...wrong.map(({ text }) => text),
      ...doings.map((doing, n) => `Officer ${n + 1}: ${doing}`),
    ];
    if (!this.renew("now", told.join("|"))) return;
    this.find(".now").replaceChildren(...told.map((text) => item(text)));
  }

  tellListed(painter) {
    const here = painter.spots.filter((spot) => painter.listed.has(spot.person));
    const furthest = (person) => this.scene.people[person].furthest;
    const people = here.map((spot) => spot.person)
      .sort((a, b) => furthest(b) - furthest(a) || a - b);
    if (!this.renew("listed", people.join())) return;
    const shown = people.slice(0, MOST_LISTED).map((person) => item(this.person(person)));
    const more = people.length - shown.length;
    const rest = more > 0 ? [item(`and ${more} more`)] : [];
    const none = people.length ? [] : [item("Nobody.")];
    this.find(".listed").replaceChildren(...shown, ...rest, ...none);
  }

  person(person) {
    const told = this.scene.people[person];
    const button = element("button", { type: "button" });
    button.append(
      element("span", { textContent: `Passer-by ${person}` }),
      element("small", { textContent: told.ended }),
    );
    button.style.borderColor = this.colours[told.tone];
    button.addEventListener("click", () => this.mark(person));
    return button;
  }

  /** Who is marked: who it is, how it ended for them, where they are, and the way to why. */
  tellMarked(painter) {
    const { person, verdict } = this.scene;
    const about = this.find(".about");
    about.hidden = person === null;
    const spot = painter.spots.find((one) => one.person === person);
    const where = spot ? `at ${told(painter.metres(spot.x, spot.y))} m` : "not on this floor now";
    if (person === null || !this.renew("about", `${person}|${where}|${verdict}`)) return;
    const known = this.scene.people[person];
    const who = known ? `${known.who}; ${known.ended.toLowerCase()}` : "not on the watchlist";
    about.replaceChildren(
      element("b", { textContent: `Passer-by ${person}` }),
      element("p", { textContent: `${who}. ` }),
      element("p", { className: "where", textContent: where }),
      ...(verdict ? [element("p", { className: "verdict", textContent: `Why: ${verdict}` })] : []),
      ...(this.why ? [this.way(person)] : []),
    );
  }

  /** The way to why somebody was missed or stopped. */
  way(person) {
    const why = element("button", { type: "button", className: "why" });
    why.textContent = "Their story, camera by camera";
    why.addEventListener("click", () => this.why(person));
    return why;
  }

  /** Whether a list is to be made anew. */
  renew(name, key) {
    if (this.keys[name] === key) return false;
    this.keys[name] = key;
    return true;
  }
}

function item(inside) {
  const one = element("li", {});
  one.append(inside);
  return one;
}
