"""What is kept of whom, and for how long: /privasi is made of it."""

from __future__ import annotations

from enum import StrEnum

from bot.storage.housekeeping import kept_days
from bot.storage.tables import metadata


class Whose(StrEnum):
    """Of whom a table's rows tell."""

    PERSON = "person"
    NOBODY = "nobody"
    GROUP = "group"


WHOSE: dict[str, Whose] = {
    "sessions": Whose.PERSON,
    "results": Whose.PERSON,
    "alarms": Whose.PERSON,
    "relays": Whose.PERSON,
    "user_settings": Whose.PERSON,
    "updates": Whose.PERSON,  # as Telegram gave them, until they are done; then they are numbers
    "asked": Whose.NOBODY,
    "feedback": Whose.NOBODY,
    "walks": Whose.NOBODY,
    "parked": Whose.NOBODY,
    "pictures": Whose.NOBODY,
    "faults": Whose.NOBODY,
    "knowledge": Whose.NOBODY,
    "chat_settings": Whose.GROUP,
    "chat_memory": Whose.GROUP,
}
"""For each table of whom it tells, in the order in which people are told of them."""


def kept_tables() -> dict[str, dict[str, int | None]]:
    """For each of `Whose`: its tables, and how many days each keeps a row (None where it does not forget).

    Raises LookupError for a table of which people would not be told.
    """
    if untold := metadata.tables.keys() - WHOSE.keys():
        raise LookupError(f"storage/privacy.py does not say of whom these tables tell: {', '.join(sorted(untold))}")
    days = kept_days()
    return {
        str(whose): {name: days.get(name) for name, of_whom in WHOSE.items() if of_whom is whose} for whose in Whose
    }
