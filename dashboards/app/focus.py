"""The keyboard's place once what was pressed is gone: on the next thing there is to press."""

import streamlit as st

NEXT = "focus_next"
"""Name in the session: the key of what is to have the keyboard."""
PATIENCE_MS = 30_000
"""A page that is being drawn anew has the next thing within this, however busy the machine."""
SETTLED_MS = 1500
"""A dialog that closes gives the keyboard back to what had opened it, and does so late: what was
given holds once it has been kept for this long."""
SCRIPT = """<script>
(() => {{
  const until = performance.now() + {patience};
  let since = Infinity, theirs = false;
  const acted = () => {{ theirs = true; }};
  addEventListener("keydown", acted, {{capture: true, once: true}});
  addEventListener("pointerdown", acted, {{capture: true, once: true}});
  const look = () => {{
    const now = performance.now();
    const next = document.querySelector(".st-key-{key} :is(button, a, input)");
    if (theirs || now > until || now - since > {settled}) return;
    if (!next || document.querySelector("[role=dialog]")) since = Infinity;
    else if (document.activeElement !== next) {{ next.focus(); since = now; }}
    setTimeout(look, 100);
  }};
  look();
}})();
</script>"""


def then(key: str) -> None:
    """Give the keyboard to the button of that key once the page has it, unless somebody acts."""
    st.session_state[NEXT] = key


def give() -> None:
    """Do what was asked for, once."""
    key = st.session_state.pop(NEXT, None)
    if key is not None:
        script = SCRIPT.format(key=key, patience=PATIENCE_MS, settled=SETTLED_MS)
        st.html(script, unsafe_allow_javascript=True)
