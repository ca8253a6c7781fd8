/** An element with properties, attributes under `attrs`, and what is in it. */
function make(tag, props = {}, ...children) {
  const { attrs = {}, ...rest } = props;
  const made = Object.assign(document.createElement(tag), rest);
  for (const [name, value] of Object.entries(attrs)) made.setAttribute(name, value);
  made.append(...children.filter((one) => one !== null && one !== undefined));
  return made;
}

/** A part of a desk under a heading. */
function section(title, ...children) {
  return make("section", { attrs: { "aria-label": title } }, make("h2", { textContent: title }),
    ...children);
}

/** Rows in a table with a head; cells are texts or elements. */
function table(label, heads, rows, empty) {
  if (!rows.length) return make("p", { className: "quiet", textContent: empty });
  const head = make("tr", {}, ...heads.map((one) =>
    make("th", { scope: "col", textContent: one })));
  const cell = (one) => make("td", {}, one instanceof Node ? one : String(one));
  const body = rows.map((row) => make("tr", {}, ...row.map(cell)));
  return make("table", { attrs: { "aria-label": label } }, make("thead", {}, head),
    make("tbody", {}, ...body));
}

function button(text, act, props = {}) {
  const made = make("button", { type: "button", textContent: text, ...props });
  made.addEventListener("click", act);
  return made;
}

/** People count from 1 what files and addresses count from 0. */
const nth = (number) => number + 1;
const alertNo = (number) => `Alert ${nth(number)}`;
const officerNo = (number) => `Officer ${nth(number)}`;
const seconds = (value) => `${Math.max(Math.round(value), 0)} s`;
const share = (value) => `${Math.round(100 * value)} %`;
const counted = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

function lasting(value_s) {
  const whole = Math.max(Math.round(value_s), 0);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Draws a part anew only when what it shows has changed, so that nobody loses their place. */
class Part {
  constructor(draw) {
    this.root = make("div", { className: "part" });
    this.draw = draw;
    this.shown = null;
  }

  show(told) {
    const text = JSON.stringify(told);
    if (text === this.shown) return;
    this.shown = text;
    const held = this.root.getRootNode().activeElement;
    const name = this.root.contains(held) ? held.dataset.name : undefined;
    this.root.replaceChildren(...[this.draw(told)].flat());
    if (name) this.root.querySelector(`[data-name="${CSS.escape(name)}"]`)?.focus();
  }
}

const TYPED = ["INPUT", "TEXTAREA", "SELECT"];

/** Whether a key goes into a field, or would press what has the focus. */
function taken(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return true;
  const { tagName, type } = event.composedPath()[0];
  if (TYPED.includes(tagName)) return !["checkbox", "radio"].includes(type);
  return ["BUTTON", "A"].includes(tagName) && [" ", "Enter"].includes(event.key);
}
