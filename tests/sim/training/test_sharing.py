"""Who sees a session's review, and when."""

import shutil

import pytest

from sim.errors import SimError
from sim.training.events import ROLES
from sim.training.sharing import SHARED, Shared, is_over, sees_review, share, shared_of


def test_nobody_sees_the_review_of_a_session_that_is_not_over(laid):
    assert not is_over(laid)
    assert not any(sees_review(laid, role) for role in ROLES)


def test_at_its_end_those_who_watch_see_it_and_the_others_once_it_is_shared(sessions, tmp_path):
    folder = shutil.copytree(sessions / "mixed", tmp_path / "one")
    assert is_over(folder)
    assert [role for role in ROLES if sees_review(folder, role)] == ["instructor", "observer"]
    assert shared_of(folder) == Shared(desks=False, beside=False)
    share(folder, Shared(desks=True))
    assert all(sees_review(folder, role) for role in ROLES)


def test_what_is_no_session_is_not_over(tmp_path):
    assert not is_over(tmp_path)


@pytest.mark.parametrize("told", ["", "[]", "{}", '{"desks": true}'])
def test_what_is_shared_is_refused_where_it_cannot_be_read(tmp_path, told):
    (tmp_path / SHARED).write_text(told)
    with pytest.raises(SimError, match="wanted what is shared"):
        shared_of(tmp_path)
