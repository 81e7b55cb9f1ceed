"""How the Bot API says no."""

from __future__ import annotations

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
"""Why an answer to a query is refused that nobody waits for."""


class ApiError(Exception):
    """What the Bot API answers instead of a result; `parameters` tell a program how to go on."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        self.code = code
        self.description = description
        self.parameters = parameters
        super().__init__(description)


def bad(reason: str, **parameters: int) -> ApiError:
    """The refusal of a request that is wrong in itself."""
    return ApiError(400, f"Bad Request: {reason}", **parameters)


def forbidden(reason: str) -> ApiError:
    """The refusal of a request that the bot has no right to."""
    return ApiError(403, f"Forbidden: {reason}")
