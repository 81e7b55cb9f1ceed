"""Logs hold events and ids; neither a person's text nor a secret gets into them, whatever fails."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from sqlalchemy.exc import StatementError
from telegram.error import BadRequest, NetworkError

from bot.errors import KawanError, KnowledgeError
from bot.log import secrets_of, set_up_logs
from bot.scrubbing import evened
from bot.settings import Settings
from tests.botapi import TOKEN, BotApi
from tests.processes import SECRET, BotProcess, free_port
from tests.sensitive import MARK, shows_anything, told

PROJECT = Path(__file__).parent.parent
SETTINGS = Settings(
    telegram_bot_token=SecretStr("123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"),
    webhook_secret=SecretStr("gembok-rahasia"),
    database_url=SecretStr("postgresql://kawan:p%40ssword@db.example/kawan"),
    sentry_dsn=SecretStr("https://0123456789abcdef0123456789abcdef@o1.ingest.example/42"),
)
SECRETS = (
    "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw",
    "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw",
    "gembok-rahasia",
    "p%40ssword",
    "p@ssword",
    "0123456789abcdef0123456789abcdef",
)
FORMS = ("text", "json")

people_say = told() | st.text(max_size=30).map(lambda text: f"{MARK}{text}{MARK}")


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    yield
    root.handlers[:], root.level = before
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    structlog.reset_defaults()


def written(form: str, logging_something: Callable[[Any], object], settings: Settings = SETTINGS) -> str:
    """What stands on standard error once something was logged."""
    with redirect_stderr(StringIO()) as stream:
        set_up_logs(settings.model_copy(update={"log_format": form}))
        logging_something(structlog.stdlib.get_logger("x"))
    return stream.getvalue()


def without_time(form: str, line: str) -> str:
    """A line of `written` without its only digits that are not the caller's."""
    if form == "text":
        return line.split(" ", 1)[1]
    return json.dumps({name: value for name, value in json.loads(line).items() if name != "timestamp"})


def raised(error: BaseException) -> BaseException:
    """An exception with a traceback."""
    try:
        raise error
    except BaseException as caught:  # noqa: BLE001 - any may be asked for
        return caught


def chained(text: str) -> BaseException:
    """A chain of everything that quotes a text in its message."""
    try:
        try:
            try:
                raise KeyError(text)
            except KeyError:
                raise StatementError(text, f"select {text}", {"text": text}, ValueError(text)) from None
        except StatementError as error:
            quoting = BadRequest(f'Can\'t parse entities: unsupported start tag "{text}" at byte offset 5')
            raise ExceptionGroup(
                text, [quoting, OSError(2, text), NetworkError(f"httpx: {KeyError(text)!r}")]
            ) from error
    except ExceptionGroup as error:
        error.add_note(text)
        late = ValueError(text)
        late.__context__ = error
        return late


@pytest.mark.parametrize("form", FORMS)
def test_a_traceback_shows_types_and_places_and_no_message(form: str) -> None:
    typed_by_a_person = "rahasia " * 3

    def fail(log: Any) -> None:
        log.error("an update failed", exc_info=raised(RuntimeError("broken " + typed_by_a_person)))

    line = written(form, fail)
    assert "an update failed" in line
    assert "RuntimeError" in line
    assert "tests/test_log.py:" in line
    assert "in raised" in line
    assert "broken" not in line
    assert "rahasia" not in line


@pytest.mark.parametrize("form", FORMS)
def test_a_whole_chain_is_told_by_its_types(form: str) -> None:
    line = written(form, lambda log: log.error("x", exc_info=chained("rahasia")))
    for kind in ("ValueError", "ExceptionGroup", "telegram.error.BadRequest", "FileNotFoundError", "StatementError"):
        assert kind in line
    assert "while dealing with ExceptionGroup" in line
    assert "caused by sqlalchemy.exc.StatementError" in line
    assert "rahasia" not in line


