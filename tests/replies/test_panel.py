"""The page with a group's settings, and what its buttons carry."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.library import Library
from bot.playground.markup import parse_html, utf16_length
from bot.replies.panel import QUIET_HOURS, PanelPages, PanelTap, Shown, Wish, read_panel_tap
from bot.replies.reply import BUTTONS_LIMIT, DATA_LIMIT, LABEL_LIMIT, Reply, fill


@pytest.fixture(scope="session")
def pages(library: Library) -> PanelPages:
    return PanelPages(library)


def all_shown() -> Iterator[Shown]:
    """Every way in which the page may look."""
    choices = product((False, True), (None, *QUIET_HOURS), (False, True), (None, 0, 3), (0, 2), (False, True))
    for listening, quiet, welcome, only, but, is_forum in choices:
        for speaks_here, muted in ((True, 0), (False, 12)):
            yield Shown(listening, quiet, welcome, only, but, speaks_here, muted, is_forum)


def taps(reply: Reply) -> list[PanelTap]:
    found = [read_panel_tap(button.data) for button in reply.buttons()]
    assert None not in found
    return [tap for tap in found if tap]


def shown(**changed: object) -> Shown:
    plain = Shown(False, None, False, None, 0, speaks_here=True, muted=0, is_forum=False)
    return Shown(**{**plain.__dict__, **changed})


def test_every_page_keeps_the_limits_and_every_button_means_something(pages: PanelPages) -> None:
    for reply in (*map(pages.settings, all_shown()), pages.ask_quiet()):
        assert 0 < utf16_length(parse_html(reply.html).text) <= 4096
        assert len(list(reply.buttons())) <= BUTTONS_LIMIT
        assert len(set(taps(reply))) == len(list(reply.buttons()))
        for button in reply.buttons():
            assert len(button.label) <= LABEL_LIMIT
            assert len(button.data.encode()) <= DATA_LIMIT


def test_a_button_offers_what_is_not_yet(pages: PanelPages) -> None:
    for one in all_shown():
        offered = taps(pages.settings(one))
        assert PanelTap(Wish.LISTEN, "0" if one.listening else "1") in offered
        assert PanelTap(Wish.WELCOME, "0" if one.welcome else "1") in offered
        assert (PanelTap(Wish.HUSH) in offered) == (one.is_forum and one.speaks_here)
        assert (PanelTap(Wish.TALK) in offered) == (one.is_forum and not one.speaks_here)
        assert (PanelTap(Wish.ONLY) in offered) == one.is_forum
        assert (PanelTap(Wish.EVERYWHERE) in offered) == (one.is_forum and (one.only is not None or one.but > 0))
        assert (PanelTap(Wish.UNMUTE) in offered) == (one.muted > 0)
        assert offered[-1] == PanelTap(Wish.DONE)


def test_the_page_says_what_is_chosen(pages: PanelPages, library: Library) -> None:
    texts = library.texts.panel
    plain = pages.settings(shown()).html
    assert plain.count(f"<b>{texts.off}</b>") == 3
    assert texts.topics_all not in plain
    html = pages.settings(shown(listening=True, welcome=True, quiet=(22, 6), is_forum=True, only=2, muted=3)).html
    assert html.count(f"<b>{texts.on}</b>") == 2
    assert fill(texts.quiet_hours, begin="22", end="06") in html
    assert fill(texts.topics_some, number=2) in html
    assert fill(texts.muted, number=3) in html
    assert fill(texts.topics_but, number=4) in pages.settings(shown(is_forum=True, but=4)).html
    assert texts.topics_all in pages.settings(shown(is_forum=True)).html


def test_every_quiet_hour_that_is_offered_is_understood(pages: PanelPages) -> None:
    hours = [tap.hours for tap in taps(pages.ask_quiet()) if tap.what is Wish.QUIET]
    assert hours == [*QUIET_HOURS, None]


@given(st.sampled_from(Wish), st.from_regex(r"[0-9-]{0,20}", fullmatch=True))
def test_a_tap_is_read_as_it_was_written(what: Wish, value: str) -> None:
    tap = PanelTap(what, value)
    assert len(tap.data()) <= DATA_LIMIT
    assert read_panel_tap(tap.data()) == tap


@given(st.text(max_size=64) | st.from_regex(r"a:[a-z]{1,8}(:[0-9-]{1,20})?"))
def test_whatever_a_button_carries_is_read_or_refused(data: str) -> None:
    tap = read_panel_tap(data)
    assert tap is None or tap.hours is None or tap.hours in QUIET_HOURS


@pytest.mark.parametrize("value", ["", "0", "22", "22-", "-6", "22-6-1", "6-22", "99-99", "--", "022-6"])
def test_hours_that_are_not_offered_are_none(value: str) -> None:
    hours = PanelTap(Wish.QUIET, value).hours
    assert hours is None or value == "022-6"
