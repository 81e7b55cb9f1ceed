"""An error reaches Sentry with its id and its places, and with nothing that a person wrote."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from bot import __version__
from bot.errors import UsageError
from bot.log import set_up_logs
from bot.scrubbing import evened
from bot.search.engine import Search
from bot.sentry import SentryHandler, before_send, set_up_sentry
from bot.settings import Settings
from tests.sensitive import MARK
from tests.talk import Talk
from tests.test_log import SECRETS, SETTINGS, chained, logging_as_before, people_say, raised

__all__ = ["logging_as_before"]  # a fixture
SAID = "rahasia pribadi sekali, nomorku 0812 3456 7890"


class Post(Transport):
    """Keeps what would be sent."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[dict[str, Any]] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        assert [item.type for item in envelope] == ["event"]
        self.events.append(json.loads(envelope.items[0].get_bytes()))


@pytest.fixture
def post() -> Iterator[Post]:
    made = Post()
    set_up_logs(SETTINGS)
    structlog.configure(cache_logger_on_first_use=False)  # the bot's own loggers are used by other tests as well
    handler = set_up_sentry(SETTINGS, made)
    yield made
    assert handler
    logging.getLogger().removeHandler(handler)
    handler.close()


async def test_a_failing_update_is_found_by_the_id_that_the_person_was_told(
    post: Post, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(self: Search, question: str, *_: object) -> None:
        quoted = question  # a local variable, as the SDK would show it
        raise KeyError(quoted)

    monkeypatch.setattr(Search, "ask", explode)
    told = await talk.say(SAID)
    (error_id,) = re.findall(r"\b[0-9a-f]{8}\b", told)
    (event,) = post.events
    assert event["tags"]["error_id"] == error_id
    assert event["tags"]["update_id"].isdigit()
    assert (event["level"], event["logger"]) == ("error", "bot.chat.failures")
    assert event["release"] == __version__
    assert event["logentry"] == {"message": "an update failed"}
    exception = event["exception"]["values"][-1]
    assert (exception["type"], exception["value"]) == ("KeyError", "")
    frame = exception["stacktrace"]["frames"][-1]
    assert frame.keys() == {"filename", "lineno", "function", "in_app"}
    assert frame["function"].endswith("explode")
    assert any(frame["in_app"] for frame in exception["stacktrace"]["frames"])
    sent = json.dumps(event)
    assert not [part for part in ("rahasia", "3456", "quoted", "vars", "server_name", "breadcrumbs") if part in sent]


@settings(deadline=None)
@given(text=people_say, secret=st.sampled_from(SECRETS))
def test_whatever_fails_nothing_of_a_person_or_a_secret_is_sent(text: str, secret: str) -> None:
    post = Post()
    set_up_logs(SETTINGS.model_copy(update={"log_level": "ERROR"}))
    logging.getLogger().handlers.clear()
    handler = set_up_sentry(SETTINGS, post)
    assert isinstance(handler, SentryHandler)
    log = structlog.stdlib.get_logger("x")
    log.error(f"failed with {secret}", exc_info=chained(f"{text} {secret}"), reason=text, error_id=text)
    handler.close()
    (event,) = post.events
    sent = evened(json.dumps({**event, "tags": {}}, ensure_ascii=False))
    assert MARK not in sent.casefold()
    assert secret not in sent


def test_the_chain_comes_with_its_root_first(post: Post) -> None:
    structlog.stdlib.get_logger("x").critical("x", exc_info=chained("rahasia"))
    (event,) = post.events
    kinds = [value["type"] for value in event["exception"]["values"]]
    assert event["level"] == "fatal"
    assert (kinds[-2:], kinds[0]) == (["ExceptionGroup", "ValueError"], "sqlalchemy.exc.StatementError")


def test_only_errors_are_sent(post: Post) -> None:
    log = structlog.stdlib.get_logger("x")
    log.warning("the database is lost", exc_info=raised(ValueError()))
    assert post.events == []
    log.error("work that never ends has ended")
    assert [event["logentry"]["message"] for event in post.events] == ["work that never ends has ended"]


def test_a_librarys_error_is_sent_without_its_words(post: Post) -> None:
    logging.getLogger("asyncio").error(
        "Task exception was never retrieved\nrahasia", exc_info=raised(KeyError("rahasia"))
    )
    logging.getLogger("library").error({"event": "rahasia"})
    assert post.events[0]["logentry"]["message"] == "Task exception was never retrieved"
    assert post.events[0]["exception"]["values"][0]["type"] == "KeyError"
    assert len(post.events) == 2
    assert "rahasia" not in json.dumps(post.events)


def test_what_sending_itself_logs_is_not_sent(post: Post) -> None:
    for name in ("sentry_sdk.errors", "urllib3.connectionpool"):
        logging.getLogger(name).error("the connection failed")
    assert post.events == []


def test_whatever_the_sdk_adds_is_taken_out() -> None:
    kept: Any = before_send(
        {
            "level": "error",
            "server_name": "a host",
            "user": {"id": "7001"},
            "request": {"data": "rahasia"},
            "breadcrumbs": {"values": [{"message": "rahasia"}]},
            "extra": {"text": "rahasia"},
            "tags": {"error_id": "ab12cd34", "text": "rahasia"},
            "exception": {
                "values": [
                    {
                        "type": "KeyError",
                        "value": "",
                        "stacktrace": {"frames": [{"function": "f", "vars": {"text": "rahasia"}, "context_line": "x"}]},
                    }
                ]
            },
        },
        {},
    )
    assert kept == {
        "level": "error",
        "tags": {"error_id": "ab12cd34"},
        "exception": {"values": [{"type": "KeyError", "value": "", "stacktrace": {"frames": [{"function": "f"}]}}]},
    }


def test_without_a_dsn_nothing_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    assert set_up_sentry(Settings()) is None


def test_a_missing_package_is_told_with_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    with pytest.raises(UsageError, match=r"pip install .kawan-freelance\[sentry\]"):
        set_up_sentry(SETTINGS)


def test_a_wrong_dsn_is_told_and_not_shown() -> None:
    with pytest.raises(UsageError, match="SENTRY_DSN is no DSN") as told:
        set_up_sentry(Settings(sentry_dsn=SecretStr("kunci-rahasia")))
    assert "rahasia" not in str(told.value)
