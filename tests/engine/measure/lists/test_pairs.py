"""A CSV of pairs says of each comparison what it says, or is refused with the line."""

import pytest

from engine.errors import GalleryError
from engine.measure.lists import pairs
from engine.measure.lists.pairs import read_pairs


@pytest.fixture
def table(tmp_path):
    """Writes a CSV beside three pictures, one of them in its subject's folder."""
    for name in ("1.png", "2.png", "ann/3.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()

    def read(text, column=None):
        (tmp_path / "pairs.csv").write_text(text, encoding="utf-8")
        return read_pairs(tmp_path / "pairs.csv", column)

    return read


@pytest.mark.parametrize(
    "text",
    [
        "score,mated\n0.9,yes\n0.1,no\n",
        "\ufeffSimilarity,is_same\n0.9,True\n0.1,False\n",
        "score,label\n0.9,1\n0.1,0\n",
        "score,genuine\n0.9,1.0\n0.1,-1\n",
        "score,mated\n0.9,genuine\n0.1,Impostor\n",
        "subject_1,subject_2,score\nann,ann,0.9\nann,bob,0.1\n",
        "probe_id,reference_id,score,mated\nann,ann,0.9,y\nann,bob,0.1,n\n",
    ],
)
def test_scores_with_their_kind_are_read_under_many_names(table, text):
    found = table(text)
    assert found.mated.tolist() == [True, False]
    assert found.score.tolist() == [0.9, 0.1]
    assert found.file is None


def test_people_are_known_by_their_names_and_other_columns_are_labels(table):
    found = table("subject_1,subject_2,score,light\nann,bob,0.2,dim\nbob,bob,0.8,\n")
    assert found.subjects == ("ann", "bob")
    assert found.subject.tolist() == [[0, 1], [1, 1]]
    assert found.labels["light"].tolist() == ["dim", ""]


def test_pictures_lie_beside_the_table_or_in_their_subject_s_folder(table, tmp_path):
    found = table("file_1,subject_1,file_2,subject_2\n1.png,bob,3.png,ann\n1.png,bob,2.png,bob\n")
    assert [file.relative_to(tmp_path).as_posix() for file in found.files] == [
        "1.png",
        "ann/3.png",
        "2.png",
    ]
    assert found.file.tolist() == [[0, 1], [0, 2]]
    assert found.mated.tolist() == [False, True]


def test_a_column_of_distances_is_one_by_its_name_and_scores_stand_above_files(table):
    assert table("distance,mated\n0.1,yes\n").distance
    found = table("img1,img2,score,mated\n1.png,2.png,0.3,no\n")
    assert (found.file, found.score.tolist()) == (None, [0.3])


def test_a_column_with_too_many_values_is_no_label(table, monkeypatch):
    monkeypatch.setattr(pairs, "MOST_VALUES", 2)
    found = table("score,mated,run,light\n1,yes,a,x\n2,no,b,x\n3,no,c,y\n")
    assert (found.passed_over, [*found.labels]) == (("run",), ["light"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "got columns? nothing|got no columns"),
        ("score,mated\n", "got no line below the header"),
        ("score,mated\n0.5,perhaps\n", r"csv:2: mated: got 'perhaps', wanted yes or no"),
        ("score,mated\n0.5,yes\ninf,no\n", r"csv:3: score: got 'inf', wanted a finite score"),
        ('score,mated\n"0,5",yes\n', r"csv:2: score: got '0,5'.*behind a point"),
        ("score;mated\n0.5;yes\n", "fields stand apart by commas"),
        ("score\n0.5\n", "wanted one named mated, or subject_1 and subject_2"),
        ("mated,x,y\nyes,1,2\n", "wanted one named score, or --column"),
        ("file_1,file_2,mated\n1.png,9.png,no\n", r"csv:2: file_2: got '9.png', wanted a picture"),
        ("file_1,file_2,mated\n1.png,,no\n", r"csv:2: file_2: got '', wanted a picture"),
        ("subject_1,subject_2,score\nann,,1\n", r"csv:2: subject_2: got nothing, wanted a subject"),
        (
            "subject_1,subject_2,score,mated\nann,bob,1,yes\n",
            r"csv:2: mated: got 'yes' for 'ann' and 'bob', wanted what the subjects say",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_line(table, text, words):
    with pytest.raises(GalleryError, match=words):
        table(text)
