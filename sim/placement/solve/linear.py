"""A linear model with some whole columns, grown row by row, and what HiGHS makes of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from highspy import cb
from highspy._core import _Highs as Highs  # its subclass Highs greets on standard output
from scipy.sparse import csr_array, vstack

from sim.errors import SimError
from sim.placement.solve.problem import Floats

GRASP = 1e-6
"""Numbers this near to whole ones are whole, as HiGHS has it."""


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The best shares x, their reduced costs, and a bound of all choices that rests on the duals
    alone, however exact they are.
    """

    x: Floats
    reduced: Floats
    bound: float


@dataclass(frozen=True, slots=True)
class Whole:
    """The best x found, if any; a bound; whether there is none at all."""

    x: Floats | None
    bound: float
    infeasible: bool


class Linear:
    """Maximise gain @ x, 0 <= x <= most, below @ x <= limit; the first `whole` are whole."""

    def __init__(self, gain: Floats, most: Floats, whole: int) -> None:
        self.gain, self.most, self.whole = gain, most, whole
        self.below: list[csr_array] = []
        self.limit: list[Floats] = []
        self.relaxation: Highs | None = None
        """Kept from round to round, since it begins where it ended."""

    def add(self, below: csr_array, limit: Floats) -> None:
        """Rows more."""
        if not below.shape[0]:
            return
        self.below.append(below)
        self.limit.append(limit)
        if self.relaxation is not None:
            none = np.full(len(limit), -highspy.kHighsInf)
            starts = below.indptr[:-1].astype(np.int32)
            self.relaxation.addRows(
                len(limit), none, limit, below.nnz, starts, below.indices.astype(np.int32),
                below.data.astype(np.float64),
            )  # fmt: skip

    def relaxed(
        self,
        within_s: float,
        stop: Callable[[], bool],
        least: Floats | None = None,
        most: Floats | None = None,
    ) -> Relaxed | None:
        """The optimum in shares, of x within `least` and `most` if they are given; None if it was
        not reached in time.
        """
        if self.relaxation is None:
            self.relaxation = self._model(self.most)
        solver = self.relaxation
        low = np.zeros_like(self.most) if least is None else least
        high = self.most if most is None else most
        solver.changeColsBounds(len(low), np.arange(len(low), dtype=np.int32), low, high)
        solver.setOptionValue("time_limit", solver.getRunTime() + max(within_s, 0.0))
        kind = cb.HighsCallbackType.kCallbackSimplexInterrupt
        _run(solver, (kind,), lambda *_: stop())
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return Relaxed(np.zeros(len(self.gain)), np.zeros(len(self.gain)), -np.inf)
        if status != highspy.HighsModelStatus.kOptimal:
            return None
        solution = solver.getSolution()
        price = np.maximum(-np.array(solution.row_dual), 0.0)  # of a minimum, as HiGHS is given it
        return self._relaxed(np.array(solution.col_value), price, low, high)

    def _relaxed(self, x: Floats, price: Floats, low: Floats, high: Floats) -> Relaxed:
        """By weak duality: for prices >= 0 of the rows no choice is worth more than the rows'
        limits at these prices, and what each column then still brings at its bound.
        """
        left = self.gain - self._turned() @ price
        columns = high @ np.maximum(left, 0.0) + low @ np.minimum(left, 0.0)
        return Relaxed(x, left, float(np.concatenate(self.limit) @ price + columns))

    def _turned(self) -> csr_array:
        """All rows by columns."""
        if len(self.below) > 1:
            self.below = [csr_array(vstack(self.below))]
            self.limit = [np.concatenate(self.limit)]
        return csr_array(self.below[0].T)

    def solved(
        self,
        most: Floats,
        begin: Floats | None,
        gap: float,
        within_s: float,
        stop: Callable[[], bool],
        found: Callable[[Floats], None],
        bounded: Callable[[float], None],
    ) -> Whole:
        """The optimum with whole columns, of those that `most` leaves; `found` is told of solutions
        and `bounded` of bounds.
        """
        solver = self._model(most, whole=True)
        solver.setOptionValue("time_limit", max(within_s, 0.0))
        solver.setOptionValue("mip_rel_gap", gap)
        solver.setOptionValue("mip_abs_gap", 0.0)
        if begin is not None:
            columns = np.arange(len(begin), dtype=np.int32)
            solver.setSolution(len(begin), columns, begin)
        kind = cb.HighsCallbackType

        def told(which: Any, out: Any) -> bool:
            if which == kind.kCallbackMipSolution:
                found(np.array(out.mip_solution))
                return False
            if which == kind.kCallbackMipInterrupt:
                bounded(-out.mip_dual_bound)
            return stop()

        kinds = (kind.kCallbackMipSolution, kind.kCallbackMipInterrupt)
        _run(solver, (*kinds, kind.kCallbackSimplexInterrupt), told)
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return Whole(None, -np.inf, infeasible=True)
        info = solver.getInfo()
        held = info.primal_solution_status == highspy.kSolutionStatusFeasible
        x = np.array(solver.getSolution().col_value) if held else None
        return Whole(x, -info.mip_dual_bound, infeasible=False)

    def _model(self, most: Floats, whole: bool = False) -> Highs:
        below, limit = csr_array(vstack(self.below)), np.concatenate(self.limit)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.gain), len(limit)
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = -self.gain, np.zeros_like(most), most
        lp.row_lower_, lp.row_upper_ = np.full(len(limit), -highspy.kHighsInf), limit
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = lp.num_col_, lp.num_row_
        lp.a_matrix_.start_ = below.indptr.astype(np.int32)
        lp.a_matrix_.index_ = below.indices.astype(np.int32)
        lp.a_matrix_.value_ = below.data.astype(np.float64)
        if whole:
            kinds = [highspy.HighsVarType.kInteger] * self.whole
            kinds += [highspy.HighsVarType.kContinuous] * (len(self.gain) - self.whole)
            lp.integrality_ = kinds
        solver = Highs()
        solver.setOptionValue("output_flag", False)
        if solver.passModel(lp) == highspy.HighsStatus.kError:
            raise SimError("placement: got a model that HiGHS does not take")
        return solver


def _run(solver: Highs, kinds: Sequence[Any], told: Callable[[Any, Any], bool]) -> None:
    """Run HiGHS, which asks what is `told` at each event of these kinds whether it is to stop.

    What is raised meanwhile, such as Ctrl-C, stops it and is raised again: HiGHS would go on.
    """
    raised: list[BaseException] = []

    def heard(which: Any, _said: str, out: Any, into: Any, _data: Any) -> None:
        try:
            stop = bool(raised) or told(which, out)
        except BaseException as err:  # raised again below
            raised.append(err)
            stop = True
        if which != cb.HighsCallbackType.kCallbackMipSolution:
            into.user_interrupt = stop

    solver.setCallback(heard, None)
    for kind in kinds:
        solver.startCallback(kind)
    solver.run()
    if raised:
        raise raised[0]
