const DID = { SpeedSet: "set the", Shown: "showed", Message: "said" };
const FIELDS = {
  reaction_s: "after, s:", from_s: "from second", until_s: "to second", to: "to", text: "", why: "",
  note: "", verdict: "", confidence: "sure", reason: "because",
};
const OF = {
  camera: "camera, or any", officer: "officer, from 0", group: "such as sex female", door: "entrance",
};
const COUNTED = ["alert", "officer"];
const UNTOLD = "dials";
/** What acts and their fields are called here, where their own names say too little. */

/** What an act holds, in words: "" where there is nothing. */
function plainly(value) {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(plainly).filter(Boolean).join(", ");
  if (typeof value === "number" && !Number.isInteger(value)) return String(Number(value.toPrecision(4)));
  return String(value).replaceAll("_", " ");
}

/** Everything with the truth: the instructor's desk, and without its handles the observer's. */
class Instruct {
  constructor(wire, role) {
    this.wire = wire;
    this.instructs = role === "instructor";
    this.told = null;
    this.pictures = new Pictures(wire);
    this.parts = {
      alerts: new Part((told) => this.drawAlerts(told)),
      come: new Part((told) => this.drawCome(told)),
      officers: new Part((told) => this.drawOfficers(told)),
      reports: new Part(reported),
      marks: new Part((told) => this.drawMarks(told)),
      rows: new Part((told) => this.drawRows(told)),
      links: new Part((told) => this.drawLinks(told)),
      planned: new Part((told) => this.drawPlanned(told)),
      coming: new Part((told) => this.drawComing(told)),
    };
    this.floor = new Floor(wire);
    this.radio = new Radio(wire, role);
    this.feeds = new Feeds(wire, false);
    const { alerts, come, officers, reports, marks, rows, links } = this.parts;
    const columns = make("div", { className: "columns instruct" },
      make("div", {}, section("Alerts, with the truth", alerts.root),
        ...(this.instructs ? [section("Injects", this.injecting(), this.parts.coming.root,
          this.parts.planned.root)] : []),
        section("Alerts to come", come.root)),
      make("div", {}, section("Plan", this.floor.root), section("Officers", officers.root),
        section("Reports", reports.root)),
      make("div", {}, ...(this.instructs ? [section("Links for the others", links.root)] : []),
        section("Marked moments", ...(this.instructs ? [this.marking()] : []), marks.root),
        this.radio.root, section("What was done", rows.root)));
    this.root = make("div", {}, this.feeds.root, columns);
  }

  /** The handles in the line above. */
  controls() {
    if (!this.instructs) return [];
    this.turn = button("Start", () => this.wire.act(this.told.running ? "pause" : "start"), {
      className: "primary", disabled: true,
    });
    this.speed = make("select", { attrs: { "aria-label": "Speed" } });
    this.speed.addEventListener("change", () =>
      this.wire.act("speed", { speed: Number(this.speed.value) }));
    this.over = button("End", () => this.end(), { className: "small", disabled: true });
    return [this.turn, make("label", {}, "Speed ", this.speed), this.over];
  }

  /** Ended by a second press, as there is no way back. */
  end() {
    if (this.over.dataset.sure) {
      this.wire.act("end");
      return;
    }
    this.over.dataset.sure = "yes";
    this.over.textContent = "End for good?";
    setTimeout(() => { delete this.over.dataset.sure; this.over.textContent = "End"; }, 4000);
  }

