"""What the bot says in groups, and on the page where a group's admins set it up."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from bot.content.fixed import Alert, Bounded, ButtonText, FixedTexts, Holds, Html


class GroupTexts(FixedTexts):
    """Joining, answering and being quiet in a group."""

    hello: Annotated[Bounded, AfterValidator(Holds("bot"))]
    channel: Annotated[Bounded, AfterValidator(Holds("title"))]
    unknown: Html
    crisis: Html
    stale_button: Alert
    topics_in_private: Html
    again: Html
    again_above: Html
    too_fast: Html
    too_busy: Html
    earlier: ButtonText
    remove: ButtonText
    mute: ButtonText
    removed: Alert
    removed_here: Html
    muted: Alert
    not_yours: Alert
    not_yours_to_remove: Alert
    welcome: Annotated[Bounded, AfterValidator(Holds("names"))]
    welcome_more: Annotated[Bounded, AfterValidator(Holds("names", "number"))]


class PanelTexts(FixedTexts):
    """/pengaturan: a group's settings."""

    heading: Html
    only_admins: Html
    only_groups: Html
    not_admin: Alert
    cannot_hear: Alert
    one_language: Alert
    on: Html
    off: Html
    listening: Annotated[Bounded, AfterValidator(Holds("state"))]
    quiet: Annotated[Bounded, AfterValidator(Holds("state"))]
    quiet_hours: Annotated[Bounded, AfterValidator(Holds("begin", "end"))]
    welcome: Annotated[Bounded, AfterValidator(Holds("state"))]
    language: Annotated[Bounded, AfterValidator(Holds("state"))]
    language_name: Html
    topics: Annotated[Bounded, AfterValidator(Holds("state"))]
    topics_all: Html
    topics_some: Annotated[Bounded, AfterValidator(Holds("number"))]
    topics_but: Annotated[Bounded, AfterValidator(Holds("number"))]
    muted: Annotated[Bounded, AfterValidator(Holds("number"))]
    ask_quiet: Html
    listen_on: ButtonText
    listen_off: ButtonText
    set_quiet: ButtonText
    quiet_choice: Annotated[Bounded, AfterValidator(Holds("begin", "end", plain=True))]
    quiet_none: ButtonText
    welcome_on: ButtonText
    welcome_off: ButtonText
    set_language: ButtonText
    topic_only: ButtonText
    topic_on: ButtonText
    topic_off: ButtonText
    topics_open: ButtonText
    unmute: ButtonText
    done: ButtonText
    closed: Html
