"""Consent: nothing reaches an operator unless its asker pressed "Kirim" before, and then just what stood there.

Buttons are pressed in any order, by anybody who can see them, twice, and long after they were on the screen; what is
typed meanwhile is a question, an edit, or somebody's own words for the operators.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.playground.world import Json
from bot.replies.relay_taps import RelayAct, RelayTap, read_relay_tap
from tests.chat.relays import ANOTHER, QUESTION, notices
from tests.chat.scenes import Scene
from tests.privacy.town import Opened, Town
from tests.privacy.ways import offers, tap
from tests.talk import words_of

SENDS = (RelayAct.SEND, RelayAct.SEND_NAMED)
TEXTS = (QUESTION, ANOTHER, "apa itu burnout", "cara ganti foto profil di marketplace lokal dong", "batal")
NEWEST = 8  # buttons among which people mostly choose


@dataclass
class Watch:
    """What was shown, pressed and sent."""

    town: Town
    seen: list[tuple[Json, str]] = field(default_factory=list)
    agreed: list[str] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)

    def look(self) -> None:
        """Note the buttons that are on the askers' screens now."""
        known = {(int(str(message["message_id"])), data) for message, data in self.seen}
        for chat in (self.town.sari.chat, self.town.budi.chat, self.town.group):
            for message, data in self.town.buttons(chat):
                if (int(str(message["message_id"])), data) not in known:
                    self.seen.append((message, data))

    async def press(self, pick: int, who: Scene, *, old: bool) -> None:
        """One of the buttons, a new one or any; nobody sees another's private chat."""
        mine = {who.chat.id, self.town.group.id}
        buttons = [one for one in self.seen if chat_of(one[0]) in mine]
        message, data = (buttons if old else buttons[-NEWEST:])[pick % len(buttons if old else buttons[-NEWEST:])]
        place = self.town.world.chats[chat_of(message)]
        message = place.messages.get(int(str(message["message_id"])), message)
        shown, before = quote_of(message), self.came()
        await who.desk.press(who.person, message, data)
        tap = read_relay_tap(data)
        agrees = tap is not None and tap.act in SENDS and (place is not self.town.group or tap.owner == who.person.id)
        self.check(before, who, tap if agrees else None, shown)

    def came(self) -> int:
        """How much stands in the operators' chats."""
        return sum(len(operator.from_bot) for operator in self.town.operators)

    def check(self, before: int, who: Scene, agreed: RelayTap | None, shown: str = "") -> None:
        """After somebody who is no operator did something: did anything come, and was that agreed to?"""
        if self.came() == before:
            return
        assert agreed is not None, "something came without consent"
        assert agreed.relay not in self.keys, "it came before"
        self.keys.add(agreed.relay)
        self.agreed.append(shown)
        for operator in self.town.operators:
            notice = notices(operator)[-1]
            assert notice is operator.last
            assert quote_of(notice) == shown != ""
            names = (who.person.first_name, str(who.person.username))
            named = [name in words_of(notice) for name in names]
            assert named == [agreed.act is RelayAct.SEND_NAMED] * 2
        assert self.came() == before + len(self.town.operators), "once"


def chat_of(message: Json) -> int:
    """The chat that a message stands in."""
    chat = message["chat"]
    assert isinstance(chat, dict)
    return int(chat["id"])


def _sends(data: str) -> bool:
    tap = read_relay_tap(data)
    return tap is not None and tap.act in SENDS


def quote_of(message: Json) -> str:
    """What a message quotes, empty where it quotes nothing."""
    entities = message.get("entities")
    for entity in entities if isinstance(entities, list) else ():
        if entity["type"] == "blockquote":
            units = words_of(message).encode("utf-16-le")
            begin = 2 * int(entity["offset"])
            return units[begin : begin + 2 * int(entity["length"])].decode("utf-16-le")
    return ""


