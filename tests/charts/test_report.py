"""The report's picture: columns of days, their legend, and panels of bars."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.charts.draw import draw, sketch
from bot.charts.look import ALERT, ALERT_TINT, CALM_BAND, CALM_DEEP, RIGHT, TRACK, WIDTH
from bot.charts.specs import DayBar, Panel, PanelBar, ReportSpec
from tests.bench.pictures import report
from tests.charts.samples import LONG, WORD
from tests.charts.test_draw import LIMIT, inked, opened, overlapping, stray, texts

WEEK = report(7)
MONTH = report(30)
PARTS = WEEK.parts


def of_days(*counts: tuple[int, ...], parts: tuple[str, ...] = PARTS) -> ReportSpec:
    days = tuple(DayBar(f"{index + 1} Sep", day) for index, day in enumerate(counts))
    return ReportSpec("Title", "Period", parts, days, "Days", (), days_empty="nobody asked")


def of_panels(*panels: Panel) -> ReportSpec:
    return replace(of_days((1, 0, 0, 0)), panels=panels)


def worded(text: str, days: int) -> ReportSpec:
    """A report every text of which is this one."""
    bars = (PanelBar(text, 3, text), PanelBar(text, 0, text), PanelBar(text, 1, text, 2))
    counts = (10**6, 1, 0, 3, 2, 1)
    columns = tuple(DayBar(text, counts) for _ in range(days))
    return ReportSpec(text, text, (text,) * 6, columns, text, (Panel(text, bars, text), Panel(text, (), text)), text)


def colours(spec: ReportSpec) -> dict[str, int]:
    """How many pixels each colour fills, by its hex code."""
    image = opened(draw(spec)).convert("RGB")
    found: Any = image.getcolors(1 << 24)
    return {"#{:02X}{:02X}{:02X}".format(*colour): count for count, colour in found}


def filled(spec: ReportSpec, colour: str) -> int:
    return colours(spec).get(colour, 0)


def places(spec: ReportSpec, *wanted: str) -> list[float]:
    """The middles of texts on the x axis, from left to right."""
    return sorted((box[0] + box[2]) / 2 for text, box in inked(spec) if text in wanted)


ODD = {
    "one_day": of_days((3, 1, 0, 0)),
    "no_days": of_days(),
    "all_zero": of_days(*[(0, 0, 0, 0)] * 7),
    "huge": of_days((10**6, 1, 0, 0), *[(400_000, 300_000, 200_000, 100_000)] * 6),
    "beyond_all": of_days((10**400, 1, 0, 0), (10**16, 10**16, 0, 0)),
    "endless_bars": of_panels(Panel("", (PanelBar("a", 10**400, "a", 10**401), PanelBar("b", 10**400, "b")), "")),
    "negative": of_days((-5, 2, 0, 0), (-1, -1, -1, -1)),
    "no_parts": of_days((1, 2), (3, 4), parts=()),
    "few_counts": of_days((1,), (), (1, 2, 3, 4, 5, 6, 7)),
    "long_labels": replace(WEEK, days=tuple(DayBar(WORD, (1, 2, 3, 4)) for _ in range(17))),
    "ninety_days": of_days(*[(1, 2, 3, 4)] * 90),
    "thousand_days": of_days(*[(1, 2, 3, 4)] * 1000),
    "zero_bars": of_panels(Panel("Zero", (PanelBar("a", 0, "0"), PanelBar("b", 0, "0", 4)), "")),
    "over_full": of_panels(Panel("Over", (PanelBar("a", 9, "9", 4), PanelBar("b", -9, "-9", 4)), "")),
    "nothing_said": of_panels(Panel("", (), ""), Panel("", (PanelBar("", 1, ""),), "")),
}


@pytest.mark.parametrize("spec", ODD.values(), ids=ODD)
def test_odd_reports_are_drawn_with_all_words_on_the_card_and_apart(spec: ReportSpec) -> None:
    assert stray(spec) == []
    assert overlapping(spec) == []
    assert opened(draw(spec)).width == WIDTH


@pytest.mark.parametrize("days", [1, 7, 30])
@pytest.mark.parametrize(
    "text", [LONG, WORD, "W" * 64, "a", "🔥❤️", "你好"], ids=["long", "word", "64", "a", "emoji", "han"]
)
def test_words_of_any_length_neither_leave_the_card_nor_meet(text: str, days: int) -> None:
    spec = worded(text, days)
    assert stray(spec) == []
    assert overlapping(spec) == []


_texts = st.one_of(st.text(max_size=30), st.sampled_from(["", LONG, WORD, "4 Sep", "\ud800", "🔥 a\n\tb"]))
_whole = st.one_of(st.integers(-10, 100), st.integers(-10, 10**19), st.sampled_from([0, 1, 10**6]))


def _several(elements: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(elements, max_size=most).map(tuple)


_panels = st.builds(Panel, _texts, _several(st.builds(PanelBar, _texts, _whole, _texts, _whole), 10), _texts)
_days = st.builds(DayBar, _texts, _several(_whole, 8))
REPORTS = st.builds(
    ReportSpec, _texts, _texts, _several(_texts, 8), _several(_days, 32), _texts, _several(_panels, 4), _texts, _texts
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(REPORTS)
def test_words_of_any_report_stay_on_the_card_and_apart(spec: ReportSpec) -> None:
    assert stray(spec) == []
    assert overlapping(spec) == []


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(REPORTS)
def test_any_report_becomes_a_small_picture(spec: ReportSpec) -> None:
    picture = draw(spec)
    assert opened(picture).width == WIDTH
    assert len(picture) <= LIMIT


def test_the_fullest_report_is_a_photo_that_telegram_takes() -> None:
    bars = tuple(PanelBar(f"{index} {LONG}", index, LONG, 9) for index in range(12))
    panels = tuple(Panel(f"{index} {LONG}", bars, "") for index in range(20))
    spec = replace(worded(LONG, 30), panels=panels, footer=LONG)
    picture = draw(spec)
    image = opened(picture)
    assert image.width + image.height <= 10_000
    assert image.height <= 20 * image.width
    assert len(picture) <= 2 * LIMIT
    assert stray(spec) == []


@pytest.mark.parametrize("spec", [WEEK, MONTH], ids=["week", "month"])
def test_everyday_reports_are_small_and_shorten_no_word(spec: ReportSpec) -> None:
    assert len(draw(spec)) <= LIMIT
    assert stray(spec) == []
    assert overlapping(spec) == []
    assert [text for text in texts(spec) if text.endswith("…")] == []


@pytest.mark.parametrize("spec", [WEEK, MONTH], ids=["week", "month"])
def test_the_same_report_gives_the_same_bytes(spec: ReportSpec) -> None:
    assert draw(spec) == draw(replace(spec))


def test_every_field_counts_in_the_key() -> None:
    other: Any = "other"
    keys = {replace(WEEK, **{field.name: other}).key() for field in fields(WEEK)}
    assert len({WEEK.key(), *keys}) == len(fields(WEEK)) + 1
    assert replace(WEEK).key() == WEEK.key()


def test_every_day_of_a_week_has_its_label_and_its_total() -> None:
    totals = {str(sum(day.counts)) for day in WEEK.days}
    assert totals | {day.label for day in WEEK.days} <= set(texts(WEEK))


def test_of_a_month_every_fifth_day_is_labelled_the_last_among_them() -> None:
    labels = {day.label for day in MONTH.days}
    shown = [text for text in texts(MONTH) if text in labels]
    assert sorted(shown) == sorted(f"{day} Sep" for day in (5, 10, 15, 20, 25, 30))


def test_of_a_month_only_the_highest_total_is_written() -> None:
    counts = [(index % 7, 40, 0, 0) for index in range(30)]
    shown = texts(of_days(*counts[:-1], (77, 0, 0, 0)))
    assert "77" in shown
    assert not {"41", "42", "43", "44", "45", "46"} & set(shown)


def test_totals_that_would_meet_are_left_out_but_never_the_highest() -> None:
    spec = of_days(*[(1_000_000 + index, 0, 0, 0) for index in range(7)])
    shown = [text for text in texts(spec) if text.startswith("1.000.00") and text != "1.000.000"]
    assert "1.000.006" in shown
    assert 2 <= len(shown) < 7


def test_the_total_of_the_last_day_keeps_to_the_margin() -> None:
    spec = of_days(*[(1, 0, 0, 0)] * 29, (123_456_789, 0, 0, 0))
    assert max(box[2] for text, box in inked(spec) if text == "123.456.789") <= RIGHT


def test_labels_stand_under_the_middle_of_evenly_laid_days() -> None:
    middles = places(WEEK, *(day.label for day in WEEK.days))
    gaps = [after - before for before, after in pairwise(middles)]
    assert max(gaps) - min(gaps) < 4


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [(1, ["0", "1"]), (4, ["0", "1", "2", "3", "4"]), (11, ["0", "5", "10"]), (59, ["0", "20", "40"])],
)
def test_the_axis_has_round_whole_numbers(highest: int, ticks: list[str]) -> None:
    spec = of_days((highest,), parts=("Part",))
    axis = min(words.x + words.width for words in sketch(spec)[0].words if words.text == "0")
    ends = [words.text for words in sketch(spec)[0].words if abs(words.x + words.width - axis) < 0.01]
    assert sorted(ends, key=int) == ticks


def test_the_legend_names_every_part_with_its_sum() -> None:
    shown = texts(of_days((1, 20, 300, 4000), (1, 20, 300, 4000)))
    assert {*PARTS, "2", "40", "600", "8.000"} <= set(shown)


def test_a_larger_count_fills_more_of_its_colour_and_leaves_the_others_theirs() -> None:
    few, many = of_days((10, 10, 0, 0), (40, 0, 0, 0)), of_days((10, 30, 0, 0), (40, 0, 0, 0))
    assert filled(few, CALM_BAND) < filled(many, CALM_BAND)
    # Not quite the same: the totals above the columns are written in that colour.
    assert abs(filled(few, CALM_DEEP) - filled(many, CALM_DEEP)) < 100


def test_a_single_question_among_a_million_can_be_seen() -> None:
    spec = of_days((10**6, 0, 0, 0), (10**6, 0, 0, 0))
    one = of_days((10**6, 0, 0, 0), (10**6 - 1, 1, 0, 0))
    assert filled(one, CALM_BAND) > filled(spec, CALM_BAND) + 200


def test_parts_are_told_apart_without_colours() -> None:
    found = colours(of_days((0, 0, 5, 0)))
    assert found[ALERT] > 1000
    assert found[ALERT_TINT] > 1000


@pytest.mark.parametrize(
    "spec", [of_days(), of_days(*[(0, 0, 0, 0)] * 7), of_days((-1,))], ids=["none", "zero", "less"]
)
def test_days_without_a_question_say_so_instead_of_an_empty_plot(spec: ReportSpec) -> None:
    assert "nobody asked" in texts(spec)
    assert "1 Sep" not in texts(spec)


def test_an_empty_panel_says_its_words_and_a_full_one_does_not() -> None:
    full = Panel("Full", (PanelBar("One", 1, "1×"),), "not this")
    shown = texts(of_panels(Panel("Empty", (), "no question yet"), full))
    assert {"Empty", "no question yet", "Full", "One", "1×"} <= set(shown)
    assert "not this" not in shown


def test_bars_without_a_whole_are_scaled_to_the_largest_of_their_panel() -> None:
    def panel(*values: int) -> ReportSpec:
        return of_panels(Panel("", tuple(PanelBar("", value, "x") for value in values), ""))

    assert filled(panel(5, 5), CALM_BAND) == filled(panel(900, 900), CALM_BAND) > filled(panel(900, 450), CALM_BAND)
    assert filled(panel(900, 450), TRACK) == 0


def test_bars_of_a_whole_fill_their_share_of_a_track() -> None:
    def panel(value: int) -> ReportSpec:
        return of_panels(Panel("", (PanelBar("", value, "x", 10),), ""))

    assert filled(panel(1), CALM_BAND) < filled(panel(5), CALM_BAND) < filled(panel(10), CALM_BAND)
    assert filled(panel(0), TRACK) > filled(panel(5), TRACK) > filled(panel(10), TRACK)


def test_a_bar_never_leaves_its_track() -> None:
    def panel(value: int) -> ReportSpec:
        return of_panels(Panel("", (PanelBar("", value, "x", 10),), ""))

    assert draw(panel(25)) == draw(panel(10))
    assert draw(panel(-25)) == draw(panel(0))


def test_labels_that_are_too_long_are_shortened_and_their_numbers_are_not() -> None:
    shown = texts(of_panels(Panel("", (PanelBar("kata " * 13, 3, "3 dari 10", 10),), "")))
    assert "3 dari 10" in shown
    assert [text for text in shown if text.startswith("kata kata") and text.endswith("kata…")]


@pytest.mark.parametrize(
    ("label", "shown"), [("pajak 🔥 youtube ❤️ ✅", "pajak youtube"), ("你好 apa", "apa"), ("🔥🔥", "–"), ("", "–")]
)
def test_letters_that_the_font_lacks_are_left_out_of_labels(label: str, shown: str) -> None:
    assert shown in texts(of_panels(Panel("", (PanelBar(label, 1, "1×"),), "")))


def test_no_more_than_eight_bars_stand_in_a_panel() -> None:
    bars = tuple(PanelBar(f"bar {index}", 20 - index, "x") for index in range(10))
    shown = texts(of_panels(Panel("", bars, "")))
    assert "bar 7" in shown
    assert "bar 8" not in shown


@pytest.mark.parametrize("spec", [WEEK, MONTH, *ODD.values()], ids=["week", "month", *ODD])
def test_no_word_is_too_small_to_read(spec: ReportSpec) -> None:
    assert [words.text for words in sketch(spec)[0].words if words.style.size < 30] == []
