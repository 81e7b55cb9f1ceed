"""Every fixed phrase that the bot says (`texts.yaml`), each with the placeholders that it may hold.

The texts are Telegram HTML; whatever is put into a placeholder is escaped when it is filled in. Button labels,
alerts and command descriptions are plain text.
"""

from __future__ import annotations

from string import Formatter
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from bot.content.markup import markup_fault


class _Holds:
    """A validator: the text holds exactly these placeholders and HTML that Telegram accepts."""

    def __init__(self, *names: str, plain: bool = False) -> None:
        self._names = frozenset(names)
        self._plain = plain

    def __call__(self, text: str) -> str:
        try:
            found = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        except ValueError:
            raise ValueError("a { or } stands alone (write {{ or }})") from None
        if not self._names and ("{" in text or "}" in text):
            raise ValueError("nothing is filled in here, so it must hold no { or }")
        if found != self._names:
            wanted = ", ".join(f"{{{name}}}" for name in sorted(self._names)) or "no placeholder"
            raise ValueError(f"the text must hold {wanted}")
        if not self._plain and (fault := markup_fault(text)):
            raise ValueError(fault)
        return text


_Bounded = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1500)]
Html = Annotated[_Bounded, AfterValidator(_Holds())]
ButtonText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40), AfterValidator(_Holds(plain=True))
]
Alert = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_Holds(plain=True))
]
CommandText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), AfterValidator(_Holds(plain=True))
]


class _Texts(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class StartTexts(_Texts):
    """What a person sees first."""

    hello: Html
    unknown_link: Html


class HelpTexts(_Texts):
    """/bantuan, in private and in a group."""

    body: Html
    in_group: Html


class TopicTexts(_Texts):
    """/topik: browsing articles and their entries."""

    heading: Html
    page: Annotated[_Bounded, AfterValidator(_Holds("page", "pages"))]
    choose: Html


class AnswerTexts(_Texts):
    """The lines around an answer."""

    source: Annotated[_Bounded, AfterValidator(_Holds("article"))]
    suggest: Html
    two_questions: Html
    unknown: Html
    nearest: Html
    ask_how: Html
    ask_in_group: Html


class FeedbackTexts(_Texts):
    """After "membantu" and "kurang pas"."""

    thanks: Alert
    sorry: Alert
    others: Html
    no_others: Html


class ChecklistTexts(_Texts):
    """A checklist's card."""

    card: Html


class ButtonTexts(_Texts):
    """Labels of buttons, plain text."""

    topics: ButtonText
    back: ButtonText
    next_page: ButtonText
    previous_page: ButtonText
    more: ButtonText
    helpful: ButtonText
    not_helpful: ButtonText


class MediaTexts(_Texts):
    """Answers to what is not text."""

    photo: Html
    voice: Html
    sticker: Html
    other: Html


class FaultTexts(_Texts):
    """When something does not work."""

    stale_button: Alert
    unknown_command: Html
    apology: Annotated[_Bounded, AfterValidator(_Holds("error_id"))]


class CommandTexts(_Texts):
    """Descriptions in Telegram's command menu."""

    start: CommandText
    bantuan: CommandText
    topik: CommandText
    tanya: CommandText
    pinjaman: CommandText
    burnout: CommandText
    harga: CommandText


class ProfileTexts(_Texts):
    """The bot's own page in Telegram, plain text."""

    description: Annotated[_Bounded, StringConstraints(max_length=512), AfterValidator(_Holds(plain=True))]
    short_description: Annotated[_Bounded, StringConstraints(max_length=120), AfterValidator(_Holds(plain=True))]


class Texts(_Texts):
    """All of `texts.yaml`."""

    start: StartTexts
    help: HelpTexts
    topics: TopicTexts
    answer: AnswerTexts
    feedback: FeedbackTexts
    checklist: ChecklistTexts
    buttons: ButtonTexts
    media: MediaTexts
    faults: FaultTexts
    commands: CommandTexts
    profile: ProfileTexts
    crisis: Html
