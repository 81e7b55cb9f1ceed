"""How the Bot API says no."""

from __future__ import annotations


class ApiError(Exception):
    """What the Bot API answers instead of a result."""

    def __init__(self, code: int, description: str) -> None:
        self.code = code
        self.description = description
        super().__init__(description)


def bad(reason: str) -> ApiError:
    """The refusal of a request that is wrong in itself."""
    return ApiError(400, f"Bad Request: {reason}")
