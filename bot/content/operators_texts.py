"""What the bot says of the answers that come from its operators and from no article."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from bot.content.fixed import FixedTexts, Holds
from bot.content.models import Emoji, Label, Text, Title

_Plain = AfterValidator(Holds(plain=True))


class OperatorsTexts(FixedTexts):
    """The article that these answers stand in: its name is their source line. Plain text."""

    title: Annotated[Title, _Plain]
    label: Annotated[Label, _Plain]
    emoji: Emoji
    intro: Annotated[Text, _Plain]
