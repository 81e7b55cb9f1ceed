"""Specifications for tests: everyday ones, and strategies for arbitrary ones."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.charts.specs import Bar, Bars, BreakEven, Line, Series, Spec, Trend

LONG = "Pendapatan freelance dari berbagai platform " * 12
WORD = "mempertanggungjawabkan" * 12

LINE = Line("Income", (4.0, 2.0, 6.0), ("Jan", "Feb", "Mar"), 4.0, "mean 4", ("Rp 4 jt", "Rp 2 jt", "Rp 6 jt"))
BARS = Bars(
    "Title", "Subtitle", (Bar("One", 10, "low"), Bar("Two", 90, "high", strong=True)), True, 62, "fair", LINE, "Foot"
)
TREND = Trend("Title", "Subtitle", ("1 Jan", "2 Jan"), (Series("One", (10, 20), "10"), Series("Two", (5, None))), False)
FALLING = ((0.0, 100.0), (100.0, -100.0))
BREAK_EVEN = BreakEven(
    "Title", "Subtitle", "x", "y", FALLING, FALLING, (50, 50), "even", (30, 40), "you", "$", "$", "gain", "loss", "Foot"
)
EVERYDAY: dict[str, Spec] = {"bars": BARS, "trend": TREND, "break_even": BREAK_EVEN}


def worded(text: str) -> dict[str, Spec]:
    """One specification of each kind, every text of which is this one."""
    line = Line(text, (1.0, 3.0, 2.0, 2.5), (text,) * 4, 2.0, text, (text,) * 4)
    bars = (Bar(text, 100, text, strong=True), Bar(text, 0, text))
    series = tuple(Series(text, (0, 50, 100), text) for _ in range(3))
    return {
        "bars": Bars(text, text, bars, False, 100, text, line, text),
        "trend": Trend(text, text, (text,) * 3, series, True, text),
        "break_even": BreakEven(
            text, text, text, text, FALLING, FALLING, (50, 50), text, (49, 49), text, text, text, text, text
        ),
    }


_texts = st.one_of(st.text(max_size=30), st.sampled_from(["", LONG, WORD, "Rp 4,2 jt – 78%", "\ud800", "🔥 a\n\tb"]))
_numbers = st.one_of(
    st.floats(), st.sampled_from([0.0, -0.0, 1.0, 1e-320, 1e308, -1e308, float("inf"), float("-inf"), float("nan")])
)
_whole = st.integers(-10, 10**6)
_spans = st.none() | st.tuples(_numbers, _numbers)
_points = st.lists(st.tuples(_numbers, _numbers), max_size=6).map(tuple)


def _several(elements: st.SearchStrategy[object], most: int) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(elements, max_size=most).map(tuple)


_lines = st.builds(
    Line, _texts, _several(_numbers, 12), _several(_texts, 12), st.none() | _numbers, _texts, _several(_texts, 12)
)
_bars = st.builds(Bar, _texts, _whole, _texts, st.booleans())
_series = st.builds(Series, _texts, _several(st.none() | _whole, 12), _texts)
ARBITRARY: st.SearchStrategy[Spec] = st.one_of(
    st.builds(
        Bars,
        _texts,
        _texts,
        _several(_bars, 6),
        st.booleans(),
        st.none() | _whole,
        _texts,
        st.none() | _lines,
        _texts,
    ),
    st.builds(Trend, _texts, _texts, _several(_texts, 12), _several(_series, 6), st.booleans(), _texts),
    st.builds(
        BreakEven,
        *[_texts] * 4,
        low=_points,
        high=_points,
        crossing=_spans,
        crossing_label=_texts,
        own=_spans,
        own_label=_texts,
        x_unit=_texts,
        y_unit=_texts,
        gain_label=_texts,
        loss_label=_texts,
        footer=_texts,
    ),
)
