/** Paints the plan once, and over it whatever moves. */
class Painter extends Brush {
  constructor(canvas, scene) {
    super();
    this.canvas = canvas;
    this.scene = scene;
    this.colours = scene.colours;
    this.plan = scene.plan;
    this.walks = new Walks(scene.walks);
    this.listed = new Set(scene.listed);
    this.watched = new Set([...scene.alerts.map((alert) => alert.person), scene.person]);
    this.spots = [];
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

  /** One frame; `pace` is how fast time runs, so that flashes last as long at any speed. */
  paint(time_s, pace) {
    const { pen, density } = this;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.drawImage(this.still, 0, 0);
    pen.scale(density, density);
    const alerts = this.scene.alerts.filter(
      (a) => a.time_s <= time_s && time_s < Math.max(a.until_s, a.time_s + 3 * pace),
    );
    this.flashZones(alerts, time_s, pace);
    const where = this.paintPeople(time_s, alerts);
    this.people = this.spots.length;
    for (const stop of this.scene.stops) {
      if (stop.at && stop.time_s <= time_s && time_s < stop.until_s) this.paintStop(stop, time_s);
    }
    this.scene.officers.forEach((legs, n) => this.paintOfficer(n, legs, time_s));
    for (const alert of alerts) this.paintAlert(alert, where, time_s, pace);
    this.paintSought(where.get(this.scene.person));
  }

  flashZones(alerts, time_s, pace) {
    for (const alert of alerts) {
      const age = (time_s - alert.time_s) / (2 * pace);
      const camera = this.plan.cameras.find((one) => one.id === alert.camera);
      if (age >= 1 || !camera) continue;
      this.pen.globalAlpha = 0.45 * (1 - age);
      this.fill(camera.some, this.colours[alert.tone]);
      this.pen.globalAlpha = 1;
    }
  }

  /** Dots for everybody; where the people are whom alerts are about. */
  paintPeople(time_s, alerts) {
    const toned = new Map(alerts.map((alert) => [alert.person, this.colours[alert.tone]]));
    const where = new Map();
    const radius = Math.max(2.2, 0.27 * this.scale);
    const above = [];
    const held = this.held(time_s);
    this.spots = [];
    this.pen.fillStyle = this.colours.neutral;
    this.pen.beginPath();
    const dot = (person, x_m, y_m) => {
      const [x, y] = this.place([x_m, y_m]);
      if (this.watched.has(person)) where.set(person, [x, y]);
      this.spots.push({ x, y, told: this.describe(person) });
      if (toned.has(person) || this.listed.has(person)) {
        above.push([x, y, toned.get(person) ?? this.colours.listed]);
        return;
      }
      this.pen.moveTo(x + radius, y);
      this.pen.arc(x, y, radius, 0, 2 * Math.PI);
    };
    this.walks.each(time_s, (person, x_m, y_m) => held.has(person) || dot(person, x_m, y_m));
    for (const [person, at] of held) if (at) dot(person, ...at);
    this.pen.fill();
    for (const [x, y, colour] of above) this.disc([x, y], radius + 1.2, colour, this.colours.paper);
    return where;
  }

  /** People being stopped, each with the place; led away afterwards: no place. */
  held(time_s) {
    const begun = this.scene.stops.filter((stop) => stop.time_s <= time_s);
    const now = begun.filter((stop) => time_s < stop.until_s || stop.led_away);
    return new Map(now.map((stop) => [stop.person, time_s < stop.until_s ? stop.at : null]));
  }

  describe(person) {
    return `Passer-by ${person}${this.listed.has(person) ? ", on the watchlist" : ""}`;
  }

  paintAlert(alert, where, time_s, pace) {
    const camera = this.plan.cameras.find((one) => one.id === alert.camera);
    const spot = where.get(alert.person) ?? (time_s - alert.time_s < pace && camera
      ? this.place(camera.at) : null);
    if (!spot) return;
    const colour = this.colours[alert.tone];
    const age = (time_s - alert.time_s) / (2 * pace);
    if (age < 1) {
      this.pen.globalAlpha = 1 - age;
      this.disc(spot, 8 + 34 * age, null, colour, 3);
      this.pen.globalAlpha = 1;
    }
    this.disc(spot, Math.max(7, 0.27 * this.scale + 5), null, colour, 2);
    this.pill(`Alert ${alert.alert + 1} · ${alert.tone}`, [spot[0], spot[1] - 20], colour);
  }

  /** Whoever is looked for on this map. */
  paintSought(spot) {
    if (!spot) return;
    this.disc(spot, Math.max(9, 0.27 * this.scale + 7), null, this.colours.ink, 2);
    this.pill(`passer-by ${this.scene.person}`, [spot[0], spot[1] + 22], this.colours.ink);
  }

  paintStop(stop, time_s) {
    const [x, y] = this.place(stop.at);
    const { pen } = this;
    pen.globalAlpha = 0.14 + 0.08 * Math.sin(time_s * 2);
    this.disc([x, y], 2.2 * this.scale, this.colours[stop.tone], null);
    pen.globalAlpha = 1;
    this.disc([x, y], 2.2 * this.scale, null, this.colours[stop.tone], 1.5);
  }

  paintOfficer(number, legs, time_s) {
    const { at, doing } = officerAt(this.plan.posts[number], legs, time_s);
    if (!at) return; // on another level, or between two
    const [x, y] = this.place(at);
    const { pen } = this;
    pen.globalAlpha = doing.startsWith("away") ? 0.45 : 1;
    pen.fillStyle = this.colours.officer;
    pen.strokeStyle = this.colours.paper;
    pen.lineWidth = 1.5;
    pen.beginPath();
    pen.roundRect(x - 8, y - 8, 16, 16, 4);
    pen.fill();
    pen.stroke();
    pen.fillStyle = this.colours.paper;
    pen.font = `600 10px ${FONT}`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillText(String(number + 1), x, y + 0.5);
    pen.globalAlpha = 1;
    this.spots.push({ x, y, told: `Officer ${number + 1}, ${doing}` });
  }

  /** What stands nearest to a point of the canvas, if near. */
  near(x, y) {
    const far = (spot) => Math.hypot(spot.x - x, spot.y - y);
    const nearest = this.spots.reduce((a, b) => (far(b) < far(a) ? b : a), { x: -99, y: -99 });
    return far(nearest) < 10 ? nearest : null;
  }
}
