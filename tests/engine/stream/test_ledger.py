import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import LedgerError
from engine.stream.ledger import Account, Cause, Ledger

ENDS = st.sampled_from(["process", *Cause])


def ended(account, how):
    return account.process() if how == "process" else account.drop(how)


@given(st.lists(st.just("decode") | ENDS))
@settings(deadline=None, max_examples=60)
def test_an_account_balances_after_every_step(steps):
    account = Account()
    for step in steps:
        if step == "decode":
            account = account.decode()
        elif account.in_flight:
            account = ended(account, step)
        assert account.balances
        assert account.in_flight >= 0
    assert account.decoded == steps.count("decode")


@given(ENDS)
@settings(deadline=None, max_examples=60)
def test_a_frame_ends_once(how):
    account = ended(Account().decode(), how)
    with pytest.raises(LedgerError, match="in flight"):
        ended(account, how)


def test_the_accounts_of_two_feeds_share_nothing():
    ledger = Ledger(["a", "b"])
    ledger.decode("a")
    ledger.drop("a", Cause.worker_lost)
    ledger.miss("b", "after 2 s")
    ledger.miss("b", "after 3 s")
    ledger.damage("b", "after 4 s")
    a, b = ledger.accounts["a"], ledger.accounts["b"]
    assert (a.decoded, a.dropped[Cause.worker_lost], a.damage) == (1, 1, None)
    assert (b.decoded, b.dropped[Cause.worker_lost], b.damage) == (0, 0, "after 2 s")
    assert [(one.offered, one.undecodable, one.balances) for one in (a, b)] == [
        (1, 0, True),
        (2, 2, True),
    ]


def test_an_account_says_every_cause_even_where_nothing_was_dropped():
    assert Account().as_json()["dropped"] == {cause.value: 0 for cause in Cause}
