const about = (one) => `alert ${nth(one.alert)}`;
const REPORTS = {
  OfficerSent: (one) => `${officerNo(one.officer)} sets out to ${about(one)}.`,
  OfficerDiverted: (one) => `${officerNo(one.officer)} is called off ${about(one)}.`,
  PersonLost: (one) => `${officerNo(one.officer)} did not meet the person of ${about(one)}.`,
  PersonStopped: (one) => `${officerNo(one.officer)} has stopped somebody for ${about(one)}.`,
  IdentityChecked: (one) => `Checked for ${about(one)}: ${one.right ? "it is them" : "it is somebody else"}.`,
  PersonDisposed: (one) => `The stop for ${about(one)} ends: ${ENDS[one.disposal]}.`,
  OfficerFreed: (one) => `${officerNo(one.officer)} is back at the post.`,
  AlertUnanswered: (one) => `Nobody was sent to ${about(one)} in time.`,
};
const ENDS = {
  arrest: "arrested", other: "not arrested", none: "nothing more done", released: "released",
};

/** Radio reports of officers, the latest first. */
function reported(reports) {
  if (!reports.length) return make("p", { className: "quiet", textContent: "No report yet." });
  return make("ol", { className: "said", tabIndex: 0, attrs: { "aria-live": "polite" } }, ...reports.map((one) =>
    make("li", {}, make("time", { textContent: one.at }),
      make("span", { textContent: REPORTS[one.kind](one) }))));
}

/** The commander's desk: calls, officers on the plan, and orders to them. */
class Command {
  constructor(wire) {
    this.wire = wire;
    this.chosen = null;
    this.told = { calls: [], officers: [], posts: 0, reports: [] };
    this.calls = new Part((told) => this.drawCalls(told));
    this.post = 0;
    this.posts = make("select", { attrs: { "aria-label": "Post to cover" } });
    this.posts.addEventListener("change", () => {
      this.post = Number(this.posts.value);
      this.show(this.told);
    });
    this.officers = new Part((told) => this.drawOfficers(told));
    this.reports = new Part(reported);
    this.floor = new Floor(wire);
    this.radio = new Radio(wire, "commander");
    this.root = make("div", { className: "columns command" },
      make("div", {}, section("Calls that wait", this.calls.root),
        section("Officers", make("label", {}, "Post to cover ", this.posts), this.officers.root)),
      section("Plan", this.floor.root),
      make("div", {}, section("Reports", this.reports.root), this.radio.root));
  }

  show(told) {
    this.told = told;
    const calls = told.calls.map((one) => one.alert);
    if (!calls.includes(this.chosen)) this.chosen = calls[0] ?? null;
    this.calls.show({
      chosen: this.chosen,
      calls: told.calls.map(({ alert, camera, category }) => ({ alert, camera, category })),
    });
    if (this.posts.length !== told.posts) {
      this.posts.replaceChildren(...[...Array(told.posts).keys()].map((one) =>
        make("option", { value: one, textContent: `post ${nth(one)}` })));
    }
    this.officers.show({
      chosen: this.chosen,
      running: told.running,
      post: this.post,
      officers: told.officers.map(({ officer, doing, alert, held, reserve, post }) =>
        ({ officer, doing, alert, held, reserve, post })),
    });
    this.reports.show(told.reports);
    this.floor.show(told);
    this.radio.show(told);
  }

  tick(clock_s) {
    for (const one of this.told.calls) {
      const line = this.calls.root.querySelector(`[data-name="call-${one.alert}"] .waits`);
      if (!line) continue;
      const left = one.lapses_s - clock_s;
      line.textContent = `waits ${seconds(clock_s - one.since_s)}, lapses in ${seconds(left)}`;
      line.classList.toggle("soon", left < 15);
    }
  }

  key() {
    return false;
  }

  drawCalls({ calls, chosen }) {
    if (!calls.length) return make("p", { className: "quiet", textContent: "No call waits." });
    return make("ol", { className: "queue" }, ...calls.map((one) => {
      const line = button("", () => { this.chosen = one.alert; this.show(this.told); }, {
        className: "waiting",
        attrs: { "data-name": `call-${one.alert}`, "aria-current": String(one.alert === chosen) },
      });
      const what = one.category ? `${one.camera} · ${one.category}` : one.camera;
      line.append(make("b", { textContent: alertNo(one.alert) }), make("span", { textContent: what }),
        make("span", { className: "waits" }));
      return make("li", {}, line);
    }));
  }

  drawOfficers({ officers, chosen, running, post }) {
    if (!officers.length) return make("p", { className: "quiet", textContent: "There are no officers." });
    return make("ul", { className: "officers" }, ...officers.map((one) => {
      const task = one.alert === null ? "" : `, ${about(one)}`;
      const order = (name, text, does, off) => button(text, does, {
        className: "small", disabled: off || !running,
        attrs: { "data-name": `${name}-${one.officer}`, "aria-label": `${text}: officer ${nth(one.officer)}` },
      });
      const free = one.doing === "at the post" || one.doing === "on the way";
      return make("li", {}, make("b", { textContent: `${officerNo(one.officer)}` }),
        make("span", { textContent:
          `${one.doing}${one.post === one.officer ? "" : `, covers post ${nth(one.post)}`}${task}${one.held ? ", held" : ""}${one.reserve ? ", the reserve" : ""}` }),
        make("span", { className: "orders" },
          order("send", chosen === null ? "Send" : `Send to alert ${nth(chosen)}`,
            () => this.wire.act("send", { alert: this.chosen, officer: one.officer }),
            chosen === null || one.held || !free),
          order("recall", "Recall", () => this.wire.act("recall", { officer: one.officer }),
            one.doing !== "on the way"),
          order("hold", one.held ? "Let go" : "Hold",
            () => this.wire.act("hold", { officer: one.officer, held: !one.held }), false),
          order("reserve", one.reserve ? "Not the reserve" : "Reserve",
            () => this.wire.act("reserve", { officer: one.officer, reserved: !one.reserve }), false),
          order("cover", `Cover post ${nth(post)}`,
            () => this.wire.act("cover", { officer: one.officer, post: this.post }),
            one.doing !== "at the post" || one.post === post)));
    }));
  }
}
