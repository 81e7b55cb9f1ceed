"""Whatever people write, wherever they write it: no number, address or name of it is kept or logged, whatever fails.

Exceptions, each on purpose:
- `updates.body` holds a polled update until it is done; then it is empty (tested below).
- What an operator writes as an answer may hold a link or a number that people shall call. It stands in
  `relays.answer` and, once it is taught, in `knowledge.learned`, and nowhere else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from io import StringIO
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.chat.knowledge import Knowledge
from bot.playground.telegram import DESK_TOKEN
from bot.search.engine import Search, Verdict
from bot.storage.store import SqlStore
from tests.privacy.items import MARK, Said, digits_in, said, shown_in
from tests.privacy.kept import Cell, cells, rows
from tests.privacy.logs import PASSWORD, SECRET, logged
from tests.privacy.town import Opened, Town, town
from tests.privacy.ways import CRY, OPERATORS_WRITE, WAYS, Way, asks
from tests.talk import words_of

TOKEN_AND_SECRETS = (DESK_TOKEN, PASSWORD, SECRET)
OPERATORS_OWN = {"relays.answer", "knowledge.learned"}
OPERATORS_MARK = "opqxjv"
OPERATORS_TEXT = f"hubungi {OPERATORS_MARK}@contoh.com atau 0899-7654-3218"
OPERATORS_ITEMS = ("0899-7654-3218",)
FIXED = Said(f"kirim ke {MARK}@contoh.com atau wa 0812-3456-7891", (f"{MARK}@contoh.com", "0812-3456-7891"))
URL = f"https://api.telegram.org/bot{DESK_TOKEN}/sendMessage"

few = settings(
    max_examples=2,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink a whole conversation would take minutes
)
conversations = st.permutations(WAYS).flatmap(
    lambda ways: st.tuples(*(st.tuples(st.just(way), st.integers(0, 1), said()) for way in ways))
)


# What fails


@contextmanager
def telegram_refuses(of: Town) -> Iterator[None]:
    """Every third message is refused, with words that quote it."""
    with _every_third(of, lambda body: (400, _fault(f"Bad Request: can't parse entities: {body} at byte 5"))):
        yield


@contextmanager
def telegram_breaks_down(of: Town) -> Iterator[None]:
    """Every third message ends in an exception that quotes it, and the address with the token."""

    def breaks(body: str) -> tuple[int, bytes]:
        raise RuntimeError(f"{URL}: {body}") from KeyError(body)

    with _every_third(of, breaks):
        yield


@contextmanager
def handlers_break_down(_: Town) -> Iterator[None]:
    """Every second question meets a mistake in the code, which quotes it."""
    times, ask = count(), Search.ask

    def breaks(self: Search, question: str, *args: Any, **more: Any) -> Verdict:
        if next(times) % 2:
            raise ExceptionGroup(question, [ValueError(f"{URL} {question}")]) from KeyError(question)
        return ask(self, question, *args, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Search, "ask", breaks)
        yield


@contextmanager
def _every_third(of: Town, answer: Callable[[str], tuple[int, bytes]]) -> Iterator[None]:
    request, times = of.sari.request, count()
    original = request.do_request

    async def do_request(url: str, method: str, data: Any = None, *args: Any, **more: Any) -> tuple[int, bytes]:
        name = url.rsplit("/", 1)[1]
        if name in ("sendMessage", "editMessageText", "answerInlineQuery") and next(times) % 3 == 1:
            return answer(json.dumps(data.parameters, ensure_ascii=False))
        return await original(url, method, data, *args, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(request, "do_request", do_request)
        yield


def _fault(description: str) -> bytes:
    return json.dumps({"ok": False, "error_code": 400, "description": description}).encode()


def nothing(_: Town) -> AbstractContextManager[None]:
    return nullcontext()


# What is left


async def assert_nothing_shows(of: Town, log: StringIO, items: list[str]) -> None:
    """Nothing of the items, the token, secrets or a cry for help is kept or logged."""
    kept = list(cells(await rows(of.database)))
    shown = {cell.place: found for cell in kept if (found := shown_in(str(cell.value), items))}
    assert shown == {}
    operators = {cell.place for cell in kept if shown_in(str(cell.value), OPERATORS_ITEMS, OPERATORS_MARK)}
    assert operators <= OPERATORS_OWN
    assert [cell.place for cell in kept if any(one in str(cell.value) for one in TOKEN_AND_SECRETS)] == []
    assert [cell.place for cell in kept if "pengen mati" in str(cell.value)] == []
    everybody = [*items, *OPERATORS_ITEMS]
    for line in log.getvalue().splitlines():
        assert shown_in(line, everybody) == []
        assert OPERATORS_MARK not in line.casefold()
        assert not [one for one in (*TOKEN_AND_SECRETS, CRY, "pengen mati") if one in line]


@pytest.mark.parametrize("fails", [nothing, telegram_refuses, telegram_breaks_down, handlers_break_down])
@few
@given(conversation=conversations)
async def test_nothing_that_tells_who_somebody_is_is_kept_or_logged(
    opened: Opened, fails: Callable[[Town], AbstractContextManager[None]], conversation: tuple[Any, ...]
) -> None:
    with logged() as log:
        async with opened() as one:
            with fails(one):
                for way, who, text in conversation:
                    await way(one, one.askers[who], text.text)
                for write in OPERATORS_WRITE[:1]:  # what is taught is tested once, below: it takes long
                    await write(one, one.rina, OPERATORS_TEXT)
            await assert_nothing_shows(one, log, [item for _, _, text in conversation for item in text.items])
            if fails is not nothing:
                assert "an update failed" in log.getvalue(), "it did fail"
                assert (await rows(one.database))["faults"]


# Each way leads somewhere: where its text is kept, it is masked there

MASKED = {
    "asks": "asked.text",
    "edits": "asked.text",
    "asks_by_command": "asked.text",
    "writes_a_caption": "asked.text",
    "asks_in_the_group": "asked.text",
    "mentions": "asked.text",
    "replies_in_the_group": "asked.text",
    "chooses_inline": "asked.text",
    "asks_on_from_inline": "parked.text",
    "sends_to_operators": "relays.text",
    "sends_own_words": "relays.text",
    "rates": "asked.text",
}
LEADS_TO = {
    "is_overheard": "asked.text",
    "points_to_what_another_said": "asked.text",
    "answers_a_checklist": "walks.ended",
    "rates": "feedback.entry_id",
    **MASKED,
}
KEPT_NOWHERE = {"cries", "cries_in_the_group", "sends_what_is_no_text", "sends_an_unknown_command"}


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
async def test_each_way_leads_somewhere_and_its_text_is_masked_there(knowledge: Knowledge, way: Way) -> None:
    with logged() as log:
        async with town(knowledge) as one:
            await way(one, one.sari, FIXED.text)
            await assert_nothing_shows(one, log, list(FIXED.items))
            kept = list(cells(await rows(one.database)))
            assert one.sari.errors == []
            assert one.sari.request.calls
    if way.__name__ in KEPT_NOWHERE:
        assert [cell for cell in kept if cell.table in ("asked", "relays", "parked", "feedback")] == []
        return
    assert [cell for cell in kept if cell.place == LEADS_TO[way.__name__]]
    if place := MASKED.get(way.__name__):
        assert [cell for cell in kept if cell.place == place and {"[email]", "[angka]"} <= set(cell.value.split())]


def test_every_way_is_looked_at() -> None:
    assert {way.__name__ for way in WAYS} == LEADS_TO.keys() | KEPT_NOWHERE


# Exceptions


async def test_what_an_operator_writes_is_kept_as_an_answer_and_nowhere_else(
    knowledge: Knowledge, knowledge_dir: Path
) -> None:
    with logged() as log:
        async with town(knowledge, folder=knowledge_dir) as one:
            for way in (asks, *WAYS[-3:]):
                await way(one, one.sari, FIXED.text)
            for write in OPERATORS_WRITE:
                await write(one, one.rina, OPERATORS_TEXT)
            await assert_nothing_shows(one, log, list(FIXED.items))
            kept = list(cells(await rows(one.database)))
    written = {cell.place for cell in kept if shown_in(str(cell.value), OPERATORS_ITEMS, OPERATORS_MARK)}
    assert written == OPERATORS_OWN
    taught = next(cell for cell in kept if cell.place == "knowledge.learned").value
    assert "kirim ke atau wa" in taught, "the question stands there, without what was masked"
    on_disk = (knowledge_dir / "id" / "learned.yaml").read_text()
    assert OPERATORS_MARK in on_disk
    assert shown_in(on_disk, FIXED.items) == []


async def test_a_polled_update_is_kept_until_it_is_done(knowledge: Knowledge) -> None:
    async with town(knowledge) as one:
        message = one.world.add_message(one.sari.chat, one.sari.person.json(), one.world.text_content(FIXED.text))
        update = one.world.update("message", message)
        await SqlStore(one.database).receive([(int(str(update["update_id"])), json.dumps(update))])
        assert _with_items(cells(await rows(one.database))) == ["updates.body"]
        await one.sari.desk.deliver(update)
        assert words_of(one.sari.last), "it was done"
        kept = await rows(one.database)
        assert _with_items(cells(kept)) == []
        assert [row["body"] for row in kept["updates"]] == [None]


async def test_what_is_typed_letter_by_letter_leaves_no_beginning_that_was_not_masked_yet(knowledge: Knowledge) -> None:
    async with town(knowledge) as one:
        query = f"kak aku mau tanya gimana caranya freelancer pinjam uang di bank, {FIXED.text} ya"
        for length in range(1, len(query) + 1):
            await one.sari.desk.inline(one.sari.person, query[:length])
        kept = list(cells(await rows(one.database)))
        assert [cell for cell in kept if cell.place == "parked.text"], "the whole query waits there"
        assert [cell.value for cell in kept if shown_in(str(cell.value), FIXED.items)] == []


def _with_items(kept: Iterator[Cell]) -> list[str]:
    return [cell.place for cell in kept if shown_in(str(cell.value), FIXED.items)]


def test_an_item_is_known_again_however_it_is_written() -> None:
    (_, number), text = FIXED.items, FIXED.text
    assert digits_in(number) == "081234567891"
    for written in (
        text,
        "x 0812 3456 7891 y",
        "０８１２-3456-7891",
        json.dumps({"a": "٠٨١٢ 3456.7891"}),
        "081234567891",
    ):
        assert shown_in(written, FIXED.items)
    for harmless in ("x 0812 3456", "kirim ke [email] atau wa [angka]", ""):
        assert not shown_in(harmless, FIXED.items)
