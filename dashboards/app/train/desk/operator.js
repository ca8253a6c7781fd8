const VERDICTS = [
  ["confirm", "Confirm", "c"], ["dismiss", "Dismiss", "d"], ["again", "Another look", "a"],
  ["unsure", "Unsure", "u"],
];
const SURE = [0, 0.25, 0.5, 0.75, 1];
const MADE_OF = {
  confirm: "confirmed", dismiss: "dismissed", again: "another look", unsure: "unsure",
};

/** The operator's desk: alerts that wait, the one that is looked at, and the verdict on it. */
class Operator {
  constructor(wire) {
    this.wire = wire;
    this.pictures = new Pictures(wire);
    this.feeds = new Feeds(wire, true);
    this.chosen = null;
    this.told = { queue: [], decided: [], lapsed: [] };
    this.queue = new Part((told) => this.drawQueue(told));
    this.claim = new Part((told) => this.drawClaim(told));
    this.done = new Part((told) => this.drawDone(told));
    this.radio = new Radio(wire, "trainee");
    this.note = make("p", { className: "hidden", attrs: { role: "status" } });
    this.root = make("div", {}, this.feeds.root, make("div", { className: "columns operator" },
      section("Alerts that wait", this.queue.root),
      section("The alert", this.claim.root, this.answer()),
      make("div", {}, section("Your decisions", this.done.root), this.radio.root), this.note));
  }

  answer() {
    this.sure = SURE.map((value, n) => {
      const box = make("input", { type: "radio", name: "sure", value });
      return make("label", { className: "sure" }, box,
        make("span", {}, share(value), make("kbd", { textContent: n + 1 })));
    });
    this.reason = make("input", {
      type: "text", maxLength: 1000, attrs: { "aria-label": "Reason, if you like" },
      placeholder: "Reason, if you like",
    });
    this.verdicts = VERDICTS.map(([verdict, name, key]) => button("", () => this.decide(verdict), {
      className: `verdict ${verdict}`, disabled: true, attrs: { "aria-keyshortcuts": key },
    }));
    this.verdicts.forEach((one, n) => one.append(VERDICTS[n][1], " ",
      make("kbd", { textContent: VERDICTS[n][2].toUpperCase() })));
    this.keys = make("input", { type: "checkbox", checked: true });
    const keys = make("label", { className: "keys" }, this.keys,
      " Keys: C D A U decide · 1 to 5 how sure · J K other alert · F feeds · R reason · M message · Esc leaves a field");
    const sure = make("fieldset", {}, make("legend", {
      textContent: "How sure are you of your verdict? 0 % is a guess.",
    }), make("div", { className: "sures" }, ...this.sure));
    return make("div", { className: "answer" }, sure, this.reason,
      make("div", { className: "verdicts" }, ...this.verdicts), keys);
  }

  show(told) {
    const before = new Set(this.told.queue.map((one) => one.alert));
    const came = told.queue.filter((one) => !before.has(one.alert));
    this.told = told;
    if (came.length) this.say(came.map((one) => `${alertNo(one.alert)} at ${one.camera}`).join(", "));
    if (!told.queue.some((one) => one.alert === this.chosen)) {
      this.turnTo(told.queue[0]?.alert ?? null);
    }
    const queue = told.queue.map(({ alert, camera, score }) => ({ alert, camera, score }));
    this.queue.show({ queue, chosen: this.chosen });
    const found = told.queue.find((one) => one.alert === this.chosen);
    this.claim.show(found ? { ...found, running: undefined } : null);
    this.done.show({ decided: told.decided, lapsed: told.lapsed });
    for (const one of this.verdicts) one.disabled = !found || !told.running || told.away;
    this.radio.show(told);
    this.feeds.show(told);
  }

  stop() {
    this.feeds.stop();
    this.pictures.stop();
  }

  /** The clocks of the alerts, between what the server says. */
  tick(clock_s) {
    this.feeds.tick(clock_s);
    for (const one of this.told.queue) {
      const line = this.queue.root.querySelector(`[data-name="alert-${one.alert}"] .waits`);
      if (!line) continue;
      const [waited, left] = [clock_s - one.raised_s, one.lapses_s - clock_s];
      line.textContent = `waits ${seconds(waited)}, lapses in ${seconds(left)}`;
      line.classList.toggle("soon", left < 15);
    }
  }

  choose(alert) {
    this.turnTo(alert);
    this.show(this.told);
  }

  /** Look at another alert: what was entered was about the one before. */
  turnTo(alert) {
    if (alert === this.chosen) return;
    this.chosen = alert;
    this.reason.value = "";
    for (const one of this.sure) one.firstChild.checked = false;
  }

  async decide(verdict) {
    const alert = this.chosen;
    if (alert === null) return;
    const sure = this.sure.map((one) => one.firstChild).find((one) => one.checked);
    const confidence = sure ? Number(sure.value) : null;
    const done = await this.wire.act("decide", {
      alert, verdict, confidence, reason: this.reason.value.trim(),
    });
    if (done) this.say(`${alertNo(alert)}: ${MADE_OF[verdict]}`);
  }

  say(text) {
    this.note.textContent = text;
  }

