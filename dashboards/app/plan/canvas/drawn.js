const LEAST_DRAWN_M = 0.5; // a shorter side is a click

/** A rectangle that is drawn on the plan while a button is pressed, and told once it is whole. */
class Rectangle {
  constructor(desk, told) {
    this.desk = desk;
    this.told = told;
    this.on = false;
    const hand = { signal: desk.hand.signal };
    desk.find(".draw").addEventListener("click", () => this.turn(!this.on), hand);
    desk.find(".desk").addEventListener("keydown", (event) => event.key === "Escape" && this.turn(false), hand);
    for (const kind of ["pointerdown", "pointermove", "pointerup", "pointercancel", "dblclick"]) {
      desk.find("canvas").addEventListener(kind, (event) => this.heard(event), hand);
    }
  }

  turn(on) {
    this.on = on;
    this.begin = null;
    const button = this.desk.find(".draw");
    button.setAttribute("aria-pressed", String(on));
    this.desk.find("canvas").style.cursor = on ? "crosshair" : "";
    this.desk.say(on ? "Drag from one corner of the shop to the other." : "");
  }

  /** While it is on, nothing else is dragged. */
  heard(event) {
    if (!this.on || (event.type === "pointermove" && !this.begin)) return;
    event.stopImmediatePropagation();
    const { sheet } = this.desk;
    const at = sheet.metres(...this.desk.point(event));
    if (event.type === "pointerdown") {
      this.desk.find("canvas").setPointerCapture(event.pointerId);
      this.begin = at;
    }
    if (event.type === "pointercancel") this.begin = null;
    if (!this.begin) return;
    sheet.box = [...this.begin, ...at];
    this.desk.show();
    if (event.type === "pointerup") this.end(between(this.begin, at));
  }

  end(box_m) {
    this.turn(false);
    const [west, south, east, north] = box_m;
    if (Math.min(east - west, north - south) < LEAST_DRAWN_M) return;
    this.told({ level: this.desk.level, box_m });
  }
}

/** West, south, east and north of two corners, in whole centimetres. */
function between([ax, ay], [bx, by]) {
  const sides = [Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)];
  return sides.map((one) => Math.round(one * 100) / 100);
}
