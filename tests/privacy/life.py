"""What people do besides asking, so that every table knows something of them."""

from __future__ import annotations

from tests.chat.scenes import Scene
from tests.chat.walkers import LOAN, walk
from tests.privacy.town import Town
from tests.privacy.ways import begins, offers, tap


async def finishes_checklists(_: Town, who: Scene, __: str) -> None:
    """Each checklist to its end; what was begun before is begun anew."""
    await begins(who, "pinjaman")
    await walk(who, LOAN)
    await begins(who, "harga")
    for place in (2, 1, 1, 1, 1, 1):
        await who.choose(place)
    for figure in ("$25", "$10", "3", "0,2"):
        await who.say(figure)
    await begins(who, "burnout")
    while who.steps and any("Sering" in label for label in who.labels):
        await who.press("Sering")
    assert len(who.results) >= 3


async def leaves_a_checklist(_: Town, who: Scene, __: str) -> None:
    await begins(who, "burnout")
    await who.choose(2)
    await tap(who, who.library.texts.checklist.later)


async def is_reminded(_: Town, who: Scene, __: str) -> None:
    await who.say("/pomodoro")
    await who.desk.press(who.person, who.last, who.buttons[0]["callback_data"])
    await who.desk.press(who.person, who.last, "r:ask")
    await tap(who, "Senin")
    await tap(who, "09.00")


async def sends_and_waits(_: Town, who: Scene, text: str) -> None:
    if await offers(who, f"lagi {text}"):
        await tap(who, who.library.texts.relay.send)


async def sends_with_a_name(_: Town, who: Scene, text: str) -> None:
    if await offers(who, f"pakai nama {text}"):
        await tap(who, who.library.texts.relay.send_named)


async def sends_from_the_group(town: Town, who: Scene, text: str) -> None:
    guest = town.inside(who)
    town.later()
    await guest.ask(f"/tanya cara urus visa kerja ke Jepang di grup {text}")
    await tap(guest, who.library.texts.relay.offer)
    await tap(guest, who.library.texts.relay.send)


async def answers_a_checklist_in_the_group(town: Town, who: Scene, _: str) -> None:
    guest = town.inside(who)
    town.later()
    await guest.ask("/harga")
    await tap(guest, who.library.texts.checklist.start)
    for _step in range(3):
        if guest.steps:
            await guest.choose(1)


async def comes_newly(town: Town, who: Scene, _: str) -> None:
    """Leave the group and join it again: the bot is to welcome whoever joins."""
    await who.desk.leave(town.group, who.person)
    await who.desk.join(town.group, who.person)


LIFE = (
    finishes_checklists,
    leaves_a_checklist,
    is_reminded,
    sends_and_waits,
    sends_from_the_group,
    answers_a_checklist_in_the_group,
    comes_newly,
)
