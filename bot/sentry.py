"""Errors to Sentry, where SENTRY_DSN is set: what the log tells of them and nothing else.

Whatever is logged as an error is one event. It holds the sentence, the exceptions by type, place and safe message
(bot/causes.py), and as a tag the error id that the person was told: search for `error_id:1a2b3c4d`. Nothing is
collected by the SDK itself, as it would take local variables, requests and earlier log lines along, which hold
people's texts.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import structlog

from bot import __version__
from bot.causes import Cause, causes_of
from bot.errors import UsageError
from bot.log import Door, secrets_of, withhold
from bot.scrubbing import Scrubber
from bot.settings import Settings

if TYPE_CHECKING:
    from sentry_sdk import Client
    from sentry_sdk.transport import Transport
    from sentry_sdk.types import Event, Hint

_OWN = ("sentry_sdk", "urllib3")  # what sending itself logs is not sent, or each failure would make the next
_KEPT = ("event_id", "timestamp", "platform", "level", "logger", "release", "environment", "logentry")
_TAGS = ("error_id", "update_id")
_OF_EXCEPTION = ("type", "value")
_OF_FRAME = ("filename", "lineno", "function", "in_app")
_LAST_WORDS = 2.0  # seconds that the end of the process waits for events on their way


def set_up_sentry(settings: Settings, transport: Transport | None = None) -> SentryHandler | None:
    """Send logged errors to Sentry, to be called after `set_up_logs`; without SENTRY_DSN nothing is done or imported.

    Raises UsageError where sentry-sdk is not installed or the DSN is none.
    """
    if settings.sentry_dsn is None:
        return None
    handler = SentryHandler(_client(settings.sentry_dsn.get_secret_value(), transport), Scrubber(secrets_of(settings)))
    logging.getLogger().addHandler(handler)
    return handler


def _client(dsn: str, transport: Transport | None) -> Client:
    try:
        from sentry_sdk import Client
        from sentry_sdk.utils import BadDsn
    except ImportError:
        raise UsageError(
            'SENTRY_DSN is set, but sentry-sdk is not installed: pip install "kawan-freelance[sentry]" '
            '(or, in this folder, pip install -e ".[sentry]").'
        ) from None
    try:
        return Client(
            dsn=dsn,
            release=__version__,
            transport=transport,
            before_send=before_send,
            integrations=[],
            default_integrations=False,  # and `send_default_pii` stays unset, which is no; newer versions warn of it
            auto_enabling_integrations=False,
            include_local_variables=False,
            include_source_context=False,
            max_request_body_size="never",
            max_breadcrumbs=0,
            server_name="",
            auto_session_tracking=False,
            propagate_traces=False,
            send_client_reports=False,
            spotlight=False,
            debug=False,
        )
    except BadDsn:
        raise UsageError("SENTRY_DSN is no DSN; copy it from Sentry (project settings, Client Keys).") from None


class SentryHandler(logging.Handler):
    """Makes an event of each error that is logged; the client is its own, so nothing else can reach it."""

    def __init__(self, client: Client, scrub: Scrubber) -> None:
        super().__init__(logging.ERROR)
        self._client = client
        self._scrub = scrub
        self._door = Door(scrub)

    def emit(self, record: logging.LogRecord) -> None:
        """Hand an event to the client, which sends it from a thread of its own."""
        if record.name.split(".", 1)[0] in _OWN:
            return
        held = _held(record)
        error = held.pop("exc_info", None)
        told = self._door(None, "", held)
        event: dict[str, Any] = {
            "level": "fatal" if record.levelno >= logging.CRITICAL else "error",
            "logger": record.name,
            "logentry": {"message": told["event"]},
            "tags": {name: str(told[name]) for name in _TAGS if told.get(name) is not None},
        }
        if isinstance(error, BaseException):
            causes = causes_of(error, self._scrub)
            event["exception"] = {"values": [_exception(cause, self._scrub) for cause in reversed(causes)]}
        self._client.capture_event(event)  # type: ignore[arg-type]  # a plain dictionary of that shape

    def close(self) -> None:
        """Wait two seconds at most for what is on its way; `logging` calls this at the end of the process."""
        self._client.close(timeout=_LAST_WORDS)
        super().close()


def _held(record: logging.LogRecord) -> structlog.typing.EventDict:
    if isinstance(record.msg, dict) and hasattr(record, "_logger"):  # structlog's; its formatter takes a copy as well
        return dict(record.msg)
    said = record.msg if isinstance(record.msg, str) else ""
    return withhold(None, "", {"event": said, "exc_info": record.exc_info or None})


def _exception(cause: Cause, scrub: Scrubber) -> dict[str, Any]:
    frames = [
        {
            "filename": scrub.hide(place.file),
            "lineno": place.line,
            "function": place.function,
            "in_app": _is_own(place.file),
        }
        for place in cause.places
    ]
    return {"type": cause.type, "value": cause.message or "", "stacktrace": {"frames": frames}}


def _is_own(file: str) -> bool:
    return file.startswith(("bot/", "bot\\"))


def before_send(event: Event, _: Hint) -> Event | None:
    """Keep of an event what is meant to be in it, not what the SDK adds of its own, now or in a later version."""
    given: dict[str, Any] = dict(event)
    kept = {name: given[name] for name in _KEPT if name in given}
    kept["tags"] = _only(given.get("tags") or {}, _TAGS)
    exceptions = (given.get("exception") or {}).get("values") or ()
    if exceptions:
        kept["exception"] = {"values": [_bare(exception) for exception in exceptions]}
    return kept  # type: ignore[return-value]  # a part of an event is one


def _bare(exception: Mapping[str, Any]) -> dict[str, Any]:
    frames = (exception.get("stacktrace") or {}).get("frames") or ()
    return _only(exception, _OF_EXCEPTION) | {"stacktrace": {"frames": [_only(frame, _OF_FRAME) for frame in frames]}}


def _only(given: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: given[name] for name in names if name in given}
