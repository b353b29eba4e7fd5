"""Carries out formulas on whole series at once."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from holdfast.metrics.reports.figures import Floats
from holdfast.metrics.reports.query.formulas import Named, Operator, Step

_OF_TWO = {Operator.PLUS: np.add, Operator.MINUS: np.subtract, Operator.TIMES: np.multiply, Operator.OVER: np.divide}


def calculated(steps: tuple[Step, ...], series: Mapping[str, Floats]) -> Floats:
    """series: of one shape, NaN where there is no value; so it is where one is divided by zero, or has no value."""
    stack: list[Floats] = []
    with np.errstate(all="ignore"):
        for step in steps:
            if isinstance(step, Named):
                stack.append(series[step.name])
            elif isinstance(step, Operator):
                right = stack.pop()
                stack.append(-right if step is Operator.NEGATE else _OF_TWO[step](stack.pop(), right))
            else:
                stack.append(np.full(next(iter(series.values())).shape, step))
    return np.where(np.isfinite(stack[0]), stack[0], np.nan)
