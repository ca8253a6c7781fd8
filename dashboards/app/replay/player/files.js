const RETRY_MS = 1000;

/** Parts of one file on the server, of which the latest `most` are kept. */
class Parts {
  constructor(url, most, failed) {
    Object.assign(this, { url, most, failed });
    this.kept = new Map();
    this.gone = new AbortController();
  }

  /** Bytes from `begin` to before `end`; undefined until they are there. */
  get(begin, end) {
    const part = this.kept.get(begin);
    if (part === undefined) {
      this.kept.set(begin, null);
      this.fetch(begin, end);
      return undefined;
    }
    if (part === null) return undefined;
    this.kept.delete(begin);
    this.kept.set(begin, part); // the one used last
    return part;
  }

  async fetch(begin, end) {
    try {
      const headers = { Range: `bytes=${begin}-${end - 1}` };
      const answer = await fetch(this.url, { headers, signal: this.gone.signal });
      if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
      this.kept.set(begin, new Uint8Array(await answer.arrayBuffer()));
      while (this.kept.size > this.most) this.kept.delete(this.kept.keys().next().value);
    } catch (error) {
      if (this.gone.signal.aborted) return;
      this.failed(error);
      setTimeout(() => this.kept.delete(begin), RETRY_MS);
    }
  }

  stop() {
    this.gone.abort();
    this.kept.clear();
  }
}

const STRETCHES = 6; // kept at once

/** The crowd of a level by stretches, as stretches.py writes them. */
class Crowd {
  constructor(index, url, failed) {
    this.index = index;
    this.parts = new Parts(url, STRETCHES, failed);
    this.walks = new Map();
  }

  /** Walks of the stretch with that time; undefined until they are there. The next is asked for. */
  at(time_s) {
    const number = Math.floor(time_s / this.index.dt_s / this.index.ticks) - this.index.first;
    const here = this.stretch(number);
    if (here) this.stretch(number + 1);
    return here;
  }

  stretch(number) {
    const { begins, dt_s, unit_m } = this.index;
    if (number < 0 || number + 1 >= begins.length || begins[number] === begins[number + 1]) {
      return NOBODY;
    }
    if (this.walks.has(number)) return this.walks.get(number);
    const bytes = this.parts.get(begins[number], begins[number + 1]);
    if (!bytes) return undefined;
    const walks = walksIn(bytes.buffer, dt_s, unit_m);
    this.walks.set(number, walks);
    if (this.walks.size > STRETCHES) this.walks.delete(this.walks.keys().next().value);
    return walks;
  }

  stop() {
    this.parts.stop();
  }
}

/** A stretch's bytes: how many walks, person, first tick and count of each, then x and y. */
function walksIn(buffer, dt_s, unit_m) {
  const [walks] = new Int32Array(buffer, 0, 1);
  const [person, first, count] = [0, 1, 2].map(
    (part) => new Int32Array(buffer, 4 * (1 + part * walks), walks),
  );
  const rows = count.reduce((sum, one) => sum + one, 0);
  const xy = new Int16Array(buffer, 4 * (1 + 3 * walks), 2 * rows);
  return new Walks({ dt_s, unit_m, person, first, count, xy });
}

const NOBODY = walksIn(new ArrayBuffer(4), 1, 1);
