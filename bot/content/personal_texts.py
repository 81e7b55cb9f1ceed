"""What is a person's own: /riwayat, /privasi and /hapusdata, reminders and the pomodoro."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from bot.content.fixed import Alert, Bounded, ButtonText, FixedTexts, Holds, Html

_Forgets = Annotated[Bounded, AfterValidator(Holds("days"))]
_Number = Annotated[Bounded, AfterValidator(Holds("number"))]


class KeptTexts(FixedTexts):
    """For /privasi: what each table of the database keeps, and for how many days where it forgets."""

    sessions: _Forgets
    results: _Forgets
    alarms: Html
    relays: _Forgets
    user_settings: Html
    updates: _Forgets
    asked: _Forgets
    feedback: _Forgets
    walks: _Forgets
    parked: _Forgets
    pictures: _Forgets
    faults: _Forgets
    knowledge: Html
    chat_settings: Html
    chat_memory: _Forgets


class HeldTexts(FixedTexts):
    """For /hapusdata: what was erased of each table that may hold rows of a person."""

    sessions: _Number
    results: _Number
    alarms: _Number
    relays: _Number
    user_settings: Html
    chat_settings: Html
    chat_memory: Html


class WhoseTexts(FixedTexts):
    """For /privasi: the headings over what is kept of a person, of nobody, of a group."""

    person: Html
    nobody: Html
    group: Html


class PersonalTexts(FixedTexts):
    """/riwayat, /privasi and /hapusdata."""

    history: Html
    no_history: Html
    past: Annotated[Bounded, AfterValidator(Holds("date", "summary"))]
    past_promotion: Annotated[Bounded, AfterValidator(Holds("amount", plain=True))]
    headings: WhoseTexts
    tables: KeptTexts
    promise: Html
    erase_ask: Html
    erase_yes: ButtonText
    erase_no: ButtonText
    erased: Annotated[Bounded, AfterValidator(Holds("things"))]
    erased_nothing: Alert
    kept_all: Html
    held: HeldTexts
    today: ButtonText
    months: Annotated[list[ButtonText], AfterValidator(lambda names: _of_length(names, 12))]
    days: Annotated[list[ButtonText], AfterValidator(lambda names: _of_length(names, 7))]


class ReminderTexts(FixedTexts):
    """Reminders and the pomodoro."""

    ask_day: Html
    ask_hour: Annotated[Bounded, AfterValidator(Holds("day", "zone"))]
    is_set: Annotated[Bounded, AfterValidator(Holds("day", "hour", "zone"))]
    stop: ButtonText
    change: ButtonText
    stopped: Html
    rings: Html
    pomodoro_ask: Html
    pomodoro_choice: Annotated[Bounded, AfterValidator(Holds("work", "rest", plain=True))]
    pomodoro_runs: Annotated[Bounded, AfterValidator(Holds("work", "until"))]
    pomodoro_rest: Annotated[Bounded, AfterValidator(Holds("rest", "until"))]
    pomodoro_over: Html
    pomodoro_stop: ButtonText
    pomodoro_again: ButtonText
    pomodoro_stopped: Html


def _of_length(names: list[str], length: int) -> list[str]:
    if len(names) != length:
        raise ValueError(f"exactly {length} names stand here")
    return names