@pytest.mark.parametrize("form", FORMS)
@settings(deadline=None)
@given(text=people_say, more=people_say)
def test_whatever_is_logged_nothing_of_a_person_or_a_secret_comes_out(form: str, text: str, more: str) -> None:
    url = f"https://api.telegram.org/bot{SECRETS[0]}/sendMessage?chat_id=1"

    def log_everything(log: Any) -> None:
        log.error(
            "x", exc_info=chained(f"{text} {url}"), error=raised(KeyError(more)), objects=[{"e": ValueError(text)}]
        )

    line = evened(without_time(form, written(form, log_everything)))
    assert MARK not in line.casefold()
    assert not [secret for secret in SECRETS if secret in line]


@pytest.mark.parametrize("form", FORMS)
@settings(deadline=None)
@given(text=told(), more=told(), secret=st.sampled_from(SECRETS))
def test_whatever_an_event_holds_no_mask_and_no_secret_is_missed(form: str, text: str, more: str, secret: str) -> None:
    def log_everything(log: Any) -> None:
        log.info(text, reason=more, deep={more: [(text, {secret, text})]}, secret=f"{more} {secret} {text}")

    line = evened(without_time(form, written(form, log_everything)))
    assert not shows_anything(line)
    assert secret not in line


def test_ids_and_small_numbers_are_still_to_be_read() -> None:
    line = json.loads(
        written("json", lambda log: log.error("failed", error_id="12345678", update_id=987654321, rows=3, seconds=0.5))
    )
    assert (line["error_id"], line["update_id"], line["rows"], line["seconds"]) == ("12345678", 987654321, 3, 0.5)


def test_a_number_as_long_as_a_telephones_is_masked() -> None:
    line = json.loads(written("json", lambda log: log.info("x", chat=-1001234567890, phone=6281234567890)))
    assert (line["chat"], line["phone"]) == ("[angka]", "[angka]")


def test_of_any_other_object_only_the_type_is_told() -> None:
    class Update:
        def __repr__(self) -> str:
            return "rahasia"

    line = json.loads(written("json", lambda log: log.info("x", update=Update(), data=b"rahasia", by={1: Update()})))
    assert (line["update"], line["data"], line["by"]) == ("<Update>", "<bytes>", {"1": "<Update>"})


def test_our_own_sentences_are_shown_and_telegrams_without_what_they_quote() -> None:
    def log_both(log: Any) -> None:
        log.error("x", exc_info=raised(KnowledgeError(["a", "b"])))
        log.error(
            "x", exc_info=raised(BadRequest('Can\'t parse entities: unsupported start tag "rahasia" at offset 5'))
        )
        log.error("x", exc_info=raised(ConnectionRefusedError(111, "rahasia")))
        log.error("x", reason=KawanError("so that you can mend it"))

    shown = written("text", log_both)
    assert "The knowledge base cannot be used; problems: 2" in shown
    assert "Can't parse entities: unsupported start tag (...) at offset 5" in shown
    assert "ECONNREFUSED, Connection refused" in shown
    assert "so that you can mend it" in shown
    assert "rahasia" not in shown


@pytest.mark.parametrize(
    "said",
    [
        'tag "ra"ha"sia"',
        "tag 'rahasia it's'",
        "tag <rahasia",
        "tag “rahasia”",
        "in `rahasia`",
        'un"rahasia',
        "b'rahasia'",
    ],
)
def test_telegram_may_quote_in_any_way(said: str) -> None:
    shown = written("text", lambda log: log.error("x", exc_info=BadRequest(f"Wrong: {said}")))
    assert "Wrong: " in shown
    assert not [part for part in ("rahasia", "ha", "sia") if part in shown]


def test_a_reason_is_told_without_what_it_quotes() -> None:
    said = 'Bad Request: can\'t parse entities: unsupported start tag "rahasia" at offset 5'
    line = json.loads(written("json", lambda log: log.info("not told", reason=said)))
    assert line["reason"] == "Bad Request: can't parse entities: unsupported start tag (...) at offset 5"


def test_a_chain_that_bites_its_tail_ends() -> None:
    error = ValueError()
    error.__cause__ = other = KeyError()
    other.__cause__ = error
    assert written("text", lambda log: log.error("x", exc_info=error)).count("KeyError") == 1


def test_endless_recursion_is_told_in_few_lines() -> None:
    def deeper() -> None:
        deeper()

    def fail(log: Any) -> None:
        try:
            deeper()
        except RecursionError:
            log.exception("x")

    assert len(written("text", fail).splitlines()) < 40


