"""The replay in a browser: what its map says, and which numbers its feeds show."""

from tests.dashboards.replayed import BITS, STRIP
from tests.e2e.served import Visit

ROOT = """const root = [...document.querySelectorAll("*")].map((one) => one.shadowRoot)
  .filter(Boolean).map((one) => one.querySelector(".replay")).find(Boolean);"""
READ = f"""{ROOT}
  const numbers = [...root.querySelectorAll(".feeds canvas")].map((canvas) => {{
    const y = Math.floor(canvas.height / {2 * STRIP});
    const row = canvas.getContext("2d").getImageData(0, y, canvas.width, 1).data;
    let number = 0;
    for (let bit = 0; bit < {BITS}; bit++) {{
      const x = Math.floor(((bit + 0.5) * canvas.width) / {BITS});
      if (row[4 * x] > 127) number |= 1 << bit;
    }}
    return number;
  }});
  const said = [...root.querySelectorAll(".feeds canvas")].map((one) => Number(one.dataset.frame));
  return {{ time_s: Number(root.dataset.time), numbers, said }};"""
"""The time for which the map was painted last, what is burnt into each feed's picture, and what its
canvas says of it: all of one moment, since nothing is painted meanwhile.
"""
READ_WHILE_PLAYING = f"""(frames) => new Promise((done) => {{
  const found = [];
  const read = () => {{ {READ} }};
  const step = () => {{
    found.push(read());
    if (found.length < frames) requestAnimationFrame(step);
    else done(found);
  }};
  requestAnimationFrame(step);
}})"""
READ_AS_RESIZED = f"""(width) => new Promise((done) => {{
  {ROOT}
  let turned = false;
  new ResizeObserver((_, own) => {{
    if (!turned) {{
      turned = true;
      requestAnimationFrame(() => {{ root.style.width = width; }});
      return;
    }}
    own.disconnect();
    done((() => {{ {READ} }})());
  }}).observe(root);
}})"""
"""What is shown in the display's frame in which the player takes another size: whoever observes a
size later than the player is told of it after the player.
"""
AT = f"""(wanted) => {{ {ROOT}
  return root && Math.abs(Number(root.dataset.time) - wanted) < 1e-6
    && root.querySelectorAll(".feeds canvas").length; }}"""
SEEK = f"""(wanted) => {{ {ROOT}
  const seek = root.querySelector(".seek");
  seek.value = wanted;
  seek.dispatchEvent(new Event("input"));
  return Number(seek.value); }}"""


def shown(visit: Visit) -> dict:
    """What is shown now."""
    return visit.page.evaluate(f"() => {{ {READ} }}")


def stands(visit: Visit, time_s: float) -> None:
    """Wait until the map and all feeds show that time."""
    visit.page.wait_for_function(AT, arg=time_s)


def seek(visit: Visit, time_s: float) -> float:
    """Go to a time by the bar; the one it went to."""
    there = float(visit.page.evaluate(SEEK, time_s))
    stands(visit, there)
    return there
