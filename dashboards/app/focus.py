"""The keyboard's place once what was pressed is gone: on the next thing there is to press."""

import streamlit as st

NEXT = "focus_next"
"""Name in the session: the key of what is to have the keyboard."""
PATIENCE_MS = 8000
"""A page that is being drawn anew has the next thing within this."""
SCRIPT = """<script>
(() => {{
  const until = performance.now() + {patience};
  const look = () => {{
    const next = document.querySelector(".st-key-{key} :is(button, a, input)");
    const free = !document.activeElement || document.activeElement === document.body
      || !!document.activeElement.closest("[role=dialog]");
    if (next && !document.querySelector("[role=dialog]")) {{
      if (free) next.focus();
    }} else if (performance.now() < until) setTimeout(look, 100);
  }};
  look();
}})();
</script>"""


def then(key: str) -> None:
    """Give the keyboard to the button of that key once the page has it, if nothing else has it."""
    st.session_state[NEXT] = key


def give() -> None:
    """Do what was asked for, once."""
    key = st.session_state.pop(NEXT, None)
    if key is not None:
        script = SCRIPT.format(key=key, patience=PATIENCE_MS)
        st.html(script, unsafe_allow_javascript=True)
