const STEPS_M = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
const APART = 44; // CSS pixels that lines of the grid keep from each other at least
const MARGIN = { left: 36, top: 10, right: 14, bottom: 38 };

/** A place as people write it into a scenario. */
function told([x, y]) {
  return `${x.toFixed(1)}, ${y.toFixed(1)}`;
}

/** Where things are: a grid in metres with its numbers, a scale bar, north, and names that keep out
 * of each other's way. It draws with its painter's pen. */
class Measures {
  constructor(painter) {
    this.painter = painter;
    this.taken = [];
    this.step_m = STEPS_M.find((step) => step * painter.scale >= APART) ?? STEPS_M.at(-1);
  }

  /** Metres of a plan's axis at which there is a line. */
  lines(from_m, to_m) {
    const first = Math.ceil(from_m / this.step_m);
    const count = Math.floor(to_m / this.step_m) - first + 1;
    return Array.from({ length: Math.max(count, 0) }, (_, i) => (first + i) * this.step_m);
  }

  paintGrid() {
    const { pen, colours, place, plan } = this.painter;
    const [west, south, east, north] = plan.bounds;
    const [left, bottom] = place([west, south]);
    pen.strokeStyle = faded(colours.blind, 0.3);
    pen.lineWidth = 1;
    pen.beginPath();
    for (const x of this.lines(west, east)) {
      pen.moveTo(...place([x, south]));
      pen.lineTo(...place([x, north]));
    }
    for (const y of this.lines(south, north)) {
      pen.moveTo(...place([west, y]));
      pen.lineTo(...place([east, y]));
    }
    pen.stroke();
    pen.font = `11px ${FONT}`;
    pen.fillStyle = colours.soft;
    pen.textBaseline = "middle";
    pen.textAlign = "center";
    for (const x of this.lines(west, east)) pen.fillText(x, place([x, 0])[0], bottom + 10);
    pen.textAlign = "right";
    for (const y of this.lines(south, north)) pen.fillText(y, left - 6, place([0, y])[1]);
    this.paintScale(left, bottom + 28);
  }

  /** A bar of one step of the grid, north, and what the numbers are. */
  paintScale(left, y) {
    const { pen, colours, scale } = this.painter;
    const long = this.step_m * scale;
    pen.strokeStyle = colours.ink;
    pen.lineWidth = 1.5;
    pen.beginPath();
    pen.moveTo(left + 1, y - 4);
    pen.lineTo(left + 1, y);
    pen.lineTo(left + 1 + long, y);
    pen.lineTo(left + 1 + long, y - 4);
    pen.stroke();
    pen.fillStyle = colours.ink;
    pen.textAlign = "left";
    pen.fillText(
      `${this.step_m} m    ↑ north    numbers: x (east), y (north) in metres, as a scenario has them`,
      left + long + 9,
      y - 1,
    );
  }

  /** Something that names must not cover, as left, top, width and height. */
  keep(box) {
    this.taken.push(box);
  }

  /** A name beside a point, where least is covered: above, below, to the right or to the left. */
  name(text, [x, y], colour) {
    const { pen, colours } = this.painter;
    pen.font = `600 11px ${FONT}`;
    const wide = pen.measureText(text).width;
    const spots = [[-wide / 2, -23], [-wide / 2, 10], [13, -7], [-13 - wide, -7]];
    const boxes = spots.map(([dx, dy]) => [x + dx, y + dy, wide, 14]);
    const [box] = boxes.sort((a, b) => this.covered(a) - this.covered(b));
    this.keep(box);
    pen.textAlign = "left";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.lineWidth = 3;
    pen.strokeStyle = colours.paper;
    pen.strokeText(text, box[0], box[1] + 7);
    pen.fillStyle = colour;
    pen.fillText(text, box[0], box[1] + 7);
  }

  /** How much of a box is taken already or off the canvas, in square pixels. */
  covered(box) {
    const shared = this.taken.map((other) => overlap(box, other));
    const off = box[2] * box[3] - overlap(box, [0, 0, ...this.painter.size]);
    return shared.reduce((sum, one) => sum + one, off);
  }
}

/** Square pixels that two boxes share. */
function overlap([left, top, width, height], [other, above, wide, high]) {
  const across = Math.min(left + width, other + wide) - Math.max(left, other);
  const down = Math.min(top + height, above + high) - Math.max(top, above);
  return Math.max(across, 0) * Math.max(down, 0);
}
