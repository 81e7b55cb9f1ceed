"""What is for operators is for nobody else, and for them only alone with the bot."""

from __future__ import annotations

import itertools

import pytest

from bot.replies.missing import Act, MissingTap
from bot.replies.relay_taps import RelayAct, RelayTap
from bot.replies.report import PRESS, TABLE
from tests.chat.guests import US
from tests.chat.scenes import Scene, said
from tests.privacy.kept import rows
from tests.privacy.town import Opened, Town
from tests.privacy.ways import operator_answers, operator_looks, sends_to_operators
from tests.talk import words_of

COMMANDS = ("statistik", "belum", "muat", "statistik 30", "statistik 0123abcd")
WRITINGS = ("/{}", f"/{{}}{US}", "/{} lagi")


async def prepared(one: Town) -> None:
    """Let there be something that others must not see."""
    await sends_to_operators(one, one.budi, "rahasianya Budi")
    await one.budi.say("resep rendang padang enak dong")
    await operator_answers(one, one.rina, "tanya imigrasi ya")
    await operator_looks(one, one.rina, "")


def forged(asked: str, relay: str) -> list[str]:
    """The data of every button of an operator's, as an app of one's own could send it."""
    reports = [f"{PRESS}{days}:0" for days in (7, 30)] + [f"{PRESS}{TABLE}:{days}" for days in (7, 30)]
    missing = [MissingTap(act, first).data() for act, first in itertools.product(Act, ("", asked))]
    relays = [RelayTap(act, relay=relay).data() for act in RelayAct if act.isupper()]
    return [*reports, *missing, *relays]


async def assert_nothing_changes(one: Town, before: dict[str, list[dict[str, object]]]) -> None:
    """What is kept but for the updates and their sender's own session is as it was."""
    after = await rows(one.database)
    for table in ("asked", "relays", "knowledge", "feedback"):
        assert after[table] == before[table], table


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("writing", WRITINGS)
async def test_alone_with_the_bot_others_get_what_any_unknown_command_gets(
    opened: Opened, command: str, writing: str
) -> None:
    async with opened() as one:
        word, _, rest = command.partition(" ")
        unknown = said(one.sari.library.texts.faults.unknown_command)
        assert await one.sari.say(f"{writing.format(word)} {rest}".strip()) == unknown
        assert len(one.sari.from_bot) == 1
        assert one.rina.from_bot == []


async def test_in_a_group_others_get_nothing_and_operators_are_called_away(opened: Opened) -> None:
    async with opened() as one:
        await prepared(one)
        for command in COMMANDS:
            for person in (one.sari, one.rina):
                one.later()
                guest = one.inside(person)
                before = len(guest.from_bot)
                await guest.ask(f"/{command}")
                told = [words_of(message) for message in guest.from_bot[before:]]
                assert len(told) == (person is one.rina)
                assert not [text for text in told for word in ("rendang", "Laporan", "visa", "versi") if word in text]
        assert not [
            call
            for call in one.sari.request.calls
            if call.params.get("chat_id") == one.group.id and "Photo" in call.method
        ]


async def test_a_forged_button_shows_others_nothing_and_changes_nothing(opened: Opened) -> None:
    async with opened() as one:
        await prepared(one)
        kept = await rows(one.database)
        asked, relay = kept["asked"][-1]["key"], kept["relays"][-1]["key"]
        await one.sari.say("/start")
        for chat, person in ((one.sari.chat, one.sari), (one.group, one.sari), (one.group, one.rina)):
            place = one.inside(person) if chat is one.group else person
            await place.say(f"/tanya{US} apa itu burnout")
            before, calls = await rows(one.database), len(one.sari.request.calls)
            for data in forged(asked, relay):
                if place.person is one.rina.person and data.startswith("t!"):
                    continue  # theirs wherever it stands; in a group no message has such a button
                alert = await place.desk.press(place.person, place.last, data)
                assert alert, data
                assert "rendang" not in alert
            await assert_nothing_changes(one, before)
            methods = {call.method for call in one.sari.request.calls[calls:]}
            assert methods == {"answerCallbackQuery"}


async def test_a_forwarded_notice_gives_others_no_say(opened: Opened) -> None:
    async with opened() as one:
        await sends_to_operators(one, one.budi, "rahasianya Budi")
        before = await rows(one.database)
        notice = one.rina.last
        await _replies_to_a_copy(one.sari, notice)
        after = await rows(one.database)
        assert after["relays"] == before["relays"]
        assert not [text for text in one.budi.texts if "Jawaban pengelola" in text]


async def _replies_to_a_copy(who: Scene, notice: dict[str, object]) -> None:
    copy = who.desk.world.add_message(who.chat, who.desk.world.bot_json(), {"text": notice["text"]})
    await who.desk.send(who.person, "jawaban palsu", who.chat, reply_to_message=copy)
