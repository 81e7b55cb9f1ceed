"""What the bot says to its operators in /belum: what found no answer, and what they make of it."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from bot.content.fixed import Alert, Bounded, ButtonText, FixedTexts, Holds, Html


class MissingTexts(FixedTexts):
    """/belum, from the list to a published answer."""

    heading: Annotated[Bounded, AfterValidator(Holds("questions", "clusters", "days"))]
    nothing: Html
    line: Annotated[Bounded, AfterValidator(Holds("number", "text", "times"))]
    wrong: Annotated[Bounded, AfterValidator(Holds("label"))]
    cluster: Annotated[Bounded, AfterValidator(Holds("text", "times", "date"))]
    alike: Annotated[Bounded, AfterValidator(Holds("texts"))]
    what_now: Html
    write: ButtonText
    ignore: ButtonText
    other_entry: ButtonText
    to_list: ButtonText
    drafts: ButtonText
    file: ButtonText
    file_empty: Alert
    file_caption: Html
    choose_article: Html
    choose_source_article: Html
    choose_entry: Annotated[Bounded, AfterValidator(Holds("article"))]
    taught: Annotated[Bounded, AfterValidator(Holds("text", "label"))]
    undo: ButtonText
    undone: Annotated[Bounded, AfterValidator(Holds("text"))]
    ignored: Alert
    settled: Alert
    checking: Alert
    refused: Annotated[Bounded, AfterValidator(Holds("problems"))]
    warnings: Annotated[Bounded, AfterValidator(Holds("problems"))]
    not_kept: Html
    ask_answer: Annotated[Bounded, AfterValidator(Holds("text"))]
    cancel: ButtonText
    cancelled: Html
    too_short: Annotated[Bounded, AfterValidator(Holds("least"))]
    too_long: Annotated[Bounded, AfterValidator(Holds("most"))]
    title_too_long: Annotated[Bounded, AfterValidator(Holds("most"))]
    point_too_long: Annotated[Bounded, AfterValidator(Holds("most"))]
    too_many_points: Annotated[Bounded, AfterValidator(Holds("most"))]
    changed: Alert
    unfit: Annotated[Bounded, AfterValidator(Holds("problems"))]
    draft: Annotated[Bounded, AfterValidator(Holds("title", "short", "details", "questions"))]
    choose_source: Html
    from_article: Annotated[Bounded, AfterValidator(Holds("label", plain=True))]
    other_article: ButtonText
    no_article: ButtonText
    edit: ButtonText
    discard: ButtonText
    discarded: Html
    published: Annotated[Bounded, AfterValidator(Holds("title", "source"))]
    withdraw: ButtonText
    withdrawn: Html
    more: Annotated[Bounded, AfterValidator(Holds("count"))]
    no_drafts: Html
    draft_list: Html
