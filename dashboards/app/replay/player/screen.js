const TALLEST = 0.75; // of its width, that a feed's picture is

/** One feed on the page: its picture, boxes around faces, and which frame it is. */
class Screen {
  constructor(feed, colours) {
    Object.assign(this, { feed, colours });
    this.canvas = element("canvas", {});
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", `What camera ${feed.camera} saw`);
    this.said = element("span", {});
    this.wrong = element("p", { className: "wrong", hidden: true });
    const caption = element("figcaption", {});
    caption.append(element("b", { textContent: feed.camera }), this.said);
    this.figure = element("figure", {});
    this.figure.append(this.canvas, this.wrong, caption);
  }

  fit(width) {
    const { width_px, height_px } = this.feed.index;
    const height = width * Math.min(height_px / width_px, TALLEST);
    const density = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(width * density);
    this.canvas.height = Math.round(height * density);
    this.pen = this.canvas.getContext("2d");
    this.scale = Math.min(this.canvas.width / width_px, this.canvas.height / height_px);
    this.shown = undefined;
    return height;
  }

  /** Whether the frame of a time can be painted now. */
  ready(time_s) {
    const number = this.feed.number(time_s);
    return number === null || this.feed.frame(number) !== undefined;
  }

  paint(time_s) {
    const number = this.feed.number(time_s);
    if (!this.pen || number === this.shown) return;
    this.shown = number;
    this.canvas.dataset.frame = number ?? "";
    if (number === null) {
      this.pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
      this.said.textContent = "no film of this time";
      this.tell("");
      return;
    }
    this.said.textContent = `frame ${number + 1} of ${this.feed.last + 1}`;
    const { width_px, height_px } = this.feed.index;
    const frame = this.feed.frame(number);
    this.pen.drawImage(frame, 0, 0, width_px * this.scale, height_px * this.scale);
    for (const box of this.feed.boxes(number)) this.paintBox(box);
    this.tell(this.feed.wrong(number));
  }

  /** What is wrong with the picture, over it. */
  tell(words) {
    this.wrong.hidden = !words;
    this.wrong.textContent = words;
  }

  paintBox([left, top, width, height, tone, alert]) {
    const { pen, scale } = this;
    const name = this.feed.index.tones[tone];
    const colour = this.colours[BOXES[name]];
    const density = window.devicePixelRatio || 1;
    pen.strokeStyle = colour;
    pen.lineWidth = (name === "right" || name === "wrong" ? 2.5 : 1.25) * density;
    pen.strokeRect(left * scale, top * scale, width * scale, height * scale);
    if (alert < 0) return;
    pen.font = `600 ${11 * density}px ${FONT}`;
    const text = `Alert ${alert + 1}`;
    const wide = pen.measureText(text).width + 8 * density;
    const from = Math.max(Math.min(left * scale, this.canvas.width - wide), 0);
    const above = Math.max(top * scale - 16 * density, 0);
    pen.fillStyle = colour;
    pen.fillRect(from, above, wide, 15 * density);
    pen.fillStyle = this.colours.paper;
    pen.textAlign = "left";
    pen.textBaseline = "middle";
    pen.fillText(text, from + 4 * density, above + 8 * density);
  }

  stop() {
    this.feed.stop();
  }
}

/** Colours of boxes around faces, by their tone. */
const BOXES = {
  poor: "blind", searched: "officer", above: "camera", right: "right", wrong: "wrong",
};
