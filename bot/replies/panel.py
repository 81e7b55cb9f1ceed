"""The page with a group's settings, and what its buttons carry: `a:<what>[:<value>]`.

A button says what is to be, not that something is to change: pressed twice, it does the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.content.library import Library
from bot.replies.reply import Button, Reply, Row, fill


class Wish(StrEnum):
    """What an admin may wish."""

    LISTEN = "listen"
    QUIET = "quiet"
    WELCOME = "welcome"
    LANGUAGE = "lang"
    ONLY = "only"  # speak in this topic alone
    TALK = "talk"  # in this topic too
    HUSH = "hush"  # not in this topic
    EVERYWHERE = "all"
    UNMUTE = "unmute"
    BACK = "back"
    DONE = "done"


QUIET_HOURS = ((20, 6), (21, 6), (22, 6), (22, 7), (23, 5), (0, 6))
_FORM = re.compile(r"^a:([a-z]{1,8})(?::([0-9-]{1,20}))?$")


@dataclass(frozen=True)
class PanelTap:
    """What a button of the panel wants."""

    what: Wish
    value: str = ""

    def data(self) -> str:
        """The tap as button data."""
        return f"a:{self.what}:{self.value}" if self.value else f"a:{self.what}"

    @property
    def hours(self) -> tuple[int, int] | None:
        """The value as hours from and to, None where it is none that is offered."""
        begin, _, end = self.value.partition("-")
        hours = (int(begin), int(end)) if begin.isdecimal() and end.isdecimal() else None
        return hours if hours in QUIET_HOURS else None


def read_panel_tap(data: str) -> PanelTap | None:
    """The tap behind button data, None where it is none."""
    match = _FORM.match(data)
    return PanelTap(Wish(match[1]), match[2] or "") if match and match[1] in set(Wish) else None


@dataclass(frozen=True)
class Shown:
    """A group's settings as the panel shows them, in one of its topics."""

    listening: bool
    quiet: tuple[int, int] | None
    welcome: bool
    only: int | None  # topics that the bot is restricted to, None where to none
    but: int  # topics that it stays out of
    speaks_here: bool
    muted: int
    is_forum: bool


class PanelPages:
    """Words the panel."""

    def __init__(self, library: Library) -> None:
        self._texts = library.texts.panel
        self._back = library.texts.buttons.back

    def settings(self, shown: Shown) -> Reply:
        """All settings with a button to change each."""
        texts = self._texts
        lines = [
            fill_html(texts.listening, state=self._switch(shown.listening)),
            fill_html(texts.quiet, state=self._hours(shown.quiet)),
            fill_html(texts.welcome, state=self._switch(shown.welcome)),
            fill_html(texts.language, state=texts.language_name),
        ]
        if shown.is_forum:
            lines.append(fill_html(texts.topics, state=self._topics(shown)))
        if shown.muted:
            lines.append(fill(texts.muted, number=shown.muted))
        return Reply("\n\n".join((texts.heading, *lines)), tuple(self._rows(shown)))

    def ask_quiet(self) -> Reply:
        """Which quiet hours?"""
        rows: list[Row] = []
        for begin, end in QUIET_HOURS:
            label = fill(self._texts.quiet_choice, begin=_hour(begin), end=_hour(end))
            button = Button(label, PanelTap(Wish.QUIET, f"{begin}-{end}").data())
            rows = [*rows[:-1], (*rows[-1], button)] if rows and len(rows[-1]) < 2 else [*rows, (button,)]
        none = Button(self._texts.quiet_none, PanelTap(Wish.QUIET, "0").data())
        back = Button(self._back, PanelTap(Wish.BACK).data())
        return Reply(self._texts.ask_quiet, (*rows, (none,), (back,)))

    def _rows(self, shown: Shown) -> list[Row]:
        texts = self._texts
        listen = (texts.listen_off, "0") if shown.listening else (texts.listen_on, "1")
        welcome = (texts.welcome_off, "0") if shown.welcome else (texts.welcome_on, "1")
        rows = [
            _row(listen[0], Wish.LISTEN, listen[1]),
            _row(texts.set_quiet, Wish.QUIET),
            _row(welcome[0], Wish.WELCOME, welcome[1]),
            _row(texts.set_language, Wish.LANGUAGE),
        ]
        if shown.is_forum:
            rows.append(_row(texts.topic_off, Wish.HUSH) if shown.speaks_here else _row(texts.topic_on, Wish.TALK))
            rows.append(_row(texts.topic_only, Wish.ONLY))
            if shown.only is not None or shown.but:
                rows.append(_row(texts.topics_open, Wish.EVERYWHERE))
        if shown.muted:
            rows.append(_row(texts.unmute, Wish.UNMUTE))
        return [*rows, _row(texts.done, Wish.DONE)]

    def _switch(self, on: bool) -> str:
        return self._texts.on if on else self._texts.off

    def _hours(self, quiet: tuple[int, int] | None) -> str:
        if quiet is None:
            return self._texts.off
        return fill(self._texts.quiet_hours, begin=_hour(quiet[0]), end=_hour(quiet[1]))

    def _topics(self, shown: Shown) -> str:
        if shown.only is not None:
            return fill(self._texts.topics_some, number=shown.only)
        return fill(self._texts.topics_but, number=shown.but) if shown.but else self._texts.topics_all


def fill_html(template: str, *, state: str) -> str:
    """A text with one of our own texts put in."""
    return template.format(state=state)


def _row(label: str, what: Wish, value: str = "") -> Row:
    return (Button(label, PanelTap(what, value).data()),)


def _hour(hour: int) -> str:
    return f"{hour:02d}"
