const MOST = 200; // steps that can be undone

/** What is done to the cameras of a layout, each step to be undone. */
class Steps {
  constructor(cameras) {
    this.past = [JSON.stringify(cameras)];
    this.ahead = [];
  }

  get now() {
    return JSON.parse(this.past.at(-1));
  }

  /** Another state; the same one is no step. */
  take(cameras) {
    const told = JSON.stringify(cameras);
    if (told === this.past.at(-1)) return false;
    this.past = [...this.past, told].slice(-MOST);
    this.ahead = [];
    return true;
  }

  undo() {
    if (this.past.length > 1) this.ahead.push(this.past.pop());
  }

  redo() {
    if (this.ahead.length) this.past.push(this.ahead.pop());
  }
}
