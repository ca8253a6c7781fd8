/** What makes another player necessary; the same one goes on. */
function identity(data) {
  const films = data.feeds.map((one) => one.film);
  return [data.scene, ...films, data.colours.paper].join("|");
}

const players = new WeakMap();

/** Called by Streamlit whenever the page runs; what is already played goes on. */
export default function ({ data, parentElement, setTriggerValue }) {
  const shown = players.get(parentElement);
  if (shown?.id === identity(data)) {
    shown.renew(data, setTriggerValue);
  } else {
    const before = shown?.data.scene === data.scene && shown.told ? shown.standing : null;
    shown?.stop();
    players.set(parentElement, new Player(parentElement, data, setTriggerValue, before));
  }
  return () => {
    players.get(parentElement)?.stop();
    players.delete(parentElement);
  };
}
