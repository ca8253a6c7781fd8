const FONT = '"Source Sans", sans-serif';

/** A colour of the palette at some opacity. */
function faded(colour, share) {
  return `${colour}${Math.round(255 * share).toString(16).padStart(2, "0")}`;
}

const [ZONE, SOME] = [0.24, 0.3]; // opacities; the zone lies on that of some

/** Shapes of a plan, in metres through `place`, and signs in CSS pixels, drawn with `pen`. */
class Brush {
  /** Words on a ground of their own about a place, as far as the canvas reaches. */
  pill(text, [middle, y], colour) {
    const { pen } = this;
    pen.font = `600 11px ${FONT}`;
    const width = pen.measureText(text).width + 12;
    const x = Math.max(Math.min(middle, this.size[0] - width / 2 - 2), width / 2 + 2);
    pen.fillStyle = colour;
    pen.beginPath();
    pen.roundRect(x - width / 2, y - 9, width, 18, 9);
    pen.fill();
    pen.fillStyle = this.colours.paper;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillText(text, x, y + 0.5);
  }

  disc([x, y], radius, fill, stroke, width = 1.2) {
    const { pen } = this;
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    if (fill) {
      pen.fillStyle = fill;
      pen.fill();
    }
    if (stroke) {
      pen.strokeStyle = stroke;
      pen.lineWidth = width;
      pen.stroke();
    }
  }

  fill(rings, colour) {
    this.pen.fillStyle = colour;
    this.trace(rings);
    this.pen.fill("evenodd");
  }

  hatch(rings, colour) {
    const points = rings.flat().map(this.place);
    if (!points.length) return;
    const [xs, ys] = [points.map((p) => p[0]), points.map((p) => p[1])];
    const [left, right] = [Math.min(...xs), Math.max(...xs)];
    const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
    const { pen } = this;
    pen.save();
    this.trace(rings);
    pen.clip("evenodd");
    pen.strokeStyle = colour;
    pen.lineWidth = 1;
    pen.beginPath();
    for (let x = left - (bottom - top); x < right; x += 5) {
      pen.moveTo(x, bottom);
      pen.lineTo(x + bottom - top, top);
    }
    pen.stroke();
    pen.restore();
  }

  outline(ring, colour, width) {
    this.pen.strokeStyle = colour;
    this.pen.lineWidth = width;
    this.trace([ring]);
    this.pen.stroke();
  }

  trace(rings) {
    this.pen.beginPath();
    for (const ring of rings) {
      ring.forEach((point, i) => {
        const [x, y] = this.place(point);
        if (i) this.pen.lineTo(x, y);
        else this.pen.moveTo(x, y);
      });
      this.pen.closePath();
    }
  }
}
