"""The figures of a report add up, and say what matters first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.library import Library
from bot.report.figures import DAY, LENGTHS, PARTS, Counts, Rating, Report, report_of, since, today
from tests.clock import NOON
from tests.report.samples import BURNOUT, ERROR_ID, GONE, LOAN, counts_at

NOTHING: Counts = ([], [], [], [])


def report(library: Library, counts: Counts, days: int = 7, now: float = NOON) -> Report:
    return report_of(counts, [], library, now, days)


def test_a_day_begins_at_midnight_in_jakarta() -> None:
    midnight = datetime(2026, 3, 1, 17, tzinfo=UTC).timestamp()
    assert today(midnight) == today(midnight - 1) + 1
    assert since(midnight + 5, 7) == midnight - 6 * DAY
    assert since(midnight - 5, 7) == midnight - 7 * DAY


@pytest.mark.parametrize("days", LENGTHS)
def test_every_day_is_there_oldest_first_with_zeros(library: Library, days: int) -> None:
    found = report(library, NOTHING, days).days
    assert [day.number for day in found] == list(range(today(NOON) - days + 1, today(NOON) + 1))
    assert {day.total for day in found} == {0}
    assert all(today(day.at) == day.number for day in found)
    assert report(library, NOTHING, days).is_empty


def test_questions_are_counted_by_day_and_by_what_came_of_them(library: Library) -> None:
    found = report(library, counts_at(NOON))
    assert dict(zip(PARTS, found.parts, strict=True)) == {"answer": 5, "suggest": 2, "unknown": 4, "chosen": 1}
    assert [day.total for day in found.days] == [2, 0, 0, 0, 3, 0, 7]
    assert found.total == 12
    assert not found.is_empty


def test_entries_are_counted_where_they_were_given_not_where_they_were_offered(library: Library) -> None:
    given = {one.entry_id: one.times for one in report(library, counts_at(NOON)).given}
    assert given == {BURNOUT: 3, GONE: 2, LOAN: 1}


def test_an_entry_that_is_no_more_is_shown_by_its_id(library: Library) -> None:
    found = report(library, counts_at(NOON))
    labels = {one.entry_id: one.label for one in found.given}
    assert labels[GONE] == GONE
    assert labels[BURNOUT] == library.entries[BURNOUT].label
    assert found.worst[0].label == GONE


def test_what_was_rated_badly_is_told_with_its_reasons(library: Library) -> None:
    worst = report(library, counts_at(NOON)).worst
    assert worst[0] == Rating(GONE, GONE, helpful=0, unhelpful=3, off_topic=1, lacking=0)
    assert worst[1] == Rating(BURNOUT, library.entries[BURNOUT].label, helpful=2, unhelpful=1, off_topic=0, lacking=1)


def test_few_bad_ratings_do_not_come_before_many(library: Library) -> None:
    rated = [
        ("a/few", False, None, 3),
        ("b/many", False, None, 30),
        ("b/many", True, None, 5),
        ("c/two", False, None, 2),
    ]
    found = report(library, ([], rated, [], []))
    assert [one.entry_id for one in found.worst] == ["b/many", "a/few"]
    assert [one.entry_id for one in found.ratings] == ["b/many", "a/few", "c/two"], "in the table there are all"


def test_what_nobody_found_bad_is_not_among_the_worst(library: Library) -> None:
    assert report(library, ([], [(BURNOUT, True, None, 9)], [], [])).worst == ()


def test_a_checklist_tells_who_began_who_ended_and_where_they_stopped(library: Library) -> None:
    found = {funnel.name: funnel for funnel in report(library, counts_at(NOON)).funnels}
    loan = found["pinjaman"]
    assert (loan.started, loan.finished, loan.cancelled, loan.open) == (6, 2, 1, 3)
    assert [(stop.number, stop.step_id, stop.times) for stop in loan.stops] == [(1, "rekening-satu", 3), (0, "lama", 1)]
    assert found["burnout"].stops == ()
    assert found["harga"].started == 0


def test_stops_stand_in_the_order_of_the_checklist(library: Library) -> None:
    steps = [step.id for step in library.checklists[0].steps]
    walked = [(library.checklists[0].name, step, None, 1) for step in sorted(steps)]
    stops = report(library, ([], [], walked, [])).funnels[0].stops
    assert [stop.step_id for stop in stops] == steps
    assert [stop.number for stop in stops] == list(range(1, len(steps) + 1))


def test_a_checklist_that_is_no_more_is_shown_by_its_name(library: Library) -> None:
    found = report(library, ([], [], [("kuno", "satu", "cancelled", 2)], [])).funnels[-1]
    assert (found.label, found.started, found.stops[0].number) == ("kuno", 2, 0)


def test_a_run_that_was_never_shown_a_step_counts_as_begun(library: Library) -> None:
    funnel = report(library, ([], [], [("harga", None, None, 2)], [])).funnels
    assert next(one for one in funnel if one.name == "harga").open == 2


def test_faults_are_told(library: Library) -> None:
    (fault,) = report(library, counts_at(NOON)).faults
    assert (fault.error_id, fault.at) == (ERROR_ID, NOON - 60)


_names = st.sampled_from([BURNOUT, LOAN, GONE, "x/y"])
_steps = st.sampled_from(["rekening-satu", "npwp", "lama"])
_times = st.integers(1, 50)
_asked = st.tuples(st.integers(today(NOON) - 6, today(NOON)), st.sampled_from(PARTS), st.none() | _names, _times)
_rated = st.tuples(_names, st.just(True), st.none(), _times) | st.tuples(
    _names, st.just(False), st.sampled_from([None, "off-topic", "lacking"]), _times
)
_walked = st.tuples(
    st.sampled_from(["pinjaman", "burnout", "kuno"]), _steps, st.sampled_from([None, "cancelled"]), _times
) | st.tuples(st.just("pinjaman"), st.none(), st.just("finished"), _times)
COUNTS = st.tuples(*(st.lists(rows, max_size=12) for rows in (_asked, _rated, _walked)), st.just([]))


@settings(deadline=None, max_examples=80)
@given(COUNTS)
def test_sums_agree(library: Library, counts: Counts) -> None:
    asked, rated, walked, _ = counts
    found = report(library, counts)
    assert found.total == sum(times for *_, times in asked) == sum(found.parts)
    assert sum(one.times for one in found.given) == sum(
        times for _, decision, entry, times in asked if entry and decision in ("answer", "chosen")
    )
    assert sum(one.total for one in found.ratings) == sum(times for *_, times in rated)
    assert all(0 <= one.off_topic + one.lacking <= one.unhelpful for one in found.ratings)
    assert all(0 <= one.badness <= one.unhelpful / one.total + 1e-9 for one in found.ratings)
    assert sum(one.started for one in found.funnels) == sum(times for *_, times in walked)
    assert all(sum(stop.times for stop in one.stops) == one.cancelled + one.open for one in found.funnels)


def test_no_ratings_are_not_bad() -> None:
    assert replace(Rating("a", "a", 1, 0, 0, 0), helpful=0).badness == 0.0
