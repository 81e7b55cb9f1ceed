"""The fields of objects within a call, read as the Bot API reads them; unknown ones are refused, never ignored."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from bot.playground.accounts import Json
from bot.playground.refusals import ApiError, bad


@dataclass(frozen=True)
class Fields:
    """An object's fields, and what the object is to the Bot API ("inline keyboard button"); all raise ApiError.

    A field that is missing, or None, counts as not given.
    """

    what: str
    values: Json

    @classmethod
    def of(cls, what: str, value: object, known: Iterable[str]) -> Fields:
        """The fields of what should be an object with no others than these."""
        if not isinstance(value, dict):
            raise bad(f"{what} must be an Object")
        if unknown := sorted(set(value) - set(known)):
            raise bad(f"can't parse {what}: the desk knows no field {', '.join(unknown)}")
        return cls(what, value)

    def text(self, name: str) -> str | None:
        """A string, None where it is not given."""
        value = self.values.get(name)
        if value is not None and not isinstance(value, str):
            raise self.wrong(name, "String")
        return value

    def needed_text(self, name: str) -> str:
        """A string that must be there, maybe empty."""
        value = self.text(name)
        if value is None:
            raise self.missing(name)
        return value

    def number(self, name: str) -> int | None:
        """A whole number, None where it is not given."""
        value = self.values.get(name)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise self.wrong(name, "Number")
        return value

    def needed_number(self, name: str) -> int:
        """A whole number that must be there."""
        value = self.number(name)
        if value is None:
            raise self.missing(name)
        return value

    def flag(self, name: str) -> bool:
        """Whether something is so; not where it is not given."""
        value = self.values.get(name)
        if value is not None and not isinstance(value, bool):
            raise self.wrong(name, "Boolean")
        return value is True

    def array(self, name: str) -> list[object]:
        """A list, empty where it is not given."""
        value = self.values.get(name)
        if value is not None and not isinstance(value, list | tuple):
            raise self.wrong(name, "Array")
        return list(value or ())

    def wrong(self, name: str, kind: str) -> ApiError:
        """The refusal of a field of another type."""
        return bad(f'can\'t parse {self.what}: Field "{name}" must be of type {kind}')

    def missing(self, name: str) -> ApiError:
        """The refusal of an object without a field."""
        return bad(f"can't parse {self.what}: Can't find field \"{name}\"")


def decoded(value: object, what: str) -> object:
    """An object or array that is given as such or as JSON; raises ApiError."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad(f"can't parse {what} JSON object") from None
