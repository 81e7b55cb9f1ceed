"""What the bot says where a question goes on to the operators and their answer comes back."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from bot.content.fixed import Alert, Bounded, ButtonText, FixedTexts, Holds, Html

_AlertToFill = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=180)]
_AlertWithTime = Annotated[_AlertToFill, AfterValidator(Holds("when", plain=True))]
_QUOTE = "<blockquote>{question}</blockquote>"


def _quotes_question(text: str) -> str:
    """A text that quotes the question, and nothing else: what is sent is read from there. Raises ValueError."""
    if text.count(_QUOTE) != 1 or text.count("<blockquote") != 1:
        raise ValueError(f"the text must hold {_QUOTE}, and no other quote")
    return text


def _headed_by_code(text: str) -> str:
    """A text whose first line ends with the code: that is where it is read. Raises ValueError."""
    if not text.partition("\n")[0].endswith(" {code}"):
        raise ValueError("the first line must end with {code}")
    return text


_Headed = AfterValidator(_headed_by_code)


class RelayTexts(FixedTexts):
    """The asker's side first, then the operators'."""

    offer: ButtonText
    consent: Annotated[
        Bounded, AfterValidator(Holds("question", "place", "who", "answer_place")), AfterValidator(_quotes_question)
    ]
    cut: Html
    masks: Html
    place_private: Html
    place_group: Html
    answer_private: Html
    answer_group: Html
    send: ButtonText
    send_named: ButtonText
    rewrite: ButtonText
    cancel: ButtonText
    ask_rewrite: Html
    ask_rewrite_group: Html
    nothing_to_send: Html
    cancelled: Html
    sent: Annotated[Bounded, AfterValidator(Holds("question", "name"))]
    sent_nameless: Html
    sent_named: Annotated[Bounded, AfterValidator(Holds("who"))]
    check: ButtonText
    withdraw: ButtonText
    waiting: _AlertWithTime
    answered: _AlertWithTime
    on_its_way: Alert
    closed: Alert
    taken_back: Alert
    withdrawn: Annotated[Bounded, AfterValidator(Holds("question"))]
    is_withdrawn: Alert
    is_answered: Annotated[Bounded, AfterValidator(Holds("question"))]
    is_closed: Annotated[Bounded, AfterValidator(Holds("question"))]
    unreached: Html
    limit: Annotated[_AlertToFill, AfterValidator(Holds("most", plain=True))]
    gone: Alert
    stale: Alert
    not_yours: Alert
    answer: Annotated[Bounded, AfterValidator(Holds("answer"))]
    answer_quoting: Annotated[Bounded, AfterValidator(Holds("answer", "question"))]
    addition: Annotated[Bounded, AfterValidator(Holds("answer"))]
    addition_quoting: Annotated[Bounded, AfterValidator(Holds("answer", "question"))]

    notice: Annotated[Bounded, AfterValidator(Holds("code", "question", "who", "place", "limit")), _Headed]
    nameless: Html
    close: ButtonText
    close_yes: ButtonText
    close_no: ButtonText
    now_closed: Alert
    already_answered: Alert
    already_closed: Alert
    already_withdrawn: Alert
    being_answered: Alert
    delivered: Annotated[Bounded, AfterValidator(Holds("code")), _Headed]
    delivered_again: Annotated[Bounded, AfterValidator(Holds("code")), _Headed]
    edited: Html
    edited_not: Html
    only_text: Html
    only_words: Html
    too_long: Annotated[Bounded, AfterValidator(Holds("length", "limit"))]
    notice_gone: Alert
    notice_stale: Alert
    relay_gone: Html
    relay_closed: Html
    relay_withdrawn: Html
    asker_gone: Html
    group_gone: Html
    not_now: Html
    perhaps_sent: Html
    draft: ButtonText
    draft_made: Annotated[Bounded, AfterValidator(Holds("code")), _Headed]
    draft_too_short: Alert
    draft_refused: Annotated[Bounded, AfterValidator(Holds("problems"))]
