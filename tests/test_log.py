"""Logs hold events and ids; neither a person's text nor the token gets into them, whatever fails."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot.log import set_up_logs
from bot.settings import Settings
from tests.botapi import TOKEN, BotApi
from tests.processes import SECRET, BotProcess, free_port


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
    written = log.read_text(encoding="utf-8")
    assert "stopped" in written
    assert "rahasia" not in written
    assert TOKEN.split(":")[1] not in written
    assert SECRET not in written


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
