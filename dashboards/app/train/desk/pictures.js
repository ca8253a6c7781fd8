const HELD = 120;
const STILL = window.matchMedia("(prefers-reduced-motion: reduce)");
const SEEN_AS = {
  probe: "The passer-by's face, as the camera saw it", enrolled: "The picture of the listed person",
  film: "The camera's film around the alert",
};

/** Pictures of alerts, each asked for once. */
class Pictures {
  constructor(wire) {
    this.wire = wire;
    this.held = new Map();
  }

  /** A part of an alert's pictures with what it shows; where it is not made yet, that it is not. */
  figure(of, part, there, alt) {
    const told = make("figcaption", { textContent: SEEN_AS[part] });
    if (!there) {
      const waits = make("div", { className: "waited", textContent: "Being made" });
      return make("figure", { className: part }, waits, told);
    }
    const shown = part === "film"
      ? make("video", {
        muted: true, loop: true, controls: true, playsInline: true, autoplay: !STILL.matches,
        attrs: { "aria-label": alt },
      })
      : make("img", { alt });
    this.address(of, part).then((url) => { if (url) shown.src = url; });
    return make("figure", { className: part }, shown, told);
  }

  /** Both faces of an alert, small, and the engine's own score of them. */
  both({ alert, subject, pictures }) {
    if (!pictures?.faces) return "–";
    const { of, score } = pictures;
    return make("span", { className: "both" },
      this.small(of, "probe", `The face of ${alertNo(alert)}`),
      this.small(of, "enrolled", `Listed person ${subject}`),
      make("span", { textContent: score === null ? "no face" : score.toFixed(3) }));
  }

  /** A face, small. */
  small(of, part, alt) {
    const shown = make("img", { alt });
    this.address(of, part).then((url) => { if (url) shown.src = url; });
    return shown;
  }

  address(of, part) {
    const key = `${of}/${part}`;
    if (!this.held.has(key)) this.held.set(key, this.fetched(key, of, part));
    if (this.held.size > HELD) this.forget(this.held.keys().next().value);
    return this.held.get(key);
  }

  async fetched(key, of, part) {
    const url = await this.wire.picture(of, part);
    if (!url) this.held.delete(key);
    return url;
  }

  /** The browser holds pictures until it is told that nobody needs them. */
  stop() {
    for (const key of [...this.held.keys()]) this.forget(key);
  }

  async forget(key) {
    const url = this.held.get(key);
    this.held.delete(key);
    URL.revokeObjectURL(await url);
  }
}
