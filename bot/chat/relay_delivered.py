"""What is remembered of an answer that was delivered, so that it can be mended when its operator edits their reply.

It stands as a mark in the operator's session, without any of the text:

    relay:<message>:<a for an answer, t for an addition ("tambahan")>:<digest of the text>
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b

_FORM = re.compile(r"relay:(\d{1,18}):([at]):(\d{1,6}-[0-9a-f]{8})")
_BETWEEN = re.compile(r"(?=(\n\n))")  # two answers, as they are kept; but an answer may have empty lines of its own


@dataclass(frozen=True)
class Delivered:
    """The message that an answer was delivered as, whether it was the first one, and the text's digest."""

    message_id: int
    first: bool
    digest: str

    def mark(self) -> str:
        """The mark, to be kept in a session."""
        return f"relay:{self.message_id}:{'a' if self.first else 't'}:{self.digest}"

    def found_in(self, answers: str) -> str | None:
        """This answer's text among all that are kept, None where it is not there (any more)."""
        length = int(self.digest.partition("-")[0])
        texts = (answers[start : start + length] for start in (0, *(gap.end(1) for gap in _BETWEEN.finditer(answers))))
        return next((text for text in texts if digest_of(text) == self.digest), None)


def digest_of(text: str) -> str:
    """What tells a text from others: its length and a hash."""
    return f"{len(text)}-{blake2b(text.encode('utf-8', 'surrogatepass'), digest_size=4).hexdigest()}"


def read_mark(mark: str) -> Delivered | None:
    """What a mark says, None where it is none of these."""
    match = _FORM.fullmatch(mark)
    return Delivered(int(match[1]), match[2] == "a", match[3]) if match else None
