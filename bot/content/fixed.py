"""The kinds of fixed phrases: Telegram HTML or plain text, with exactly the placeholders that the bot fills in."""

from __future__ import annotations

from string import Formatter
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from bot.content.markup import markup_fault


class Holds:
    """A validator: the text holds exactly these placeholders and HTML that Telegram accepts."""

    def __init__(self, *names: str, plain: bool = False) -> None:
        self._names = frozenset(names)
        self._plain = plain

    def __call__(self, text: str) -> str:
        """The text itself; raises ValueError."""
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


Bounded = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1500)]
Html = Annotated[Bounded, AfterValidator(Holds())]
ButtonText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40), AfterValidator(Holds(plain=True))
]
Alert = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(Holds(plain=True))
]
CommandText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), AfterValidator(Holds(plain=True))
]


class FixedTexts(BaseModel):
    """A group of fixed phrases."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
