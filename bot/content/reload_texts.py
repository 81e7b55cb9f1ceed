"""What the bot tells operators of knowledge that was read again (/muat)."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from bot.content.fixed import Bounded, FixedTexts, Holds, Html


class ReloadTexts(FixedTexts):
    """/muat, and what operators are told where a process cannot use what is new."""

    done: Annotated[Bounded, AfterValidator(Holds("articles", "entries", "phrasings", "version"))]
    learned: Annotated[Bounded, AfterValidator(Holds("phrasings", "answers", "drafts"))]
    unwritten: Html
    refused: Annotated[Bounded, AfterValidator(Holds("count"))]
    warned: Html
    more: Annotated[Bounded, AfterValidator(Holds("count"))]
    whole: Html
    file: Html
    unused: Html
