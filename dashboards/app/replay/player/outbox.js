const PATIENCE_MS = 10_000;

/** What the page is told, one word after the other: the next once the address says the last. A word
 * that overtakes the address would be taken back by it. */
class Outbox {
  constructor(say) {
    this.say = say;
    this.words = new Map();
    this.last = null;
  }

  /** Tell a word in place of any of its name that waits; `sign` is what the address says then. */
  put(name, value, sign = null) {
    this.words.delete(name);
    this.words.set(name, { value, sign });
  }

  /** Tell the next, if it is its turn. */
  send(now_ms) {
    if (!this.words.size || this.waits(now_ms)) return;
    const [name, { value, sign }] = this.words.entries().next().value;
    this.words.delete(name);
    this.last = { sign, since_ms: now_ms };
    this.say(name, value);
  }

  waits(now_ms) {
    if (!this.last?.sign || now_ms - this.last.since_ms > PATIENCE_MS) return false;
    const [key, text] = this.last.sign;
    return new URLSearchParams(window.location.search).get(key) !== text;
  }
}
