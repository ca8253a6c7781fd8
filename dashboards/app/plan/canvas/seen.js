/** What cameras cover, while they are moved: the formulas of sim/cameras/coverage.py for lenses that
 * bend nothing, tested against them. `law` holds the numbers that they share. */
const RADIAN = Math.PI / 180;
const GLANCE = 1e-6; // radians by which rays pass a corner on either side
const FAN = 360; // rays spread evenly, for the round edge of what is within reach
const WIDE = 80 * RADIAN; // who covers more than this to a side is looked at all around

/** Where eyes of one height have so much of a face around them in the picture, so large: four
 * corners, or none. */
function within(camera, law, eye_m, least_px, face) {
  const focal = camera.width_px / 2 / Math.tan((camera.fov_deg * RADIAN) / 2);
  const drop = camera.height_m - eye_m;
  const [near, far] = extent(camera, law, focal, drop, least_px, face);
  if (near >= far) return [];
  const aside = [near, far].map((ahead) => halfWidth(camera, focal, drop, ahead) - face[0]);
  return [
    onPlan(camera, near, -aside[0]),
    onPlan(camera, far, -aside[1]),
    onPlan(camera, far, aside[1]),
    onPlan(camera, near, aside[0]),
  ];
}

/** From where to where along the heading they can be in the picture. */
function extent(camera, law, focal, drop, least_px, [half, above, below]) {
  const high = camera.height_px / 2 / focal;
  const [cos, sin] = [Math.cos(camera.tilt_deg * RADIAN), Math.sin(camera.tilt_deg * RADIAN)];
  const farthest = (focal * law.interocular_m) / least_px;
  const least_m = Math.max(law.near_m, focal / law.finest_px_per_m);
  const nearest = Math.max(least_m, (half * 2 * focal) / camera.width_px);
  const bounds = [
    [cos, nearest - drop * sin],
    [-cos, drop * sin - farthest],
    [high * cos + sin, drop * (cos - high * sin) + below],
    [high * cos - sin, -drop * (cos + high * sin) + above],
  ];
  const most = 2 * (farthest * Math.hypot(1, high) + Math.abs(drop));
  let [near, far] = [-most, most];
  for (const [factor, least] of bounds) {
    if (Math.abs(factor) < 1e-9) near = least <= 0 ? near : Infinity;
    else if (factor > 0) near = Math.max(near, least / factor);
    else far = Math.min(far, least / factor);
  }
  return [near, far];
}

function halfWidth(camera, focal, drop, ahead) {
  const tilt = camera.tilt_deg * RADIAN;
  return ((ahead * Math.cos(tilt) + drop * Math.sin(tilt)) * camera.width_px) / 2 / focal;
}

/** The place so far along the heading and to the right of it. */
function onPlan(camera, ahead, aside) {
  const turn = camera.heading_deg * RADIAN;
  const [x, y] = [Math.cos(turn), Math.sin(turn)];
  return [camera.at_m[0] + ahead * x + aside * y, camera.at_m[1] + ahead * y - aside * x];
}

/** The smallest convex area around points, counter-clockwise. */
function hull(points) {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (ordered) => {
    const kept = [];
    for (const point of ordered) {
      while (kept.length > 1 && turned(kept.at(-2), kept.at(-1), point) <= 0) kept.pop();
      kept.push(point);
    }
    return kept.slice(0, -1);
  };
  return points.length < 3 ? [] : [...half(sorted), ...half(sorted.reverse())];
}

/** Above 0 where three points turn to the left. */
function turned(a, b, c) {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/** What of an area, a ring, lies in a convex one, a ring counter-clockwise. */
function clipped(ring, convex) {
  let left = ring;
  convex.forEach((a, i) => {
    const b = convex[(i + 1) % convex.length];
    const kept = [];
    left.forEach((point, k) => {
      const before = left.at(k - 1);
      const [here, there] = [turned(a, b, point), turned(a, b, before)];
      if (here >= 0 !== there >= 0) {
        const share = there / (there - here);
        kept.push(before.map((one, axis) => one + share * (point[axis] - one)));
      }
      if (here >= 0) kept.push(point);
    });
    left = kept;
  });
  return convex.length ? left : [];
}

function area(ring) {
  return ring.reduce((sum, [x, y], i) => {
    const [u, v] = ring.at(i - 1);
    return sum + (u * y - x * v) / 2;
  }, 0);
}

/** Whether a point lies in rings filled even-odd. */
function inside([x, y], rings) {
  let odd = false;
  for (const ring of rings) {
    for (let i = 0, k = ring.length - 1; i < ring.length; k = i++) {
      const [a, b] = [ring[i], ring[k]];
      if (a[1] > y !== b[1] > y && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]) odd = !odd;
    }
  }
  return odd;
}

