"""The fixed phrases of the owner's report: /statistik, `python -m bot report`, its picture and its table."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from bot.content.fixed import Alert, Bounded, ButtonText, FixedTexts, Holds, Html

_Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
"""What stands in a picture or in a cell; plain text."""
Word = Annotated[_Short, AfterValidator(Holds(plain=True))]


class ReportPartTexts(FixedTexts):
    """What came of a question."""

    answer: Word
    suggest: Word
    unknown: Word
    chosen: Word


class ReportFunnelTexts(FixedTexts):
    """How far somebody went through a checklist."""

    started: Word
    finished: Word
    cancelled: Word
    open: Word


class ReportRatingTexts(FixedTexts):
    """What somebody said of an answer."""

    helpful: Word
    unhelpful: Word
    off_topic: Word
    lacking: Word


class ReportSectionTexts(FixedTexts):
    """The headings of the sections, plain text."""

    days: Word
    given: Word
    worst: Word
    missing: Word
    funnels: Word
    faults: Word


class ReportNothingTexts(FixedTexts):
    """What stands in a section of the picture that has nothing, plain text."""

    days: Word
    given: Word
    worst: Word
    missing: Word
    funnel: Word


class ReportTableTexts(FixedTexts):
    """The heads of the table's columns, and its sections; plain text."""

    section: Word
    date: Word
    name: Word
    detail: Word
    count: Word
    days: Word
    given: Word
    ratings: Word
    missing: Word
    funnels: Word
    stops: Word
    faults: Word
    file: Annotated[_Short, AfterValidator(Holds("days", "date", plain=True))]
    caption: Annotated[Bounded, AfterValidator(Holds("days"))]


class ReportTexts(FixedTexts):
    """Everything that the report says, in the chat and elsewhere."""

    title: Annotated[_Short, AfterValidator(Holds("days", plain=True))]
    period: Annotated[_Short, AfterValidator(Holds("first", "last", plain=True))]
    heading: Annotated[Bounded, AfterValidator(Holds("title", "period"))]
    empty: Html
    total: Annotated[Bounded, AfterValidator(Holds("times"))]
    part: Annotated[Bounded, AfterValidator(Holds("label", "times", "share"))]
    busiest: Annotated[Bounded, AfterValidator(Holds("day", "times"))]
    section: Annotated[Bounded, AfterValidator(Holds("title"))]
    given: Annotated[Bounded, AfterValidator(Holds("place", "label", "times"))]
    worst: Annotated[Bounded, AfterValidator(Holds("label", "bad", "all", "reasons"))]
    reason: Annotated[_Short, AfterValidator(Holds("label", "times", plain=True))]
    missing_title: Annotated[Bounded, AfterValidator(Holds("times", "kinds"))]
    missing: Annotated[Bounded, AfterValidator(Holds("text", "times"))]
    missing_next: Html
    funnel: Annotated[Bounded, AfterValidator(Holds("label", "started", "finished", "cancelled", "open"))]
    stop: Annotated[Bounded, AfterValidator(Holds("step", "times"))]
    stopped: Annotated[_Short, AfterValidator(Holds("number", "ask", plain=True))]
    step: Annotated[_Short, AfterValidator(Holds("number", "ask", plain=True))]
    gone_step: Annotated[_Short, AfterValidator(Holds("step", plain=True))]
    fault: Annotated[Bounded, AfterValidator(Holds("error_id", "at"))]
    fault_next: Html
    more: Annotated[Bounded, AfterValidator(Holds("rest"))]
    times: Annotated[_Short, AfterValidator(Holds("times", plain=True))]
    of: Annotated[_Short, AfterValidator(Holds("times", "all", plain=True))]
    at: Annotated[_Short, AfterValidator(Holds("day", "hour", plain=True))]
    made_by: Word
    week_button: ButtonText
    month_button: ButtonText
    table_button: ButtonText
    usage: Html
    not_yours: Alert
    fault_found: Annotated[Bounded, AfterValidator(Holds("error_id", "at", "update_id", "what"))]
    fault_unknown: Annotated[Bounded, AfterValidator(Holds("error_id"))]
    parts: ReportPartTexts
    funnel_parts: ReportFunnelTexts
    rating_parts: ReportRatingTexts
    sections: ReportSectionTexts
    nothing: ReportNothingTexts
    table: ReportTableTexts