def test_what_cannot_be_formatted_is_not_printed_either() -> None:
    shown = written("text", lambda _: logging.getLogger("library").warning("%d", "rahasia"))
    assert "cannot be written: TypeError" in shown
    assert "rahasia" not in shown


@pytest.mark.parametrize("name", ["httpx", "telegram.ext.Updater", "uvicorn.error", "a.library.of.tomorrow"])
@pytest.mark.parametrize("form", FORMS)
def test_what_a_library_says_of_a_fault_is_withheld(name: str, form: str) -> None:
    def fail(_: Any) -> None:
        try:
            raise ValueError("rahasia di dalam galat")
        except ValueError:
            logging.getLogger(name).critical("Received data was %s", "rahasia", exc_info=True)

    shown = written(form, fail)
    assert "rahasia" not in shown
    assert name in shown
    assert "ValueError" in shown
    assert "tests/test_log.py:" in shown


def test_the_libraries_say_nothing_of_urls_and_updates() -> None:
    def say(_: Any) -> None:
        for name in ("httpx", "httpcore", "telegram", "telegram.ext.Application"):
            logging.getLogger(name).info("POST https://api.telegram.org/bot123:secret/sendMessage")
            logging.getLogger(name).debug("an update with a text")

    assert written("json", say, Settings(log_level="DEBUG")) == ""


async def test_a_task_that_nobody_waited_for_tells_its_type_only() -> None:
    async def fail() -> None:
        raise KeyError("rahasia")

    with redirect_stderr(StringIO()) as stream:
        set_up_logs(SETTINGS)
        task = asyncio.ensure_future(fail())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        del task
        gc.collect()
    shown = stream.getvalue()
    assert "Task exception was never retrieved" in shown
    assert "KeyError" in shown
    assert "rahasia" not in shown


@pytest.mark.parametrize(
    "failing",
    [
        "raise ValueError('rahasia')",
        "import threading; t = threading.Thread(target=lambda: {}['rahasia']); t.start(); t.join()",
        "type('A', (), {'__del__': lambda self: {}['rahasia']})()",
    ],
    ids=["process", "thread", "finaliser"],
)
def test_what_nobody_catches_goes_the_same_way(failing: str) -> None:
    code = f"from bot.log import set_up_logs; from bot.settings import Settings; set_up_logs(Settings()); {failing}"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        env={**os.environ, "LOG_FORMAT": "json"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    (line,) = done.stderr.splitlines()
    assert json.loads(line)["exception"].split("\n")[0] in ("ValueError", "KeyError")
    assert "rahasia" not in line


def test_every_secret_of_the_settings_is_known_with_its_parts() -> None:
    known = secrets_of(SETTINGS)
    assert {SECRETS[0], SECRETS[1], "gembok-rahasia", "p%40ssword", "0123456789abcdef0123456789abcdef"} <= known
    assert secrets_of(Settings(database_url=SecretStr("postgresql://[oops"))) == set()
    assert secrets_of(Settings(database_url=SecretStr("postgresql:///bot?password=kunci1"))) == {"kunci1"}


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_a_whole_process_logs_no_text_and_no_token_at_any_level(mode: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    async with BotApi() as api:
        port = free_port() if mode == "webhook" else None
        bot = BotProcess(api, f"sqlite:///{tmp_path}/bot.db", port, log, LOG_LEVEL="DEBUG")
        await bot.start()
        for text in ("rahasia burnout", "aku pengen mati aja rahasia", "rahasia"):
            api.say(7001, text)
        async with asyncio.timeout(10):
            while len(api.sent[7001]) < 3:
                await asyncio.sleep(0.02)
        assert await bot.stop() == 0
    shown = log.read_text(encoding="utf-8")
    assert "stopped" in shown
    assert "rahasia" not in shown
    assert TOKEN.split(":")[1] not in shown
    assert SECRET not in shown


def test_json_lines_are_json() -> None:
    line = json.loads(written("json", lambda log: log.info("polling", bot="kawan")))
    assert (line["event"], line["bot"], line["level"]) == ("polling", "kawan", "info")
    assert line["timestamp"].endswith("Z")
