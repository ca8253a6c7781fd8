"""CSVs of people to enrol and of labels: damaged, ragged, in other encodings, full of odd words."""

from collections.abc import Iterator
from pathlib import Path

from tests.fuzz.cases import (
    EITHER,
    MUST_BE_REFUSED,
    MUST_WORK,
    Case,
    folder_instead,
    mutated,
    nothing_there,
    written,
)

ENROLMENT = "subject,file,category,expires\nann,{0},theft,2999-01-01\nben,{0},theft,2999-01-01\n"
LABELS = "file,group,age\nann/1.png,a,30\nann/2.png,a,31\nben/1.png,b,40\n"
BY_SUBJECT = "subject,group\nann,a\nben,b\n"
LONG = "x" * 200_000


def enrolment_cases(folder: Path) -> Iterator[Case]:
    """The corpus of CSVs to enrol from; the picture is only looked for, not at."""
    picture = folder / "ann.png"
    picture.write_bytes(b"looked for")
    text = ENROLMENT.format(picture)
    yield from mutated(folder, "enrolment_csv", {"sound.csv": text.encode()})
    yield from _encoded(folder, "enrolment_csv", text)
    for name, content in _wrong_enrolment(text, str(picture)).items():
        yield written(folder, "enrolment_csv", name, content, MUST_BE_REFUSED)
    yield nothing_there(folder, "enrolment_csv", "sound.csv")
    yield folder_instead(folder, "enrolment_csv", "sound.csv")


def label_cases(folder: Path) -> Iterator[Case]:
    """The corpus of labels."""
    sound = {"by-file.csv": LABELS.encode(), "by-subject.csv": BY_SUBJECT.encode()}
    yield from mutated(folder, "labels_csv", sound)
    yield from _encoded(folder, "labels_csv", LABELS)
    for name, content in _wrong_labels().items():
        yield written(folder, "labels_csv", name, content, MUST_BE_REFUSED)
    yield written(folder, "labels_csv", "some.csv", "\n".join(LABELS.split("\n")[:2]), MUST_WORK)
    yield nothing_there(folder, "labels_csv", "by-file.csv")
    yield folder_instead(folder, "labels_csv", "by-file.csv")


def _encoded(folder: Path, door: str, text: str) -> Iterator[Case]:
    for name, content, allowed in (
        ("marked.csv", text.encode("utf-8-sig"), MUST_WORK),
        ("returns.csv", text.replace("\n", "\r\n").encode(), MUST_WORK),
        ("open-ended.csv", text.rstrip("\n").encode(), MUST_WORK),
        ("utf-16.csv", text.encode("utf-16"), MUST_BE_REFUSED),
        ("utf-32.csv", text.encode("utf-32"), MUST_BE_REFUSED),
        ("latin.csv", text.replace("a", "ä").encode("latin-1"), MUST_BE_REFUSED),
        ("nul.csv", text.replace(",", "\0,").encode(), MUST_BE_REFUSED),
        ("old-returns.csv", text.replace("\n", "\r").encode(), EITHER),
        ("semicolons.csv", text.replace(",", ";").encode(), MUST_BE_REFUSED),
        ("tabs.csv", text.replace(",", "\t").encode(), MUST_BE_REFUSED),
    ):
        yield written(folder, door, name, content, allowed)


def _wrong_enrolment(text: str, picture: str) -> dict[str, str]:
    head, first, *_ = text.split("\n")
    return {
        "no-row.csv": head + "\n",
        "blank-rows.csv": head + "\n\n\n\n",
        "ragged-short.csv": f"{head}\n{first}\nben,{picture}\n",
        "ragged-long.csv": f"{head}\n{first},more\n",
        "twice.csv": text.replace("category", "subject"),
        "unknown.csv": text.replace("category", "colour"),
        "no-head.csv": text.split("\n", 1)[1],
        "quote.csv": text.replace("ann", '"ann', 1),
        "quotes.csv": text.replace("ann", '"a"nn', 1),
        "long.csv": text.replace("ann", LONG, 1),
        "long-head.csv": text.replace("category", LONG),
        "many-columns.csv": ",".join([head] + ["more"] * 20_000) + "\n",
        "no-name.csv": text.replace("ann,", ",", 1),
        "space.csv": text.replace("ann,", "   ,", 1),
        "bell.csv": text.replace("ann,", "a\x07nn,", 1),
        "lines.csv": text.replace("ann,", '"a\nnn",', 1),
        "no-file.csv": text.replace(picture, "nowhere.png"),
        "empty-file.csv": text.replace(picture, ""),
        "folder.csv": text.replace(picture, "."),
        "long-file.csv": text.replace(picture, "y" * 5000),
        "year-0.csv": text.replace("2999-01-01", "0000-01-01"),
        "day-32.csv": text.replace("2999-01-01", "2999-01-32"),
        "digits.csv": text.replace("2999-01-01", "٢٩٩٩-٠١-٠١"),
        "number.csv": text.replace("2999-01-01", "1e999"),
        "huge-year.csv": text.replace("2999-01-01", "99999999999-01-01"),
        "two-days.csv": text.replace("2999-01-01", "2999-01-02", 1),
        "two-reasons.csv": text.replace("theft", "debt", 1),
    }


def _wrong_labels() -> dict[str, str]:
    head, first, *_ = LABELS.split("\n")
    return {
        "no-row.csv": head + "\n",
        "blank-rows.csv": head + "\n\n\n",
        "ragged-short.csv": f"{head}\n{first}\nben/1.png,b\n",
        "ragged-long.csv": f"{head}\n{first},more,and more\n",
        "twice.csv": LABELS.replace("age", "group"),
        "twice-file.csv": LABELS.replace("age", "file"),
        "no-name.csv": LABELS.replace("age", ""),
        "no-head.csv": LABELS.split("\n", 1)[1],
        "no-labels.csv": "file\nann/1.png\n",
        "empty-labels.csv": "file,group\nann/1.png,\nann/2.png,\nben/1.png,\n",
        "quote.csv": LABELS.replace("a,30", '"a,30'),
        "quotes.csv": LABELS.replace("a,30", '"a"b,30'),
        "long.csv": LABELS.replace("a,30", f"{LONG},30"),
        "again.csv": LABELS + "ann/1.png,b,30\n",
        "stranger.csv": LABELS + "zoe/1.png,b,30\n",
        "long-stranger.csv": LABELS + "z" * 100_000 + ",b,30\n",
        "line-stranger.csv": LABELS + '"z\nz",b,30\n',
    }
