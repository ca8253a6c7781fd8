/** Unbroken walks one after another: arrays as scene.py makes them, x and y in turn. */
class Walks {
  constructor({ dt_s, unit_m, person, first, count, xy }) {
    Object.assign(this, { dt_s, unit_m, person, first, count, xy });
    this.offset = new Int32Array(this.count.length);
    for (let i = 1; i < this.count.length; i++) {
      this.offset[i] = this.offset[i - 1] + this.count[i - 1];
    }
  }

  /** Everybody on the floor at a time: visit(person, x_m, y_m). */
  each(time_s, visit) {
    const tick = time_s / this.dt_s;
    for (let i = 0; i < this.first.length; i++) {
      const step = tick - this.first[i];
      const last = this.count[i] - 1;
      if (step < 0 || step > last) continue;
      const whole = Math.floor(step);
      const part = step - whole;
      const a = 2 * (this.offset[i] + whole);
      const b = 2 * (this.offset[i] + Math.min(whole + 1, last));
      const x = this.xy[a] + (this.xy[b] - this.xy[a]) * part;
      const y = this.xy[a + 1] + (this.xy[b + 1] - this.xy[a + 1]) * part;
      visit(this.person[i], x * this.unit_m, y * this.unit_m);
    }
  }
}

/** Walks as the component of the map is given them. */
function unpacked(packed) {
  return new Walks({
    dt_s: packed.dt_s,
    unit_m: packed.unit_m,
    person: new Int32Array(bytes(packed.person)),
    first: new Int32Array(bytes(packed.first)),
    count: new Int32Array(bytes(packed.count)),
    xy: new Int16Array(bytes(packed.xy)),
  });
}

function bytes(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;
}

/** Where an officer is on this level, if so, and what they do; at the post between legs. */
function officerAt(post, legs, time_s) {
  const leg = legs.find((one) => one.start_s <= time_s && time_s < one.end_s);
  if (!leg) return { at: post, doing: "at the post" };
  if (!leg.line_m.length) return { at: null, doing: leg.doing };
  const share = (time_s - leg.start_s) / (leg.end_s - leg.start_s);
  return { at: along(leg.line_m, share), doing: leg.doing };
}

/** The point at a share of a line's length. */
function along(line, share) {
  const lengths = line.slice(1).map((p, i) => Math.hypot(p[0] - line[i][0], p[1] - line[i][1]));
  let left = share * lengths.reduce((sum, length) => sum + length, 0);
  for (let i = 0; i < lengths.length; i++) {
    if (left <= lengths[i] && lengths[i] > 0) {
      const part = left / lengths[i];
      const [a, b] = [line[i], line[i + 1]];
      return [a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part];
    }
    left -= lengths[i];
  }
  return line[line.length - 1];
}
