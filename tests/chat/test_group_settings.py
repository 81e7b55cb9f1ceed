"""A group's settings: kept as JSON and read back, quiet hours over midnight, topics, and questions taught away."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.chat.group_settings import GroupSettings
from bot.content.library import short_key
from bot.replies.dates import local, zone

BURNOUT, ISTOCK = "burnout/apa-itu", "sejarah/awal-mula"
HOUR = 3_600.0

_HOURS = st.tuples(st.integers(0, 23), st.integers(0, 23)).filter(lambda hours: hours[0] != hours[1])
_TOPICS = st.frozensets(st.integers(0, 2**31), max_size=5)
_TERMS = st.frozensets(st.text(min_size=1, max_size=8), max_size=5)
_MUTES = st.lists(st.tuples(st.text(min_size=1, max_size=10), _TERMS), max_size=4, unique=True).map(tuple)
_SETTINGS = st.builds(
    GroupSettings,
    listening=st.booleans(),
    quiet=st.none() | _HOURS,
    welcome=st.booleans(),
    only=st.none() | _TOPICS,
    but=_TOPICS,
    muted=_MUTES,
)
_MOMENTS = st.floats(1.6e9, 2e9)


def at(hour: int, minute: int = 0) -> float:
    """A moment of a day in Jakarta."""
    return datetime(2026, 3, 2, hour, minute, tzinfo=zone("WIB")).timestamp()


# Kept and read


@given(_SETTINGS)
def test_what_is_written_is_read(settings: GroupSettings) -> None:
    kept: dict[str, Any] = {"of a newer version": 1}
    settings.write(kept)
    assert GroupSettings.read(json.loads(json.dumps(kept))) == settings


def test_parts_of_a_newer_version_stay_and_what_is_chosen_no_more_goes() -> None:
    kept: dict[str, Any] = {"of a newer version": 1, "listening": True, "only": [7], "quiet": [22, 6]}
    GroupSettings(welcome=True, only=frozenset()).write(kept)
    assert kept == {"of a newer version": 1, "welcome": True, "only": []}
    GroupSettings().write(kept)
    assert kept == {"of a newer version": 1}


def test_nothing_is_kept_of_what_nobody_chose() -> None:
    kept: dict[str, Any] = {}
    GroupSettings().write(kept)
    assert kept == {}
    assert GroupSettings.read({}) == GroupSettings()


_PARTS = st.sampled_from(["listening", "quiet", "welcome", "only", "but", "muted", "language"])
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(_PARTS, _JSON), _MOMENTS)
def test_whatever_is_kept_can_be_read_used_and_written(kept: dict[str, Any], now: float) -> None:
    settings = GroupSettings.read(kept)
    assert isinstance(settings.quiet_at(now), bool)
    assert settings.quiet_until(now) >= now
    settings.may_speak_in(0)
    settings.mutes(BURNOUT, ["burnout"])
    written: dict[str, Any] = {}
    settings.write(written)
    assert GroupSettings.read(json.loads(json.dumps(written))) == settings


@pytest.mark.parametrize("part", ["only", "but"])
@pytest.mark.parametrize("value", ["abc", 7, {"1": 2}, True, None])
def test_topics_that_cannot_be_read_count_as_missing(part: str, value: object) -> None:
    assert GroupSettings.read({part: value}) == GroupSettings()


@pytest.mark.parametrize(
    "value", [[22], [22, 6, 1], [24, 6], [-1, 6], [6, 6], ["22", "6"], [22.0, 6], "22-6", None, {}]
)
def test_hours_that_are_none_count_as_missing(value: object) -> None:
    assert GroupSettings.read({"quiet": value}).quiet is None


# Quiet hours


@pytest.mark.parametrize(
    ("quiet", "silent", "loud"),
    [
        ((22, 6), [22, 23, 0, 5], [6, 12, 21]),
        ((0, 6), [0, 5], [6, 23]),
        ((13, 14), [13], [12, 14]),
        ((23, 0), [23], [0, 22]),
    ],
)
def test_quiet_hours_may_go_over_midnight(quiet: tuple[int, int], silent: list[int], loud: list[int]) -> None:
    settings = GroupSettings(quiet=quiet)
    assert all(settings.quiet_at(at(hour)) and settings.quiet_at(at(hour, 59)) for hour in silent)
    assert not any(settings.quiet_at(at(hour)) or settings.quiet_at(at(hour, 59)) for hour in loud)


@given(_HOURS, _MOMENTS)
@example((22, 6), 1_772_463_599.5)
def test_every_hour_of_a_day_is_quiet_or_not_as_chosen(quiet: tuple[int, int], now: float) -> None:
    settings = GroupSettings(quiet=quiet)
    hours = sum(settings.quiet_at(now + hour * HOUR) for hour in range(24))
    assert hours == (quiet[1] - quiet[0]) % 24


@given(_HOURS, _MOMENTS)
def test_the_end_of_quiet_hours_is_the_next_moment_that_is_not_quiet(quiet: tuple[int, int], now: float) -> None:
    settings = GroupSettings(quiet=quiet)
    until = settings.quiet_until(now)
    if not settings.quiet_at(now):
        assert until == now
        return
    assert now < until <= now + 24 * HOUR
    assert not settings.quiet_at(until)
    assert settings.quiet_at(until - 1.5)
    assert (local(until).hour, local(until).minute, local(until).second) == (quiet[1], 0, 0)


@given(_MOMENTS)
def test_without_quiet_hours_it_is_never_quiet(now: float) -> None:
    assert not GroupSettings().quiet_at(now)
    assert GroupSettings().quiet_until(now) == now


# Topics


@given(_SETTINGS, st.integers(0, 2**31))
def test_a_topic_can_be_opened_and_closed_whatever_was_chosen(settings: GroupSettings, topic: int) -> None:
    assert settings.speaking_in(topic).may_speak_in(topic)
    assert not settings.silent_in(topic).may_speak_in(topic)
    assert settings.silent_in(topic).speaking_in(topic).may_speak_in(topic)
    for other in {*settings.but, *(settings.only or ()), 5} - {topic}:
        for changed in (settings.speaking_in(topic), settings.silent_in(topic)):
            assert changed.may_speak_in(other) == settings.may_speak_in(other)


def test_it_does_not_remember_topics_without_end() -> None:
    settings = GroupSettings()
    for topic in range(1_000):
        settings = settings.silent_in(topic)
    assert len(settings.but) <= 201
    assert not settings.may_speak_in(999)


# Taught away


def test_a_question_with_half_its_terms_in_common_is_the_same() -> None:
    settings = GroupSettings().muting(BURNOUT, ["burnout", "apa", "arti", "kena"])
    assert settings.mutes(BURNOUT, ["burnout", "apa"])
    assert not settings.mutes(BURNOUT, ["burnout"])
    assert not settings.mutes(BURNOUT, ["obat", "burnout", "kerja", "libur"])
    assert not settings.mutes(ISTOCK, ["burnout", "apa", "arti", "kena"])


def test_without_terms_any_question_to_that_entry_is_meant() -> None:
    settings = GroupSettings().muting(BURNOUT, [])
    assert settings.mutes(BURNOUT, ["apa", "saja"])
    assert settings.mutes(BURNOUT, [])
    assert not settings.mutes(ISTOCK, [])


def test_what_people_asked_is_not_kept_in_words() -> None:
    kept: dict[str, Any] = {}
    GroupSettings().muting(BURNOUT, ["rahasia"]).write(kept)
    assert "rahasia" not in json.dumps(kept)
    assert short_key("rahasia") in json.dumps(kept)


@given(st.lists(_TERMS, max_size=6))
def test_what_was_taught_is_known_and_taught_once(questions: list[frozenset[str]]) -> None:
    settings = GroupSettings()
    for terms in (*questions, *questions):
        settings = settings.muting(BURNOUT, terms)
    assert len(settings.muted) == len(set(questions))
    assert all(settings.mutes(BURNOUT, terms) for terms in questions)


def test_the_oldest_lessons_are_forgotten() -> None:
    settings = GroupSettings()
    for number in range(300):
        settings = settings.muting(BURNOUT, [f"kata{number}"])
    assert len(settings.muted) == 200
    assert settings.mutes(BURNOUT, ["kata299"])
    assert not settings.mutes(BURNOUT, ["kata0"])
