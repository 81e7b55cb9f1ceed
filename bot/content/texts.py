"""Every fixed phrase that the bot says (`texts.yaml`), each with the placeholders that it may hold.

The texts are Telegram HTML; whatever is put into a placeholder is escaped when it is filled in. Button labels,
alerts and command descriptions are plain text.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from bot.content.checklist_texts import ChecklistTexts, PictureTexts, ResultTexts
from bot.content.fixed import Alert, Bounded, ButtonText, CommandText, FixedTexts, Holds, Html
from bot.content.group_texts import GroupTexts, PanelTexts
from bot.content.inline_texts import InlineTexts
from bot.content.missing_texts import MissingTexts
from bot.content.operators_texts import OperatorsTexts
from bot.content.personal_texts import PersonalTexts, ReminderTexts
from bot.content.relay_texts import RelayTexts
from bot.content.reload_texts import ReloadTexts
from bot.content.report_texts import ReportTexts


class StartTexts(FixedTexts):
    """What a person sees first."""

    hello: Html
    unknown_link: Html


class HelpTexts(FixedTexts):
    """/bantuan, in private and in a group."""

    body: Html
    in_group: Html


class TopicTexts(FixedTexts):
    """/topik: browsing articles and their entries."""

    heading: Html
    page: Annotated[Bounded, AfterValidator(Holds("page", "pages"))]
    choose: Html


class AnswerTexts(FixedTexts):
    """The lines around an answer."""

    source: Annotated[Bounded, AfterValidator(Holds("article"))]
    suggest: Html
    two_questions: Html
    unknown: Html
    nearest: Html
    ask_how: Html
    ask_in_group: Html


class FeedbackTexts(FixedTexts):
    """After "membantu" and "kurang pas"."""

    thanks: Alert
    sorry: Alert
    why: Html
    others: Html
    no_others: Html
    off_topic_label: ButtonText
    off_topic: Html
    off_topic_no_others: Html
    lacking_label: ButtonText
    lacking: Html
    lacking_more: Html
    none_label: ButtonText
    noted: Alert


class ButtonTexts(FixedTexts):
    """Labels of buttons, plain text."""

    topics: ButtonText
    back: ButtonText
    next_page: ButtonText
    previous_page: ButtonText
    more: ButtonText
    helpful: ButtonText
    not_helpful: ButtonText


class MediaTexts(FixedTexts):
    """Answers to what is not text."""

    photo: Html
    voice: Html
    sticker: Html
    other: Html


class FaultTexts(FixedTexts):
    """When something does not work."""

    stale_button: Alert
    unknown_command: Html
    apology: Annotated[Bounded, AfterValidator(Holds("error_id"))]


class CommandTexts(FixedTexts):
    """Descriptions in Telegram's command menu."""

    start: CommandText
    bantuan: CommandText
    topik: CommandText
    tanya: CommandText
    pinjaman: CommandText
    burnout: CommandText
    harga: CommandText
    lanjut: CommandText
    batal: CommandText
    riwayat: CommandText
    pomodoro: CommandText
    privasi: CommandText
    hapusdata: CommandText
    pengaturan: CommandText
    statistik: CommandText
    belum: CommandText
    muat: CommandText


class ProfileTexts(FixedTexts):
    """The bot's own page in Telegram, plain text."""

    description: Annotated[Bounded, StringConstraints(max_length=512), AfterValidator(Holds(plain=True))]
    short_description: Annotated[Bounded, StringConstraints(max_length=120), AfterValidator(Holds(plain=True))]


class Texts(FixedTexts):
    """All of `texts.yaml`."""

    start: StartTexts
    help: HelpTexts
    topics: TopicTexts
    answer: AnswerTexts
    feedback: FeedbackTexts
    checklist: ChecklistTexts
    result: ResultTexts
    picture: PictureTexts
    personal: PersonalTexts
    reminder: ReminderTexts
    group: GroupTexts
    panel: PanelTexts
    buttons: ButtonTexts
    media: MediaTexts
    faults: FaultTexts
    commands: CommandTexts
    profile: ProfileTexts
    inline: InlineTexts
    report: ReportTexts
    missing: MissingTexts
    reload: ReloadTexts
    relay: RelayTexts
    operators: OperatorsTexts
    crisis: Html
    crisis_answer: Html