  key(event) {
    if (event.key === "Escape") {
      event.composedPath()[0].blur?.();
      return true;
    }
    if (!this.keys.checked || taken(event)) return false;
    const verdict = VERDICTS.find(([, , key]) => key === event.key.toLowerCase());
    if (verdict) {
      if (!this.verdicts[0].disabled) this.decide(verdict[0]);
      return true;
    }
    const sure = this.sure[Number(event.key) - 1];
    if (sure) {
      sure.firstChild.checked = true;
      return true;
    }
    const act = { j: () => this.step(1), k: () => this.step(-1), f: () => this.feeds.focus(),
      r: () => this.reason.focus(), m: () => this.radio.text.focus() }[event.key.toLowerCase()];
    act?.();
    return Boolean(act);
  }

  step(by) {
    const alerts = this.told.queue.map((one) => one.alert);
    const next = alerts.indexOf(this.chosen) + by;
    if (alerts.length) this.choose(alerts[Math.min(Math.max(next, 0), alerts.length - 1)]);
  }

  drawQueue({ queue, chosen }) {
    if (!queue.length) return make("p", { className: "quiet", textContent: "No alert waits." });
    const lines = queue.map((one) => make("li", {}, button("", () => this.choose(one.alert), {
      className: "waiting", attrs: {
        "data-name": `alert-${one.alert}`, "aria-current": String(one.alert === chosen),
      },
    })));
    lines.forEach((line, n) => line.firstChild.append(
      make("b", { textContent: alertNo(queue[n].alert) }),
      make("span", { textContent: `${queue[n].camera} · score ${queue[n].score.toFixed(3)}` }),
      make("span", { className: "waits" })));
    return make("ol", { className: "queue" }, ...lines);
  }

  drawClaim(told) {
    if (!told) {
      return make("p", { className: "quiet", textContent: "Alerts come here as the engine raises them." });
    }
    const known = (value, unit) => (value === null ? "not known" : `${value}${unit}`);
    const facts = [
      ["Camera", told.camera], ["Raised", told.raised],
      ["Claimed to be", `listed person ${told.subject}`],
      ["Score in the run", `${told.score.toFixed(3)}, ${(told.score - told.threshold).toFixed(3)} above the threshold of ${told.threshold.toFixed(3)}`],
      ["Between the eyes", known(told.interocular_px, " px")],
      ["Turned aside", known(told.yaw_deg, "°")], ["Turned down", known(told.pitch_deg, "°")],
      ["Of the face to be seen", told.visible_share === null ? "not known" : share(told.visible_share)],
    ];
    const list = make("dl", {}, ...facts.flatMap(([name, value]) =>
      [make("dt", { textContent: name }), make("dd", { textContent: value })]));
    const looks = told.looks.map((one) =>
      [one.at, `${one.interocular_px} px`, `${one.yaw_deg}°`, one.subject, one.score.toFixed(3)]);
    const again = told.asked_again ? `, another look asked for ${counted(told.asked_again, "time")}` : "";
    return [
      make("h3", { textContent: `${alertNo(told.alert)} at ${told.camera}` }),
      this.drawPictures(told),
      make("div", { className: "about" }, list, make("div", {},
        make("h4", { textContent: "Candidates" }),
        table("Candidates", ["Listed person", "Best score in the run", "Own score with this face"],
          told.candidates.map((one) => this.drawCandidate(told, one)), "No face was searched."),
        make("h4", { textContent: `Faces of this track${again}` }),
        make("div", { className: "track", tabIndex: 0, attrs: {
          role: "group", "aria-label": "Faces of this track", "data-name": "track",
        } }, table("Faces of this track", ["At", "Eyes apart", "Turned", "Most like", "Score"],
          looks.reverse(), "No face was searched.")))),
    ];
  }

  /** A candidate with their enrolment picture, as far as that is made. */
  drawCandidate({ pictures }, { subject, score, picture, own }) {
    const who = make("span", { className: "who" });
    if (picture) who.append(this.pictures.small(pictures.of, picture, `Candidate ${subject}`));
    who.append(String(subject));
    return [who, score.toFixed(3), own === null ? "–" : own.toFixed(3)];
  }

  drawPictures({ alert, camera, subject, pictures }) {
    if (!pictures) {
      return make("p", { className: "note", textContent:
        "There are no pictures: this scenario's engine was not measured on rendered people." });
    }
    const { of, faces, film, score } = pictures;
    const own = score === null ? "The engine finds no face in one of these two pictures."
      : `The engine's own score of these two pictures: ${score.toFixed(3)}`;
    const part = (name, there, alt) => this.pictures.figure(of, name, there, alt);
    return make("div", { className: "pictures" },
      part("probe", faces, `Face that camera ${camera} saw, ${alertNo(alert)}`),
      part("enrolled", faces, `Enrolment picture of listed person ${subject}`),
      part("film", film, `Film of camera ${camera} around ${alertNo(alert)}`),
      make("p", { className: "own", textContent: faces ? own : "" }));
  }

  drawDone({ decided, lapsed }) {
    const sure = (one) => (one.confidence === null ? "–" : share(one.confidence));
    const rows = decided.map((one) =>
      [nth(one.alert), MADE_OF[one.verdict], sure(one), `${one.reaction_s.toFixed(1)} s`, one.reason]);
    const missed = lapsed.length ? `Lapsed unread: ${lapsed.map(alertNo).join(", ")}.` : "";
    return [
      table("Your decisions", ["Alert", "Verdict", "Sure", "Took", "Reason"], rows, "None yet."),
      make("p", { className: "quiet", textContent: missed }),
    ];
  }
}