/** All within reach, between two directions, that a straight line meets before any wall: a ring. */
function visible(at, walls, reach, from = -Math.PI, to = Math.PI) {
  const near = walls.filter((wall) => away(at, wall) <= reach + 1);
  const round = to - from >= 2 * Math.PI;
  const middle = (from + to) / 2;
  const beside = (angle) => Math.atan2(Math.sin(angle - middle), Math.cos(angle - middle));
  const angles = [];
  for (const [x, y] of near) {
    const angle = beside(Math.atan2(y - at[1], x - at[0]));
    angles.push(angle - GLANCE, angle, angle + GLANCE);
  }
  const count = Math.ceil((FAN * (to - from)) / (2 * Math.PI));
  const half = (to - from) / 2;
  for (let k = 0; k <= count - (round ? 1 : 0); k++) angles.push(-half + (k * 2 * half) / count);
  const wanted = angles.filter((angle) => Math.abs(angle) <= half + 1e-12).sort((a, b) => a - b);
  const ring = wanted.map((angle) => {
    const [dx, dy] = [Math.cos(angle + middle), Math.sin(angle + middle)];
    const length = Math.min(firstHit(at, dx, dy, near), reach);
    return [at[0] + dx * length, at[1] + dy * length];
  });
  return round ? ring : [at, ...ring];
}

/** How far a wall is away. */
function away([x, y], [x1, y1, x2, y2]) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const long = dx * dx + dy * dy;
  const share = long ? Math.min(Math.max(((x - x1) * dx + (y - y1) * dy) / long, 0), 1) : 0;
  return Math.hypot(x - x1 - share * dx, y - y1 - share * dy);
}

function firstHit([x, y], dx, dy, walls) {
  let nearest = Infinity;
  for (const [x1, y1, x2, y2] of walls) {
    const [sx, sy, ex, ey] = [x1 - x, y1 - y, x2 - x1, y2 - y1];
    const cross = dx * ey - dy * ex;
    const along = (sx * ey - sy * ex) / cross;
    const share = (sx * dy - sy * dx) / cross;
    if (share >= -1e-9 && share <= 1 + 1e-9 && along > 1e-6 && along < nearest) nearest = along;
  }
  return nearest;
}

/** A floor in one piece: its rings, the walls that end sight, and where lenses may hang. */
class Floor {
  constructor({ rings, walls }) {
    this.rings = rings;
    this.walls = walls;
    this.edges = rings.flatMap((ring) =>
      ring.slice(1).map((point, i) => [...ring[i], ...point]),
    );
  }

  holds(point) {
    return inside(point, this.rings);
  }

  /** How far a point is from the floor: 0 on it. */
  far(point) {
    return this.holds(point) ? 0 : Math.min(...this.edges.map((edge) => away(point, edge)));
  }

  /** The point, or where a lens nearest to it hangs before a wall, `off` metres from it. */
  settled(point, off) {
    const [x, y] = point;
    const edge = this.edges.reduce((a, b) => (away(point, b) < away(point, a) ? b : a));
    if (this.holds(point) && away(point, edge) >= off) return point;
    const [x1, y1, x2, y2] = edge;
    const [dx, dy] = [x2 - x1, y2 - y1];
    const long = Math.hypot(dx, dy);
    const margin = Math.min(off, long / 2) / long;
    const share = ((x - x1) * dx + (y - y1) * dy) / long ** 2;
    const along = Math.min(Math.max(share, margin), 1 - margin);
    const foot = [x1 + along * dx, y1 + along * dy];
    const sides = [1, -1].map((side) => [foot[0] - (side * off * dy) / long, foot[1] + (side * off * dx) / long]);
    return sides.find((one) => this.holds(one)) ?? null;
  }
}

/** What one camera covers of a floor. `zones` has a convex ring a stature, `some` and `views` hulls
 * that cover what lies between them; all of it counts only within `sight`, a ring, and the floor.
 * `drawn` is what of them lies within sight, and `blind` what lies before it, under the picture. */
