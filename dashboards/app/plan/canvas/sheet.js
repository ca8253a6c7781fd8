const HANDLE = 46; // CSS pixels from a camera to the ring by which it is aimed
const GRIP = 13; // CSS pixels within which a camera, or its ring, is taken hold of

/** Paints a level, its cameras and what they cover; the one that is moved anew at each frame. */
class Sheet extends Ground {
  constructor(canvas, level, colours, law) {
    super(canvas, level.plan, colours);
    this.law = law;
    this.floors = level.floors.map((told) => new Floor(told));
    this.held = new Map();
  }

  /** Posts by name alone: places are those of cameras here. */
  nameThings(measures) {
    this.plan.posts.forEach((post, n) => {
      if (post) measures.name(`post ${n + 1}`, this.place(post), this.colours.officer);
    });
  }

  /** The floor that a camera at a point looks over: the one it is on, or the nearest. */
  floorAt(point) {
    return this.floors.reduce((a, b) => (b.far(point) < a.far(point) ? b : a));
  }

  /** What a camera covers; looked for anew only where it is not as it was. */
  seen(camera) {
    const is = JSON.stringify({ ...camera, id: "", imaging: null });
    const known = this.held.get(is);
    if (known) return known;
    if (this.held.size > 400) this.held.clear();
    const found = new Seen(camera, this.floorAt(camera.at_m), this.law);
    this.held.set(is, found);
    return found;
  }

  /** Everything but the cameras of those numbers is painted once, as long as it stays. */
  rest(cameras, but) {
    const stay = cameras.filter((one, n) => !but.includes(n));
    const is = JSON.stringify([stay, this.canvas.width, this.canvas.height]);
    if (is === this.restIs) return;
    this.restIs = is;
    this.behind = new OffscreenCanvas(this.canvas.width, this.canvas.height);
    const pen = this.behind.getContext("2d", { alpha: false });
    pen.fillStyle = this.colours.paper; // what is not painted keeps nothing of the frame before
    pen.fillRect(0, 0, this.behind.width, this.behind.height);
    pen.drawImage(this.still, 0, 0);
    pen.scale(this.density, this.density);
    this.with(pen, () => stay.forEach((one) => this.paintSeen(this.seen(one))));
  }

  with(pen, paint) {
    const before = this.pen;
    this.pen = pen;
    paint();
    this.pen = before;
  }

  /** One frame of the cameras of this level; `chosen` is the number of one of them, or -1, and
   * `moved` are those that move with it. */
  paint(cameras, chosen, moved) {
    this.rest(cameras, moved);
    const { pen } = this;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.drawImage(this.behind, 0, 0);
    pen.scale(this.density, this.density);
    for (const n of moved) if (cameras[n]) this.paintSeen(this.seen(cameras[n]));
    cameras.forEach((camera, n) => this.paintHung(camera, n === chosen));
    if (this.box) this.paintBox();
  }

  /** The rectangle that is drawn. */
  paintBox() {
    const { pen } = this;
    const [x, y] = this.place(this.box.slice(0, 2));
    const [right, below] = this.place(this.box.slice(2));
    pen.setLineDash([5, 4]);
    pen.lineWidth = 1.5;
    pen.strokeStyle = this.colours.officer;
    pen.strokeRect(x, y, right - x, below - y);
    pen.setLineDash([]);
  }

  /** Nothing is cut off by the pen, which is slow: what is in sight was reckoned, and what stands
   * low in it is painted over. */
  paintSeen(seen) {
    const { colours } = this;
    this.cover(seen.drawn.views, faded(colours.camera, 0.09));
    this.cover(seen.drawn.some, faded(colours.camera, SOME));
    this.cover([seen.zone], faded(colours.camera, ZONE));
    this.hatch([seen.blind], colours.blind);
    for (const ring of this.plan.low) this.fill([ring], colours.line);
  }

  /** Rings of one turn, filled together: what lies in several is not darker. */
  cover(rings, colour) {
    this.pen.fillStyle = colour;
    this.trace(rings);
    this.pen.fill();
  }

  paintHung(camera, chosen) {
    const [x, y] = this.place(camera.at_m);
    if (chosen) {
      const end = this.handle(camera);
      this.disc([x, y], 12, faded(this.colours.paper, 0.7), this.colours.officer, 2);
      this.pen.beginPath();
      this.pen.moveTo(x, y);
      this.pen.lineTo(...end);
      this.pen.strokeStyle = this.colours.officer;
      this.pen.lineWidth = 1.5;
      this.pen.stroke();
      this.disc(end, 6, this.colours.paper, this.colours.officer, 2);
    }
    this.paintCamera({ at: camera.at_m, heading_deg: camera.heading_deg });
    const { pen } = this;
    pen.font = `600 11px ${FONT}`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.lineWidth = 3;
    pen.strokeStyle = this.colours.paper;
    pen.fillStyle = this.colours.ink;
    pen.strokeText(camera.id, x, y - 18);
    pen.fillText(camera.id, x, y - 18);
  }

  /** Where the ring is by which a camera is aimed, in CSS pixels. */
  handle(camera) {
    const [x, y] = this.place(camera.at_m);
    const turn = camera.heading_deg * RADIAN;
    return [x + HANDLE * Math.cos(turn), y - HANDLE * Math.sin(turn)];
  }

  /** What is taken hold of at a point of the canvas: the number of a camera, and whether it is
   * aimed; null for nothing. */
  grip(point, cameras, chosen) {
    const near = ([x, y]) => Math.hypot(x - point[0], y - point[1]);
    if (cameras[chosen] && near(this.handle(cameras[chosen])) < GRIP) return { number: chosen, aims: true };
    const order = cameras.map((camera, number) => ({ number, far: near(this.place(camera.at_m)) }));
    const [first] = order.sort((a, b) => a.far - b.far);
    return first && first.far < GRIP ? { number: first.number, aims: false } : null;
  }
}
