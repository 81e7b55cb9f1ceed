"""A failing handler apologises once with an error id, and no log holds what a person wrote."""

from __future__ import annotations

import re

import pytest
from structlog.testing import capture_logs

from bot.chat.knowledge import Knowledge
from bot.search.engine import Search
from tests.talk import Talk

SECRET = "rahasia pribadi sekali"


@pytest.fixture
def broken_search(monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(self: Search, question: str) -> None:
        raise RuntimeError("search is broken")

    monkeypatch.setattr(Search, "ask", explode)


async def test_a_failure_is_apologised_for_once_with_its_id(talk: Talk, broken_search: None) -> None:
    with capture_logs() as logs:
        text = await talk.say(SECRET)
    ids = re.findall(r"\b[0-9a-f]{8}\b", text)
    assert len(ids) == 1
    assert [entry["error_id"] for entry in logs if entry["log_level"] == "error"] == ids
    assert len(talk.from_bot) == 1


async def test_nothing_that_a_person_wrote_is_logged(talk: Talk, broken_search: None) -> None:
    with capture_logs() as logs:
        await talk.say(SECRET)
    assert SECRET not in str([{**entry, "exc_info": repr(entry.get("exc_info"))} for entry in logs])


async def test_being_blocked_is_no_failure(talk: Talk, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    async def forbidden(url: str, *args: object, **kwargs: object) -> tuple[int, bytes]:
        return 403, b'{"ok": false, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}'

    monkeypatch.setattr(talk.request, "do_request", forbidden)
    with capture_logs() as logs:
        await talk.say("apa itu burnout")
    assert [entry["log_level"] for entry in logs] == ["info"]