async def _types(watch: Watch, who: Scene, pick: int, *, in_group: bool) -> None:
    text, before = TEXTS[pick % len(TEXTS)], watch.came()
    if in_group:
        watch.town.later()
        guest = watch.town.inside(who)
        await guest.ask(text, **({"reply_to_message": guest.last} if guest.from_bot else {}))
    else:
        await who.say(text)
    watch.check(before, who, None)


async def _edits(watch: Watch, who: Scene, pick: int) -> None:
    mine = [one for one in who.chat.messages.values() if one.get("from") == who.person.json() and "text" in one]
    before = watch.came()
    await who.desk.edit(mine[-1 - pick % min(3, len(mine))], TEXTS[pick % len(TEXTS)])
    watch.check(before, who, None)


async def _operates(watch: Watch, pick: int) -> None:
    """An operator answers, or presses something; no question comes of that."""
    operator = watch.town.operators[pick % 2]
    came = [len(notices(one)) for one in watch.town.operators]
    buttons = list(watch.town.buttons(operator.chat))
    if pick % 3 and buttons:
        message, data = buttons[pick % len(buttons)]
        if not data.startswith(RelayTap(RelayAct.DRAFT).data()[:3]):  # teaching takes long
            await operator.desk.press(operator.person, message, data)
    elif came[pick % 2]:
        notice = notices(operator)[-1]
        await operator.desk.send(operator.person, "lewat kedutaan ya", operator.chat, reply_to_message=notice)
    assert [len(notices(one)) for one in watch.town.operators] == came


async def _begin(town: Town) -> Watch:
    """Consent is asked for everywhere: alone, in the group, and for somebody's own words."""
    watch = Watch(town)
    for who in town.askers:
        await offers(who, "")
    town.later()
    guest = town.inside(town.sari)
    await guest.ask(f"/tanya {ANOTHER}")
    await tap(guest, guest.library.texts.relay.offer)
    watch.look()
    await tap(town.budi, town.budi.library.texts.relay.rewrite)
    watch.look()
    assert watch.came() == 0, "nothing comes before somebody agrees"
    return watch


steps = st.lists(
    st.tuples(
        st.sampled_from(["press"] * 6 + ["old"] * 3 + ["twice", "type", "type", "group", "edit", "operate"]),
        st.integers(0, 10_000),
        st.integers(0, 1),
    ),
    min_size=25,
    max_size=45,
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(steps)
async def test_nothing_reaches_an_operator_without_consent_and_then_just_what_was_shown(
    opened: Opened, acts: list[tuple[str, int, int]]
) -> None:
    async with opened() as town:
        watch = await _begin(town)
        for act, pick, person in acts:
            who = town.askers[person]
            match act:
                case "press" | "old":
                    await watch.press(pick, who, old=act == "old")
                case "twice":
                    await watch.press(pick, who, old=False)
                    await watch.press(pick, who, old=False)
                case "edit":
                    await _edits(watch, who, pick)
                case "operate":
                    await _operates(watch, pick)
                case _:
                    await _types(watch, who, pick, in_group=act == "group")
            watch.look()
        for operator in town.operators:
            assert [quote_of(notice) for notice in notices(operator)] == watch.agreed


async def test_whoever_agrees_is_heard_and_nobody_else_can_agree_for_them(opened: Opened) -> None:
    async with opened() as town:
        watch = await _begin(town)
        in_group = [one for one in watch.seen if chat_of(one[0]) == town.group.id]
        sends = [(message, data) for message, data in in_group if _sends(data)]
        assert len(sends) == 2
        for message, data in sends:
            await town.budi.desk.press(town.budi.person, message, data)
        assert watch.came() == 0
        mine = [one for one in watch.seen if chat_of(one[0]) in (town.sari.chat.id, town.group.id)]
        await watch.press(mine.index(sends[0]), town.sari, old=True)
        assert watch.agreed == [ANOTHER.casefold()]
