"""Logs hold events and ids; neither a person's text nor the token gets into them, whatever fails."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.log import set_up_logs
from bot.settings import Settings


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = before
    structlog.reset_defaults()


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_traceback_shows_no_local_variable(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(Settings(log_format=form))  # type: ignore[arg-type]
    typed_by_a_person = "rahasia " * 3
    try:
        raise RuntimeError("broken " + str(len(typed_by_a_person)))
    except RuntimeError as error:
        structlog.stdlib.get_logger("x").error("an update failed", exc_info=error)
    written = capsys.readouterr().err
    assert "broken 24" in written
    assert "rahasia rahasia" not in written


def test_the_libraries_say_nothing_of_urls_and_updates(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(Settings(log_level="DEBUG", log_format="json"))
    for name in ("httpx", "httpcore", "telegram", "telegram.ext.Application"):
        logging.getLogger(name).info("POST https://api.telegram.org/bot123:secret/sendMessage")
        logging.getLogger(name).debug("an update with a text")
    assert capsys.readouterr().err == ""


def test_json_lines_are_json(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(Settings(log_format="json"))
    structlog.stdlib.get_logger("x").info("polling", bot="kawan")
    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["bot"], line["level"]) == ("polling", "kawan", "info")


def test_what_a_library_says_of_a_fault_is_withheld(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(Settings())
    try:
        raise ValueError("rahasia di dalam galat")
    except ValueError:
        logging.getLogger("telegram.ext.Updater").critical("Received data was rahasia", exc_info=True)
    written = capsys.readouterr().err
    assert "rahasia" not in written
    assert "telegram.ext.Updater" in written
    assert "ValueError" in written
