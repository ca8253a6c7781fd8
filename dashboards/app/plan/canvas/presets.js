const OF_ALL = ["at_m", "level", "height_m", "width_px", "height_px", "imaging"]; // its presets have in common

/** The numbers of all presets of the camera that one is a preset of: of those that look by turns
 * from where it hangs. A camera that always looks so is alone. */
function presetsOf(cameras, number) {
  const hung = ({ at_m, level, height_m }) => JSON.stringify([at_m, level, height_m]);
  const mine = cameras[number];
  if (!mine?.looks) return mine ? [number] : [];
  return [...cameras.keys()].filter((n) => cameras[n].looks && hung(cameras[n]) === hung(mine));
}

/** The cameras with some fields of one changed, and with it those of its presets that all have. */
function changedTogether(cameras, number, fields) {
  const presets = presetsOf(cameras, number);
  const shared = Object.fromEntries(Object.entries(fields).filter(([name]) => OF_ALL.includes(name)));
  return cameras.map((one, n) => {
    if (n === number) return { ...one, ...fields };
    return presets.includes(n) ? { ...one, ...shared } : one;
  });
}

/** The presets of one camera as those of another one of a name, somewhere else. */
function copied(presets, name, place) {
  const [first] = presets;
  let length = first.id.length;
  while (presets.some((one) => !one.id.startsWith(first.id.slice(0, length)))) length -= 1;
  const begins = first.id.slice(0, length).lastIndexOf("-") + 1;
  return presets.map((one, n) => {
    const own = begins ? one.id.slice(begins) : String(n + 1);
    return { ...one, ...place, like: one.like ?? one.id, id: presets.length > 1 ? `${name}-${own}` : name };
  });
}
