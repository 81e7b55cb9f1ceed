"""Fixed phrases around checklists: steps, results, pictures, what is kept of a person, reminders."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from bot.content.fixed import Alert, Bounded, ButtonText, FixedTexts, Holds, Html


class ChecklistTexts(FixedTexts):
    """A checklist's card and its steps."""

    card: Html
    private: Html
    heading: Annotated[Bounded, AfterValidator(Holds("emoji", "title"))]
    heading_numbered: Annotated[Bounded, AfterValidator(Holds("emoji", "title", "number", "steps"))]
    given: Annotated[Bounded, AfterValidator(Holds("answer"))]
    many: Html
    in_group: Html
    skipped: ButtonText
    going_on: Html
    not_understood: Html
    unit_missing: Html
    too_few: Annotated[Bounded, AfterValidator(Holds("least"))]
    too_many: Annotated[Bounded, AfterValidator(Holds("most"))]
    no_such_rate: Html
    unfinished: Annotated[Bounded, AfterValidator(Holds("number", "steps"))]
    saved: Annotated[Bounded, AfterValidator(Holds("title"))]
    cancel_ask: Annotated[Bounded, AfterValidator(Holds("title"))]
    cancelled: Html
    nothing_to_cancel: Html
    nothing_to_resume: Html
    resume_which: Html
    edited: Html
    private_only: Annotated[Bounded, AfterValidator(Holds("title"))]
    own_only: Html
    past_step: Alert
    gone: Alert
    not_yours: Alert
    only_private: Alert
    ticked: Alert
    has_result: Html
    show_result: ButtonText
    start: ButtonText
    resume: ButtonText
    restart: ButtonText
    back: ButtonText
    later: ButtonText
    same: ButtonText
    done: ButtonText
    explain: ButtonText
    cancel_yes: ButtonText
    cancel_no: ButtonText
    open_private: ButtonText
    stop: ButtonText


class ResultTexts(FixedTexts):
    """What a checklist ends in."""

    heading: Annotated[Bounded, AfterValidator(Holds("emoji", "title"))]
    total: Annotated[Bounded, AfterValidator(Holds("label", "total", "level"))]
    up: Annotated[Bounded, AfterValidator(Holds("points", "date"))]
    down: Annotated[Bounded, AfterValidator(Holds("points", "date"))]
    same: Annotated[Bounded, AfterValidator(Holds("date"))]
    reasons: Html
    areas: Html
    area: Annotated[Bounded, AfterValidator(Holds("label", "score"))]
    area_level: Annotated[Bounded, AfterValidator(Holds("label", "score", "level"))]
    income: Html
    average: Annotated[Bounded, AfterValidator(Holds("amount", "months"))]
    rising: Annotated[Bounded, AfterValidator(Holds("percent"))]
    falling: Annotated[Bounded, AfterValidator(Holds("percent"))]
    level_trend: Html
    steady: Annotated[Bounded, AfterValidator(Holds("percent"))]
    uneven: Annotated[Bounded, AfterValidator(Holds("percent"))]
    no_income: Html
    income_unconverted: Html
    tasks_done: Html
    tasks_open: Html
    advice: Html
    plan: Html
    recommended: Html
    answers_to: Annotated[Bounded, AfterValidator(Holds("areas"))]
    used: Annotated[Bounded, AfterValidator(Holds("strategies"))]
    no_pressure: Html
    promotion: Html
    profit: Annotated[Bounded, AfterValidator(Holds("amount"))]
    profit_needed: Annotated[Bounded, AfterValidator(Holds("amount"))]
    profit_unknown: Html
    clicks: Annotated[Bounded, AfterValidator(Holds("clicks"))]
    no_orders: Html
    break_even: Annotated[Bounded, AfterValidator(Holds("amount"))]
    free_clicks: Html
    affordable: Annotated[Bounded, AfterValidator(Holds("clicks"))]
    example: Annotated[Bounded, AfterValidator(Holds("clicks", "amount"))]
    examples: Html
    per_100: Annotated[Bounded, AfterValidator(Holds("amount"))]
    span: Annotated[Bounded, AfterValidator(Holds("low", "high"))]
    at_least: Annotated[Bounded, AfterValidator(Holds("low"))]
    loss: Html
    unconverted: Html
    sources: Annotated[Bounded, AfterValidator(Holds("articles"))]
    tick: Html
    untick: ButtonText
    share: ButtonText
    share_score: ButtonText
    share_text: Annotated[Bounded, AfterValidator(Holds("title", plain=True))]
    share_text_score: Annotated[Bounded, AfterValidator(Holds("title", "score", plain=True))]
    remind: ButtonText
    pomodoro: ButtonText


class PictureTexts(FixedTexts):
    """Words on pictures and in their captions, plain text."""

    made_by: ButtonText
    income: ButtonText
    average: ButtonText
    trend: ButtonText
    break_even: ButtonText
    clicks_value: Annotated[Bounded, AfterValidator(Holds("clicks", plain=True))]
    break_even_at: Annotated[Bounded, AfterValidator(Holds("value", plain=True))]
    own: Annotated[Bounded, AfterValidator(Holds("value", plain=True))]
    gain: ButtonText
    loss: ButtonText
    click_axis: ButtonText
    clicks_axis: ButtonText
    profit_axis: ButtonText
    per_100_axis: ButtonText
    per_order_axis: ButtonText
    caption: Annotated[Bounded, AfterValidator(Holds("title", "values"))]
    caption_income: Annotated[Bounded, AfterValidator(Holds("values"))]
    caption_trend: Annotated[Bounded, AfterValidator(Holds("title", "values"))]


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
