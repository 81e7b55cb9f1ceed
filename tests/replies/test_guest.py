"""How replies in groups read, and what their buttons carry."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.knowledge import Knowledge
from bot.content.library import Library, SmallTalk
from bot.playground.markup import parse_html
from bot.replies.guest import Asker, GuestReplies, answered, message_link
from bot.replies.guest_taps import GuestAct, GuestTap, read_guest_tap
from bot.replies.reply import DATA_LIMIT, Reply
from bot.search.decide import Decision, Scored
from bot.search.engine import Verdict

BURNOUT, ISTOCK = "burnout/apa-itu", "sejarah/awal-mula"
LARGEST_ID = 2**52 - 1  # Telegram promises no larger user ids
SARI = Asker((5001,), "kawan_bot")
CHANNEL = Asker((), "kawan_bot")


@pytest.fixture(scope="session")
def replies(knowledge: Knowledge) -> GuestReplies:
    return GuestReplies(knowledge.library, knowledge.pages)


def verdict(decision: Decision, *entry_ids: str, second: str = "") -> Verdict:
    shown = tuple(Scored(entry_id, 0.9) for entry_id in entry_ids)
    return Verdict(decision, shown, second=Scored(second, 0.9) if second else None)


def taps(reply: Reply, library: Library) -> list[GuestTap]:
    found = [read_guest_tap(button.data, library) for button in reply.buttons() if button.data]
    assert None not in found
    return [tap for tap in found if tap]


# Buttons


_OWNERS = st.lists(st.integers(1, LARGEST_ID), max_size=2, unique=True).map(tuple)


@given(act=st.sampled_from(GuestAct), owners=_OWNERS, place=st.integers(-1, 10_000))
def test_a_tap_is_read_as_it_was_written(library: Library, act: GuestAct, owners: tuple[int, ...], place: int) -> None:
    entry_ids = list(library.entries)
    tap = GuestTap(act, owners, None if place < 0 else entry_ids[place % len(entry_ids)])
    assert len(tap.data().encode()) <= DATA_LIMIT
    assert read_guest_tap(tap.data(), library) == tap


def test_only_the_first_two_owners_are_carried(library: Library) -> None:
    tap = read_guest_tap(GuestTap(GuestAct.REMOVE, (1, 2, 3)).data(), library)
    assert tap == GuestTap(GuestAct.REMOVE, (1, 2))


@given(st.text(max_size=64) | st.from_regex(r"g[a-z]([a-z2-7]{5})?:[a-z0-9.]{0,30}"))
def test_whatever_a_button_carries_is_read_or_refused(library: Library, data: str) -> None:
    tap = read_guest_tap(data, library)
    assert tap is None or tap.entry_id is None or tap.entry_id in library.entries


@pytest.mark.parametrize("data", ["", "g", "gx", "gq:1", "Gx:1", "gaaaaaa:1", "gx:1.2.3", "gx:-1", "gx:Z", "gxx:1"])
def test_what_is_no_tap_or_of_an_entry_that_is_gone_is_refused(library: Library, data: str) -> None:
    assert read_guest_tap(data, library) is None


# Replies


def test_an_answer_has_a_way_to_more_and_one_to_be_rid_of_it(replies: GuestReplies, library: Library) -> None:
    reply = replies.to(verdict(Decision.ANSWER, BURNOUT), SARI)
    more, remove = list(reply.buttons())
    assert more.url == "https://t.me/kawan_bot?start=burnout_apa-itu"
    assert read_guest_tap(remove.data, library) == GuestTap(GuestAct.REMOVE, (5001,))


def test_an_unasked_answer_can_be_taught_away(replies: GuestReplies, library: Library) -> None:
    reply = replies.to(verdict(Decision.ANSWER, BURNOUT), SARI, unasked=True)
    assert GuestTap(GuestAct.MUTE, (5001,), BURNOUT) in taps(reply, library)
    asked = replies.to(verdict(Decision.ANSWER, BURNOUT), SARI)
    assert GuestAct.MUTE not in [tap.act for tap in taps(asked, library)]


def test_a_crisis_cannot_be_taught_away(replies: GuestReplies, library: Library) -> None:
    reply = replies.to(verdict(Decision.CRISIS), SARI, unasked=True)
    assert reply.html == library.texts.group.crisis
    assert [tap.act for tap in taps(reply, library)] == [GuestAct.REMOVE]


def test_every_reply_can_be_removed_by_its_asker(replies: GuestReplies, library: Library) -> None:
    for decision in Decision:
        reply = replies.to(verdict(decision, BURNOUT, ISTOCK), SARI)
        assert GuestTap(GuestAct.REMOVE, (5001,)) in taps(reply, library)
    for link in ("", "https://t.me/c/1/2"):
        assert GuestTap(GuestAct.REMOVE, (5001,)) in taps(replies.again([BURNOUT], link, SARI), library)


def test_suggestions_carry_whose_they_are(replies: GuestReplies, library: Library) -> None:
    reply = replies.to(verdict(Decision.SUGGEST, BURNOUT, ISTOCK), SARI)
    chosen = [tap for tap in taps(reply, library) if tap.act is GuestAct.ANSWER]
    assert [(tap.owners, tap.entry_id) for tap in chosen] == [((5001,), BURNOUT), ((5001,), ISTOCK)]


def test_suggestions_to_a_channel_open_in_private(replies: GuestReplies, library: Library) -> None:
    reply = replies.to(verdict(Decision.SUGGEST, BURNOUT, ISTOCK), CHANNEL)
    assert [tap.act for tap in taps(reply, library)] == [GuestAct.REMOVE]
    assert len([button for button in reply.buttons() if button.url]) == 2


def test_what_is_unknown_has_no_list(replies: GuestReplies, library: Library) -> None:
    near = tuple(Scored(entry_id, 0.2) for entry_id in list(library.entries)[:4])
    reply = replies.to(Verdict(Decision.UNKNOWN, (), near), SARI)
    assert reply.html == library.texts.group.unknown
    assert len(list(reply.buttons())) == 1
    assert len(parse_html(reply.html).text) < 80


def test_small_talk_may_read_otherwise_in_a_group(replies: GuestReplies) -> None:
    talk = SmallTalk("x", (), "ketik saja", courtesy=False, in_group="tulis /tanya & tanya")
    assert replies.to(Verdict(Decision.SMALL_TALK, small_talk=talk), SARI).html == "tulis /tanya &amp; tanya"
    talk = replace(talk, in_group="")
    assert replies.to(Verdict(Decision.SMALL_TALK, small_talk=talk), SARI).html == "ketik saja"


def test_no_answer_in_a_group_is_longer_than_a_phone_shows(replies: GuestReplies, library: Library) -> None:
    for entry_id in library.entries:
        text = parse_html(replies.to(verdict(Decision.ANSWER, entry_id), SARI).html).text
        assert len(text) <= 900, entry_id
        assert "•" not in text


# What was said


def test_what_a_verdict_says_is_told_for_answers_alone() -> None:
    assert answered(verdict(Decision.ANSWER, BURNOUT)) == [BURNOUT]
    assert answered(verdict(Decision.ANSWER, BURNOUT, second=ISTOCK)) == [BURNOUT, ISTOCK]
    for decision in set(Decision) - {Decision.ANSWER}:
        assert answered(verdict(decision, BURNOUT)) == []


@pytest.mark.parametrize(
    ("chat_id", "username", "topic", "link"),
    [
        (-1001234567890, None, 0, "https://t.me/c/1234567890/7"),
        (-1001234567890, None, 9, "https://t.me/c/1234567890/9/7"),
        (-1001234567890, "microstock_id", 0, "https://t.me/microstock_id/7"),
        (-1001234567890, "microstock_id", 9, "https://t.me/microstock_id/9/7"),
        (-1997852516352, None, 0, "https://t.me/c/997852516352/7"),
        (-4000000001, None, 0, ""),
        (-1, None, 0, ""),
    ],
)
def test_a_message_has_an_address_in_supergroups(chat_id: int, username: str | None, topic: int, link: str) -> None:
    assert message_link(chat_id, username, 7, topic) == link