class Seen {
  constructor(camera, floor, law) {
    const wanted = Math.max(camera.zone_interocular_px, law.least_px);
    const of = (least, face) =>
      law.eyes_m.map((eye) => hull(within(camera, law, eye, least, face)));
    const pairs = (rings) => rings.slice(1).map((ring, i) => hull([...rings[i], ...ring]));
    this.floor = floor;
    this.zones = of(wanted, law.face_m);
    this.some = pairs(this.zones).filter((ring) => ring.length);
    this.views = pairs(of(law.least_px, [0, 0, 0])).filter((ring) => ring.length);
    this.sight = this.looked(camera, law);
    this.zone = this.zones.reduce((left, ring) => clipped(left, ring), this.sight);
    this.drawn = {
      views: this.views.map((ring) => clipped(this.sight, ring)),
      some: this.some.map((ring) => clipped(this.sight, ring)),
    };
    this.blind = this.under(camera);
  }

  /** Between the lens and where what it sees begins. */
  under(camera) {
    const covered = (this.some.length ? this.some : this.views).flat();
    if (!covered.length) return [];
    const turn = camera.heading_deg * RADIAN;
    const ahead = ([x, y]) =>
      (x - camera.at_m[0]) * Math.cos(turn) + (y - camera.at_m[1]) * Math.sin(turn);
    const begins = Math.min(...this.views.flat().map(ahead));
    const far = 1e4;
    const before = hull([
      onPlan(camera, begins, -far), onPlan(camera, begins, far),
      onPlan(camera, -far, -far), onPlan(camera, -far, far),
    ]);
    return clipped(clipped(this.sight, hull([...covered, camera.at_m])), before);
  }

  /** What no wall hides, as far as it is asked for. */
  looked(camera, law) {
    const focal = camera.width_px / 2 / Math.tan((camera.fov_deg * RADIAN) / 2);
    const corner = Math.hypot(camera.width_px, camera.height_px) / 2 / focal;
    const reach = ((focal * law.interocular_m) / law.least_px) * Math.hypot(1, corner);
    const turn = camera.heading_deg * RADIAN;
    const aside = this.views.flat().map(([x, y]) => {
      const angle = Math.atan2(y - camera.at_m[1], x - camera.at_m[0]) - turn;
      return Math.abs(Math.atan2(Math.sin(angle), Math.cos(angle)));
    });
    const half = Math.max(...aside, 0.01);
    const all = this.views.some((ring) => inside(camera.at_m, [ring])) || half > WIDE;
    const ends = all ? [-Math.PI, Math.PI] : [turn - half - 0.01, turn + half + 0.01];
    return visible(camera.at_m, this.floor.walls, reach, ...ends);
  }

  /** Square metres in which every adult can be recognised, what stands low in them included. */
  get zone_m2() {
    return Math.abs(area(this.zone));
  }

  /** Whether a point of the floor lies in the zone of every adult, in that of some, or in view. */
  covers(point) {
    const seen = inside(point, [this.sight]) && this.floor.holds(point);
    const any = (rings) => seen && rings.some((ring) => inside(point, [ring]));
    const every = seen && this.zones.every((ring) => ring.length && inside(point, [ring]));
    return { zone: every, some: any(this.some), view: any(this.views) };
  }
}

/** Along the heading, from where to where every adult is in the zone, and the pixels a metre that
 * faces have there; nothing where there is no such place. */
function reach(camera, law) {
  const wanted = Math.max(camera.zone_interocular_px, law.least_px);
  const focal = camera.width_px / 2 / Math.tan((camera.fov_deg * RADIAN) / 2);
  const spans = law.eyes_m.map((eye) =>
    extent(camera, law, focal, camera.height_m - eye, wanted, law.face_m),
  );
  const near = Math.max(...spans.map((one) => one[0]));
  const far = Math.min(...spans.map((one) => one[1]));
  if (near >= far) return null;
  const tilt = camera.tilt_deg * RADIAN;
  const drop = camera.height_m - law.eyes_m[Math.floor(law.eyes_m.length / 2)];
  const density = (ahead) => focal / (ahead * Math.cos(tilt) + drop * Math.sin(tilt));
  return { near_m: near, far_m: far, near_px: density(near), far_px: density(far) };
}
