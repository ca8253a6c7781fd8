"""What streams, random arrivals and overload came to, as rows for the terminal and the page."""

from dashboards.reports.told import Found, Shown
from dashboards.words import percent
from engine.counts import counted


def density(found: Found) -> Shown:
    """Every trial of every search: its worst window, and the verdict."""
    terms, rows = found["terms"], []
    for repeat, search in enumerate(found["searches"]):
        for trial in search["trials"]:
            windows = trial["windows"]
            ages_s = [one["ages"]["p99_s"] for one in windows]
            rows.append(
                (
                    f"{repeat + 1}",
                    f"{trial['streams']:,}",
                    f"{min(one['least_fps'] for one in windows):.2f}",
                    percent(max(one["dropped"] for one in windows)),
                    seconds(None if None in ages_s else max(ages_s)),
                    "passed" if trial["passed"] else "failed",
                )
            )
    repeats = ", ".join(map(str, found["repeats"]))
    text = (
        f"{counted(found['streams'], 'stream')} of {found['load']} at {terms['target_fps']:g}"
        f" frames/s before {counted(terms['workers'], 'worker')}; search by search: {repeats}. As"
        f" fast as they can the workers look at {found['bearable_hz']:.1f} frames a second. Told is"
        f" the worse of the windows of {terms['window_s']:g} s."
    )
    heads = ("search", "streams", "least frames/s", "dropped", "p99 age", "")
    return Shown("Stream density", text, heads, rows)


def server(found: Found) -> Shown:
    """Every rate: latencies as measured, and as theory has them."""
    terms = found["terms"]
    rows = [
        (
            f"{one['rate_hz']:.1f}",
            percent(one["load"]),
            seconds(one["latency"]["p50_s"]),
            seconds(one["latency"]["p99_s"]),
            f"{one['latency']['count']:,}",
            seconds(one["mean_s"]),
            seconds(one["theory_mean_s"]),
            seconds(one["theory_p99_s"]),
            "passed" if one["passed"] else "failed",
        )
        for one in found["offered"]
    ]
    text = (
        f"{found['greatest_hz']:.1f} frames of {found['load']} a second at random keep p99 within"
        f" {terms['bound_s']:g} s, in theory {found['theory_greatest_hz']:.1f}. A frame takes a"
        f" worker {1000 * found['service']['mean_s']:.1f} ms, with a squared coefficient of"
        f" variation of {found['service']['scv']:.3f}. Each rate was offered for"
        f" {terms['seconds']:g} s."
    )
    heads = ("frames/s", "load", "p50", "p99", "frames", "mean", "mean in theory", "p99 in theory")
    return Shown("Server mode", text, (*heads, ""), rows)


def overload(found: Found) -> Shown:
    """Every load under every policy, and last what was played for real beside virtual time."""
    terms = found["terms"]
    named = [("virtual", one) for one in found["points"]]
    named += [("virtual, one draw", found["beside"]), ("real, one draw", found["replayed"])]
    rows = [
        (
            f"{one['load']:g}",
            one["policy"].replace("_", " "),
            how,
            percent(one["dropped"]),
            share(one["tpir"]),
            share(one["fpir"]),
            seconds(one["alert_age"]["p50_s"]),
            seconds(one["alert_age"]["p99_s"]),
        )
        for how, one in named
    ]
    tpir, fpir = found["points"][0]["tpir"]["rate"], found["points"][0]["fpir"]["rate"]
    text = (
        f"Films of {found['scenario']}, {counted(tpir['people'], 'listed person')} and"
        f" {fpir['people']:,} others who could be recognised, in {terms['streams']} streams or"
        f" more, sped up until they bring each load; 1 is the {found['bearable_hz']:.1f} frames a"
        f" second that {counted(terms['workers'], 'worker')} can look at."
        f" {counted(terms['draws'], 'draw')} of when each stream begins. Cases repeat people:"
        f" intervals are 95 % and clustered by person. {found['reading']}"
    )
    heads = (
        "load",
        "policy",
        "time",
        "dropped",
        "listed people found (TPIR)",
        "people not listed who were alerted (FPIR)",
        "p50 age",
        "p99 age",
    )
    return Shown("Overload", text, heads, rows)


def seconds(value_s: float | None) -> str:
    """Milliseconds below a second.

    >>> seconds(0.0421), seconds(1.25), seconds(None)
    ('42 ms', '1.25 s', '–')
    """
    if value_s is None:
        return "–"
    return f"{value_s:.2f} s" if value_s >= 1 else f"{1000 * value_s:.0f} ms"


def share(found: Found) -> str:
    """Hits of cases and the interval."""
    rate = found["rate"]
    counts = f"{found['hits']:,}/{rate['cases']:,}"
    if rate["value"] is None:
        return counts
    return f"{counts} ({percent(rate['low'])} to {percent(rate['high'])})"
