/** The plan of a level on a canvas, painted once, for whatever moves over it. */
class Ground extends Brush {
  constructor(canvas, plan, colours) {
    super();
    this.canvas = canvas;
    this.plan = plan;
    this.colours = colours;
  }

  /** Fit the canvas to a width and at most a height in CSS pixels; the plan stands in its middle. */
  resize(width, most) {
    const [west, south, east, north] = this.plan.bounds;
    const [beside, above] = [MARGIN.left + MARGIN.right, MARGIN.top + MARGIN.bottom];
    const wide = (width - beside) / (east - west);
    this.scale = Math.min(wide, (most - above) / (north - south));
    const height = this.scale * (north - south) + above;
    const left = MARGIN.left + (width - beside - this.scale * (east - west)) / 2;
    this.size = [width, height];
    const density = window.devicePixelRatio || 1;
    this.canvas.width = width * density;
    this.canvas.height = height * density;
    this.canvas.style.height = `${height}px`;
    this.place = ([x, y]) => [
      left + (x - west) * this.scale,
      MARGIN.top + (north - y) * this.scale,
    ];
    this.metres = (x, y) => [
      west + (x - left) / this.scale,
      north - (y - MARGIN.top) / this.scale,
    ];
    this.still = new OffscreenCanvas(this.canvas.width, this.canvas.height);
    this.pen = this.still.getContext("2d");
    this.pen.scale(density, density);
    this.paintPlan();
    this.pen = this.canvas.getContext("2d");
    this.density = density;
  }

  paintPlan() {
    const { plan, colours } = this;
    const [west, south, east, north] = plan.bounds;
    this.fill([[[west, south], [east, south], [east, north], [west, north]]], colours.line);
    this.fill(plan.floor, colours.paper);
    for (const shop of plan.shops) this.fill([shop.ring], colours.quiet);
    for (const ring of [...plan.floor, ...plan.shops.map((shop) => shop.ring)]) {
      this.outline(ring, colours.blind, 1);
    }
    for (const ring of plan.low) this.fill([ring], colours.line);
    for (const ring of plan.glass) this.outline(ring, colours.officer, 1.5);
    for (const landing of plan.landings) this.fill([landing.ring], faded(colours.neutral, 0.25));
    for (const stay of plan.stays) this.fill([stay.ring], faded(colours.neutral, 0.25));
    for (const door of plan.entrances) this.fill([door.ring], faded(colours.officer, 0.22));
    for (const camera of plan.cameras) {
      this.fill(camera.view, faded(colours.camera, 0.09));
      this.fill(camera.some, faded(colours.camera, SOME));
      this.fill(camera.zone, faded(colours.camera, ZONE));
      this.hatch(camera.blind, colours.blind);
    }
    const measures = new Measures(this);
    measures.paintGrid();
    for (const post of plan.posts) if (post) this.disc(this.place(post), 5, null, colours.officer);
    for (const one of [...plan.shops, ...plan.landings, ...plan.stays]) this.nameShop(one);
    for (const sign of plan.signs) this.paintSign(sign);
    for (const camera of plan.cameras) this.paintCamera(camera);
    this.nameThings(measures);
  }

  nameShop({ name, ring }) {
    const points = ring.map(this.place);
    const xs = points.map((p) => p[0]);
    const ys = points.map((p) => p[1]);
    const [width, height] = [Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys)];
    const { pen } = this;
    pen.font = `11px ${FONT}`;
    pen.fillStyle = this.colours.neutral;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    const long = pen.measureText(name).width;
    pen.save();
    pen.translate(Math.min(...xs) + width / 2, Math.min(...ys) + height / 2);
    if (long > width - 6 && height > width) pen.rotate(-Math.PI / 2);
    const room = (long > width - 6 && height > width ? height : width) - 6;
    if (long <= room || room > 40) pen.fillText(name, 0, 0, room);
    pen.restore();
  }

  paintCamera(camera) {
    const { pen, colours } = this;
    const [x, y] = this.place(camera.at);
    pen.save();
    pen.translate(x, y);
    pen.rotate((-camera.heading_deg * Math.PI) / 180);
    pen.fillStyle = colours.camera;
    pen.beginPath();
    pen.roundRect(-9, -4, 11, 8, 2);
    pen.moveTo(2, 0);
    pen.lineTo(7, -4);
    pen.lineTo(7, 4);
    pen.fill();
    pen.restore();
  }

  /** A sign that tells of cameras: a board, and which way it faces. */
  paintSign({ at, facing_deg }) {
    const { pen, colours } = this;
    const [x, y] = this.place(at);
    pen.save();
    pen.translate(x, y);
    pen.rotate((-facing_deg * Math.PI) / 180);
    pen.fillStyle = colours.listed;
    pen.fillRect(-1.5, -6, 3, 12);
    pen.beginPath();
    pen.moveTo(3, -3);
    pen.lineTo(8, 0);
    pen.lineTo(3, 3);
    pen.fill();
    pen.restore();
  }

  /** Cameras and posts by name and place; their signs stay free. */
  nameThings(measures) {
    const { plan, colours } = this;
    const posts = plan.posts.filter(Boolean); // those of other levels are not there
    const marked = [...plan.cameras, ...plan.signs].map((one) => one.at);
    for (const at of [...marked, ...posts]) {
      const [x, y] = this.place(at);
      measures.keep([x - 9, y - 9, 18, 18]);
    }
    for (const camera of plan.cameras) {
      measures.name(`${camera.id}  ${told(camera.at)}`, this.place(camera.at), colours.camera);
    }
    plan.posts.forEach((post, n) => {
      if (post) measures.name(`post ${n + 1}  ${told(post)}`, this.place(post), colours.officer);
    });
  }
}
