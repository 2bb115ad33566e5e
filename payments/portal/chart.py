"""A bar chart as plain SVG figures: no script, no inline style."""

from collections.abc import Sequence
from dataclasses import dataclass

from orders.selectors.portal import DaySales

WIDTH, HEIGHT, BASE_LINE = 560, 150, 126
_BAR_SHARE = 0.62


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One day: ``x``, ``y``, ``width`` and ``height`` in the chart's own units."""

    day: DaySales
    x: int
    y: int
    width: int
    height: int
    middle: int
    is_today: bool


def bars(days: Sequence[DaySales]) -> list[Bar]:
    """Return one bar a day, the highest as high as the chart; a day with sales is never flat."""
    highest = max((day.total for day in days), default=0)
    step = WIDTH / max(1, len(days))
    width = round(step * _BAR_SHARE)
    drawn = []
    for index, day in enumerate(days):
        height = max(3, round(day.total / highest * (BASE_LINE - 6))) if day.total else 0
        middle = round(step * (index + 0.5))
        drawn.append(
            Bar(
                day=day,
                x=middle - width // 2,
                y=BASE_LINE - height,
                width=width,
                height=height,
                middle=middle,
                is_today=index == len(days) - 1,
            )
        )
    return drawn
