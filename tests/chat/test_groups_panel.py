"""/pengaturan: for admins alone, by buttons, in one message that goes when it is done."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from bot.chat.admins import REMEMBERED_FOR
from bot.chat.knowledge import Knowledge
from bot.content.texts import Texts
from bot.playground.accounts import BOT_ID
from bot.playground.world import BOT_USERNAME, Json
from bot.replies.reply import fill
from tests.chat.guests import Guest, labels_of, visiting
from tests.chat.scenes import DAY, HOUR, refusing, said
from tests.clock import NOON
from tests.talk import words_of

BURNOUT = "burnout/apa-itu"
OPEN = "burnout itu apa sih?"


@pytest.fixture
async def boss(knowledge: Knowledge) -> AsyncIterator[Guest]:
    """An admin of a group whose bot hears everything."""
    async with visiting(knowledge, privacy=False) as sari:
        sari.chat.set_member(sari.person, "administrator")
        yield sari


@pytest.fixture
def texts(boss: Guest) -> Texts:
    return boss.library.texts


def looked_up(guest: Guest) -> int:
    """How often Telegram was asked who somebody is."""
    return sum(call.method == "getChatMember" for call in guest.request.calls)


# Who may


@pytest.mark.parametrize("status", ["creator", "administrator"])
@pytest.mark.parametrize("command", ["/pengaturan", f"/pengaturan@{BOT_USERNAME}"])
async def test_admins_open_it(boss: Guest, texts: Texts, status: str, command: str) -> None:
    boss.chat.set_member(boss.person, status)
    question = await boss.ask(command)
    assert boss.reply_to(question).startswith(said(texts.panel.heading))
    assert texts.panel.listen_on in boss.labels
    assert texts.panel.done in boss.labels


async def test_an_anonymous_admin_opens_and_uses_it(boss: Guest, texts: Texts) -> None:
    await boss.ask("/pengaturan", anonymous=True)
    assert looked_up(boss) == 0, "only an admin can write as the group"
    await boss.press(texts.panel.listen_on)
    assert await boss.settings() == {"listening": True}


@pytest.mark.parametrize("status", ["member", "restricted", "left"])
async def test_nobody_else_opens_it(boss: Guest, texts: Texts, status: str) -> None:
    stranger = boss.beside("Budi")
    boss.chat.set_member(stranger.person, status, **({"can_send_messages": True} if status == "restricted" else {}))
    assert await stranger.say("/pengaturan") == said(texts.panel.only_admins)
    assert stranger.buttons == []


async def test_a_channel_that_writes_in_the_group_is_no_admin(boss: Guest, texts: Texts) -> None:
    channel = boss.desk.world.channel("Kanal")
    assert await boss.say("/pengaturan", as_channel=channel) == said(texts.panel.only_admins)


async def test_strangers_press_in_vain(boss: Guest, texts: Texts) -> None:
    await boss.ask("/pengaturan")
    panel, before = boss.last, boss.texts
    for label in (texts.panel.listen_on, texts.panel.set_quiet, texts.panel.done, texts.panel.set_language):
        assert await boss.beside("Budi").press(label, panel) == texts.panel.not_admin
        assert boss.request.calls[-1].params["show_alert"] is True
    assert boss.texts == before
    assert await boss.settings() == {}


async def test_who_is_an_admin_is_asked_once_in_five_minutes(boss: Guest, texts: Texts) -> None:
    await boss.ask("/pengaturan")
    for label in (texts.panel.welcome_on, texts.panel.welcome_off):
        await boss.press(label)
    assert looked_up(boss) == 1
    boss.chat.set_member(boss.person, "member")
    assert await boss.press(texts.panel.welcome_on) == ""
    boss.clock.pass_by(REMEMBERED_FOR)
    assert await boss.press(texts.panel.welcome_off) == texts.panel.not_admin
    assert looked_up(boss) == 2


async def test_where_telegram_does_not_say_who_somebody_is_they_are_no_admin(boss: Guest, texts: Texts) -> None:
    with refusing(boss.request, "getChatMember", description="Bad Request: CHAT_ADMIN_REQUIRED"):
        assert await boss.say("/pengaturan") == said(texts.panel.only_admins)
    assert (await boss.say("/pengaturan")).startswith(said(texts.panel.heading)), "and that is not remembered"


async def test_in_private_it_says_where_it_works(boss: Guest, texts: Texts) -> None:
    assert await boss.alone.say("/pengaturan") == said(texts.panel.only_groups)


# What it sets


async def test_everything_is_off_at_first(boss: Guest, texts: Texts) -> None:
    await boss.ask("/pengaturan")
    for line in (texts.panel.listening, texts.panel.quiet, texts.panel.welcome):
        assert said(line.format(state=texts.panel.off)) in boss.text
    assert said(texts.panel.language.format(state=texts.panel.language_name)) in boss.text


async def test_listening_is_switched_on_and_off(boss: Guest, texts: Texts) -> None:
    await boss.ask("/pengaturan")
    await boss.press(texts.panel.listen_on)
    assert said(texts.panel.listening.format(state=texts.panel.on)) in boss.text
    question = await boss.ask(OPEN)
    assert boss.is_answer(boss.reply_to(question), BURNOUT)
    boss.clock.pass_by(HOUR)
    await boss.press(texts.panel.listen_off, boss.from_bot[0])
    await boss.ask(OPEN)
    assert len(boss.from_bot) == 2


@pytest.mark.parametrize("is_admin", [False, True], ids=["member", "admin"])
async def test_in_privacy_mode_only_an_admin_bot_can_listen(knowledge: Knowledge, is_admin: bool) -> None:
    async with visiting(knowledge) as sari:
        texts = sari.library.texts.panel
        sari.chat.set_member(sari.person, "creator")
        if is_admin:
            sari.chat.set_member(BOT_ID, "administrator")
        await sari.ask("/pengaturan")
        toast = await sari.press(texts.listen_on)
        assert toast == ("" if is_admin else texts.cannot_hear)
        assert await sari.settings() == ({"listening": True} if is_admin else {})
        await sari.ask(OPEN)
        assert len(sari.from_bot) == (2 if is_admin else 1)


@pytest.mark.parametrize("privacy", [True, False], ids=["switched off", "switched on"])
async def test_whether_it_can_hear_is_asked_of_telegram_anew(knowledge: Knowledge, privacy: bool) -> None:
    async with visiting(knowledge, privacy=privacy) as sari:
        texts = sari.library.texts.panel
        sari.chat.set_member(sari.person, "administrator")
        await sari.ask("/pengaturan")
        sari.desk.world.privacy = not privacy
        assert await sari.press(texts.listen_on) == ("" if privacy else texts.cannot_hear)
        assert await sari.settings() == ({"listening": True} if privacy else {})


async def test_where_telegram_does_not_say_whether_it_can_hear_it_does_not_listen(boss: Guest, texts: Texts) -> None:
    await boss.ask("/pengaturan")
    with refusing(boss.request, "getMe"):
        assert await boss.press(texts.panel.listen_on) == texts.panel.cannot_hear
    assert await boss.settings() == {}


async def test_quiet_hours_are_chosen_from_a_list(boss: Guest, texts: Texts) -> None:
    await boss.ask("/pengaturan")
    await boss.press(texts.panel.set_quiet)
    assert boss.text == said(texts.panel.ask_quiet)
    await boss.press(fill(texts.panel.quiet_choice, begin="22", end="06"))
    assert said(fill(texts.panel.quiet_hours, begin="22", end="06")) in boss.text
    assert await boss.settings() == {"quiet": [22, 6]}
    boss.clock.now = NOON + 11 * HOUR
    await boss.ask("/tanya apa itu burnout")
    assert boss.sent[-1].params["disable_notification"] is True
    panel = boss.from_bot[0]
    await boss.press(texts.panel.set_quiet, panel)
    await boss.press(texts.panel.quiet_none, panel)
    assert await boss.settings() == {}


async def test_going_back_changes_nothing(boss: Guest, texts: Texts) -> None:
    await boss.ask("/pengaturan")
    before = boss.text
    await boss.press(texts.panel.set_quiet)
    await boss.press(texts.buttons.back)
    assert boss.text == before
    assert await boss.settings() == {}


async def test_welcomes_are_switched_on_and_off(boss: Guest, texts: Texts) -> None:
    await boss.ask("/pengaturan")
    await boss.press(texts.panel.welcome_on)
    assert await boss.settings() == {"welcome": True}
    await boss.press(texts.panel.welcome_off)
    assert await boss.settings() == {}


async def test_there_is_one_language_so_far(boss: Guest, texts: Texts) -> None:
    await boss.ask("/pengaturan")
    assert await boss.press(texts.panel.set_language) == texts.panel.one_language


async def test_topics_are_set_where_the_panel_stands(knowledge: Knowledge) -> None:
    async with visiting(knowledge, privacy=False, forum=True) as sari:
        texts = sari.library.texts.panel
        sari.chat.set_member(sari.person, "administrator")
        tax, rest = [await sari.desk.open_topic(sari.chat, name, sari.person) for name in ("Pajak", "Rehat")]
        in_tax, in_rest = sari.inside(tax), sari.inside(rest)
        await in_tax.ask("/pengaturan")
        assert said(texts.topics.format(state=texts.topics_all)) in in_tax.text
        await in_tax.press(texts.topic_off)
        assert await sari.settings() == {"but": [tax.id]}
        assert said(texts.topics.format(state=fill(texts.topics_but, number=1))) in in_tax.text
        await in_tax.press(texts.topic_on)
        assert await sari.settings() == {}
        await in_tax.press(texts.topic_only)
        assert await sari.settings() == {"only": [tax.id]}
        await in_rest.ask("/pengaturan")
        await in_rest.press(texts.topic_on)
        assert await sari.settings() == {"only": [tax.id, rest.id]}
        assert said(texts.topics.format(state=fill(texts.topics_some, number=2))) in in_rest.text
        await in_rest.press(texts.topics_open)
        assert await sari.settings() == {}
        await sari.ask("/pengaturan")
        await sari.press(texts.topic_only)
        assert await sari.settings() == {"only": [0]}
        assert sari.errors == []


async def test_a_group_without_topics_offers_none(boss: Guest, texts: Texts) -> None:
    await boss.ask("/pengaturan")
    for label in (texts.panel.topic_on, texts.panel.topic_off, texts.panel.topic_only, texts.panel.topics_open):
        assert label not in boss.labels


# Its one message


async def test_done_takes_the_message_away(boss: Guest, texts: Texts) -> None:
    await boss.ask("/pengaturan")
    await boss.press(texts.panel.welcome_on)
    assert len(boss.from_bot) == 1
    await boss.press(texts.panel.done)
    assert boss.from_bot == []
    assert boss.errors == []


async def test_a_panel_too_old_to_be_deleted_is_closed(boss: Guest, texts: Texts) -> None:
    await boss.ask("/pengaturan")
    boss.clock.pass_by(3 * DAY)
    await boss.press(texts.panel.done)
    assert boss.text == said(texts.panel.closed)
    assert boss.buttons == []


async def test_a_button_pressed_twice_does_the_same(boss: Guest, texts: Texts) -> None:
    await boss.ask("/pengaturan")
    panel = dict(boss.last)
    for _ in range(2):
        assert await boss.press(texts.panel.listen_on, panel) == ""
    assert await boss.settings() == {"listening": True}
    assert len(boss.from_bot) == 1


async def test_an_old_panel_still_works(boss: Guest, texts: Texts) -> None:
    await boss.ask("/pengaturan")
    old = dict(boss.last)
    await boss.choose_settings(quiet=[22, 6], welcome=True)
    await boss.press(texts.panel.listen_on, old)
    assert await boss.settings() == {"quiet": [22, 6], "welcome": True, "listening": True}


async def test_two_admins_at_once_lose_nothing(boss: Guest, texts: Texts) -> None:
    other = boss.beside("Bu Rina", status="administrator")
    await boss.ask("/pengaturan")
    await other.ask("/pengaturan")
    mine, theirs = boss.from_bot
    await asyncio.gather(boss.press(texts.panel.listen_on, mine), other.press(texts.panel.welcome_on, theirs))
    assert await boss.settings() == {"listening": True, "welcome": True}


@pytest.mark.parametrize(
    "data", ["a:", "a:nope", "a:quiet:99-99", "a:quiet:7", "a:quiet:22-6-1", "a:listen:1:2", "a:" + "x" * 60]
)
async def test_a_foreign_button_says_that_it_is_stale(boss: Guest, texts: Texts, data: str) -> None:
    await boss.ask("/pengaturan")
    assert await boss.desk.press(boss.person, boss.last, data) == texts.faults.stale_button
    assert await boss.settings() == {}


async def test_the_panel_is_gone_under_the_finger(boss: Guest, texts: Texts) -> None:
    await boss.ask("/pengaturan")
    panel: Json = dict(boss.last)
    del boss.chat.messages[int(str(panel["message_id"]))]
    with capture_logs() as logs:
        await boss.press(texts.panel.welcome_on, panel)
        await boss.press(texts.panel.done, panel)
    assert await boss.settings() == {"welcome": True}
    assert not [entry for entry in logs if entry["log_level"] == "error"]


# What may stand there


@pytest.mark.parametrize(
    "kept",
    [
        "[]",
        '"x"',
        "{",
        "",
        json.dumps({"listening": "ja", "quiet": "22-6", "welcome": 1, "only": 7, "but": "x", "muted": {"a": 1}}),
        json.dumps({"quiet": [22], "only": "abc", "but": [None, "1", {}], "muted": [[1, 2], ["x"], "y", None]}),
        json.dumps({"quiet": [99, -1], "only": None, "muted": [[BURNOUT, [1, None, []]]], "language": 7, "new": {}}),
        json.dumps({"quiet": [22.5, 6], "listening": None, "but": {"1": 2}}),
    ],
)
async def test_hostile_settings_count_as_missing(boss: Guest, texts: Texts, kept: str) -> None:
    await boss.put_settings(kept)
    with capture_logs() as logs:
        question = await boss.ask("/tanya apa itu burnout")
        await boss.ask("halo semua")
        await boss.ask("/pengaturan")
        await boss.press(texts.panel.welcome_on)
    assert boss.is_answer(boss.reply_to(question), BURNOUT)
    assert said(texts.panel.welcome.format(state=texts.panel.on)) in words_of(boss.last)
    assert (await boss.settings())["welcome"] is True
    assert not [entry for entry in logs if entry["log_level"] in ("warning", "error")]


async def test_every_button_has_its_own_label(boss: Guest) -> None:
    await boss.ask("/pengaturan")
    assert len(set(labels_of(boss.last))) == len(labels_of(boss.last))


async def test_a_panel_too_old_to_be_read_changes_nothing(knowledge: Knowledge) -> None:
    """Telegram does not tell in which topic it stands."""
    async with visiting(knowledge, privacy=False, forum=True) as sari:
        sari.chat.set_member(sari.person, "administrator")
        panel: Json = {"message_id": 999, "date": 0, "chat": sari.chat.json()}
        toast = await sari.desk.press(sari.person, panel, "a:only")
        assert toast == sari.library.texts.faults.stale_button
        assert await sari.settings() == {}
