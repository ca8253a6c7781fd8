const CALLED = {
  trainee: "operator", commander: "commander", instructor: "instructor", observer: "observer",
  session: "session",
};

/** Messages by radio: what was said, and words of one's own. */
class Radio {
  constructor(wire, role) {
    this.role = role;
    this.heard = new Part((messages) => this.drawn(messages));
    const others = ["trainee", "commander", "instructor"].filter((one) => one !== role);
    this.to = make("select", { attrs: { "aria-label": "To" } },
      make("option", { value: "", textContent: "to all" }),
      ...others.map((one) => make("option", { value: one, textContent: `to the ${CALLED[one]}` })));
    this.text = make("input", {
      type: "text", maxLength: 1000, placeholder: "Message", attrs: { "aria-label": "Message" },
    });
    const form = make("form", { className: "says" }, this.to, this.text,
      make("button", { type: "submit", textContent: "Say" }));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const text = this.text.value.trim();
      const to = this.to.value ? [this.to.value] : [];
      if (text && await wire.act("message", { text, to })) this.text.value = "";
    });
    const says = role === "observer" ? [] : [form];
    this.root = section("Radio", ...says, this.heard.root);
    this.root.classList.add("radio");
  }

  show(told) {
    this.heard.show(told.messages);
  }

  drawn(messages) {
    if (!messages.length) return make("p", { className: "quiet", textContent: "Nothing was said yet." });
    const lines = [...messages].reverse().map((one) => {
      const to = one.to.length ? ` to ${one.to.map((who) => CALLED[who]).join(", ")}` : "";
      return make("li", {}, make("time", { textContent: one.at }),
        make("b", { textContent: `${CALLED[one.by]}${to}` }), make("span", { textContent: one.text }));
    });
    return make("ol", { className: "said", tabIndex: 0, attrs: { "aria-live": "polite" } }, ...lines);
  }
}
