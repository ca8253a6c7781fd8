/** Paints over the plan whatever moves. */
class Painter extends Ground {
  constructor(canvas, scene, walks) {
    super(canvas, scene.plan, scene.colours);
    this.scene = scene;
    this.walks = walks;
    this.listed = new Set(scene.listed);
    this.watched = new Set([...scene.alerts.map((alert) => alert.person), scene.person]);
    this.spots = [];
  }

  /** One frame; `pace` is how fast time runs, so that flashes last as long at any speed. */
  paint(time_s, pace) {
    const { pen, density } = this;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, this.canvas.width, this.canvas.height); // letters would grow bolder
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
      this.spots.push({ x, y, told: this.describe(person), person });
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
