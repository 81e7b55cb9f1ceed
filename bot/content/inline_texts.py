"""The fixed phrases around inline queries (`@bot kata` in any chat); see `texts`."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from bot.content.fixed import Bounded, ButtonText, FixedTexts, Holds

_Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
"""What stands in a list that is as narrow as a phone."""


class InlineTexts(FixedTexts):
    """What is seen in the list while somebody types, and under what they send; titles are plain text."""

    ask: ButtonText
    unknown: ButtonText
    again: ButtonText
    invite: Annotated[_Line, AfterValidator(Holds("label", plain=True))]
    open_checklist: ButtonText
    own_result: Annotated[_Line, AfterValidator(Holds("title", plain=True))]
    own_date: Annotated[Bounded, AfterValidator(Holds("date"))]
    crisis: Annotated[_Line, AfterValidator(Holds(plain=True))]
    crisis_contacts: Annotated[_Line, AfterValidator(Holds(plain=True))]
    asked: Annotated[Bounded, AfterValidator(Holds("question"))]