  marking() {
    const text = make("input", {
      type: "text", maxLength: 1000, placeholder: "What to come back to",
      attrs: { "aria-label": "What to come back to" },
    });
    const form = make("form", { className: "says" }, text,
      make("button", { type: "submit", textContent: "Mark" }));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (await this.wire.act("mark", { note: text.value.trim() })) text.value = "";
    });
    return form;
  }

  /** An inject by hand: its kind, what it is of, and what people are told with it. */
  injecting() {
    this.kind = make("select", { attrs: { "aria-label": "Kind of inject" } });
    this.what = make("input", { type: "text", maxLength: 64, attrs: { "aria-label": "What it is of" } });
    this.words = make("input", {
      type: "text", maxLength: 1000, placeholder: "What the operator and the commander are told",
      attrs: { "aria-label": "What they are told" },
    });
    this.meant = make("p", { className: "quiet" });
    this.kind.addEventListener("change", () => this.mean());
    const form = make("form", { className: "says" }, this.kind, this.what, this.words,
      make("button", { type: "submit", textContent: "Bring about" }));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const to = this.words.value.trim() ? this.told.seats : [];
      const done = await this.wire.act("inject", {
        kind: this.kind.value, what: this.what.value.trim(), content: this.words.value.trim(), to,
      });
      if (done) for (const one of [this.what, this.words]) one.value = "";
    });
    return make("div", {}, form, this.meant);
  }

  /** Say what the chosen kind does, and what it may be of. */
  mean() {
    const { told, of } = this.told.injects.kinds[this.kind.value];
    this.meant.textContent = told;
    this.what.disabled = !of;
    this.what.placeholder = of ? OF[of] : "of nothing";
  }

  drawComing(coming) {
    const kinds = coming.map((one) => one.replaceAll("_", " ")).join(", ");
    return make("p", { className: "quiet", attrs: { role: "status" },
      textContent: kinds && `Being worked out, and comes about then: ${kinds}.` });
  }

  drawPlanned(planned) {
    const rows = planned.map((one) => [
      one.at, one.kind.replaceAll("_", " "), one.type === "contingency" ? "held back" : "by the clock",
      one.content,
      button("Bring about", () => this.wire.act("inject", { id: one.id }), {
        className: "small", attrs: { "data-name": `inject-${one.id}`, "aria-label": `Bring about ${one.id}` },
      }),
    ]);
    return table("Of the timeline", ["At", "Kind", "Comes", "What is told", ""], rows,
      "The timeline holds nothing more.");
  }

  show(told) {
    this.told = told;
    this.feeds.show(told);
    if (this.instructs) {
      this.parts.planned.show(told.injects.planned);
      this.parts.coming.show(told.injects.coming);
      if (!this.kind.options.length) {
        this.kind.replaceChildren(...Object.keys(told.injects.kinds).map((one) =>
          make("option", { value: one, textContent: one.replaceAll("_", " ") })));
        this.mean();
      }
      this.turn.textContent = told.running ? "Pause" : "Start";
      for (const one of [this.turn, this.over, this.speed]) one.disabled = told.ended;
      if (!this.speed.options.length) {
        this.speed.replaceChildren(...told.speeds.map((one) =>
          make("option", { value: one, textContent: `${one}×` })));
      }
      if (this.speed.getRootNode().activeElement !== this.speed) this.speed.value = told.speed;
      this.parts.links.show(told.links);
    }
    this.parts.alerts.show(told.alerts);
    this.parts.come.show(told.to_come);
    this.parts.officers.show(told.officers.map(({ officer, doing, alert, held }) =>
      ({ officer, doing, alert, held })));
    this.parts.reports.show(told.reports);
    this.parts.marks.show(told.marks);
    this.parts.rows.show(told.rows);
    this.floor.show(told);
    this.radio.show(told);
  }

  tick(clock_s) {
    this.feeds.tick(clock_s);
  }

  stop() {
    this.feeds.stop();
    this.pictures.stop();
  }

  key() {
    return false;
  }

  drawAlerts(alerts) {
    const rows = alerts.map((one) => [
      nth(one.alert), one.at, one.camera, one.score.toFixed(3), this.pictures.both(one),
      make("b", { className: one.true ? "right" : "wrong", textContent: one.true ? "right" : "wrong" }),
      `${one.person} as ${one.subject}`, one.decided ? MADE_OF[one.decided] ?? one.decided : "–",
    ]);
    const heads = ["Alert", "At", "Camera", "Score", "Seen, listed", "Claim is", "Who as whom", "Operator"];
    return table("Alerts, with the truth", heads, rows, "No alert yet.");
  }

  drawCome(alerts) {
    const rows = alerts.map((one) => [nth(one.alert), one.at, one.camera, one.true ? "right" : "wrong"]);
    return table("Alerts to come", ["Alert", "At", "Camera", "Claim is"], rows, "None.");
  }

  drawOfficers(officers) {
    const rows = officers.map((one) => [
      nth(one.officer), `${one.doing}${one.held ? ", held" : ""}`,
      one.alert === null ? "–" : nth(one.alert),
    ]);
    return table("Officers", ["Officer", "Doing", "Alert"], rows, "There are no officers.");
  }

  drawMarks(marks) {
    if (!marks.length) return make("p", { className: "quiet", textContent: "None yet." });
    return make("ol", { className: "said", tabIndex: 0 }, ...marks.map((one) => make("li", {},
      make("time", { textContent: one.at }), make("span", { textContent: one.note || "marked" }))));
  }

  drawRows(rows) {
    const told = (body) => Object.entries(body).filter(([name]) => name !== UNTOLD)
      .map(([name, value]) => [name, COUNTED.includes(name) ? nth(value) : plainly(value)])
      .filter(([, value]) => value !== "")
      .map(([name, value]) => `${FIELDS[name] ?? name} ${value}`)
      .join(" · ");
    return make("ol", { className: "said", tabIndex: 0 }, ...rows.map((one) => make("li", {},
      make("time", { textContent: one.at }), make("b", { textContent: CALLED[one.by] }),
      make("span", { textContent: `${DID[one.kind] ?? one.kind.toLowerCase()} ${told(one.body)}` }))));
  }

  drawLinks(links) {
    const address = (secret) => {
      const to = new URL(window.location.pathname, window.location.origin);
      to.search = new URLSearchParams({ session: this.wire.data.session, key: secret });
      return to.href;
    };
    return make("ul", { className: "links" }, ...Object.entries(links)
      .filter(([role]) => role !== "instructor")
      .map(([role, secret]) => make("li", {},
        make("a", {
          href: address(secret), target: "_blank", rel: "noreferrer", textContent: `The ${CALLED[role]}'s desk`,
        }),
        button("Copy", () => navigator.clipboard?.writeText(address(secret)), {
          className: "small", attrs: { "aria-label": `Copy the ${CALLED[role]}'s link` },
        }))));
  }
}
