"""Fixed phrases around checklists: steps, results, pictures."""

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
