const BEAT_MS = 400;

/** What a desk hears of its session and asks of it. */
class Wire {
  constructor(data, heard, failed) {
    this.data = data;
    this.heard = heard;
    this.failed = failed;
    this.hand = new AbortController();
    this.watches = () => false;
    this.beat();
  }

  get link() {
    return new URLSearchParams({ session: this.data.session, key: this.data.key });
  }

  stop() {
    this.hand.abort();
  }

  async beat() {
    while (!this.hand.signal.aborted) {
      const query = this.link;
      if (this.watches()) query.set("feeds", "1");
      await this.ask(`${this.data.routes.state}?${query}`);
      await new Promise((done) => { setTimeout(done, BEAT_MS); });
    }
  }

  /** Ask for something to be done; what was refused is told. */
  async act(name, told = {}) {
    const { session, key } = this.data;
    const body = JSON.stringify({ ...told, session, key, do: name });
    return this.ask(this.data.routes.act, { method: "POST", body }, true);
  }

  async floor(level) {
    const query = this.link;
    if (level !== null) query.set("level", level);
    const answer = await fetch(`${this.data.routes.floor}?${query}`, { signal: this.hand.signal });
    return answer.ok ? answer.json() : null;
  }

  /** The address here of a part of an alert's pictures; nothing where it cannot be had. */
  picture(of, part) {
    return this.addressed(this.data.routes.picture, { of, part });
  }

  /** The address here of a picture on a camera's screen; nothing where it stands there no more. */
  feed(camera, number) {
    return this.addressed(this.data.routes.feed, { camera, number });
  }

  async addressed(route, told) {
    const query = this.link;
    for (const [name, value] of Object.entries(told)) query.set(name, value);
    try {
      const answer = await fetch(`${route}?${query}`, { signal: this.hand.signal });
      return answer.ok ? URL.createObjectURL(await answer.blob()) : "";
    } catch {
      return "";
    }
  }

  async ask(url, options = {}, asked = false) {
    const found = await this.fetched(url, options);
    if (!found) return false;
    const [answer, told] = found;
    this.failed(answer.ok ? "" : told.refused, asked || !answer.ok);
    if (answer.ok) this.heard(told);
    return answer.ok;
  }

  /** The answer and what it says; nothing, which is told, where there is none. */
  async fetched(url, options) {
    try {
      const answer = await fetch(url, { ...options, signal: this.hand.signal });
      return [answer, await answer.json()];
    } catch {
      if (!this.hand.signal.aborted) {
        this.failed("The server does not answer. This desk goes on as soon as it does.", true);
      }
      return null;
    }
  }
}
