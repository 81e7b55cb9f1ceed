"""The command menu: as the bot sets it for private chats, groups and their admins, by "/" and by its button."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.playground.page.browser.browsing import App
from tests.playground.page.browser.hosting import Host

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def test_the_menu_holds_what_the_bot_set_for_each_kind_of_chat(app: App, host: Host) -> None:
    wanted = (await host.state())["commands"]
    await app.begin()
    private = await menu(app)
    await app.open_group()
    group = await menu(app)
    await app.speak_as("Rina")
    admins = await menu(app)
    for scope, shown in (("private", private), ("group", group), ("admins", admins)):
        assert shown == [f"/{one['command']} {one['description']}" for one in wanted[scope]]
    assert len({tuple(shown) for shown in (private, group, admins)}) == 3


async def test_whoever_runs_the_bot_is_offered_more(app: App, host: Host) -> None:
    wanted = (await host.state())["commands"]["own"]
    await app.speak_as("Rina")
    await app.begin()
    (own,) = wanted.values()
    assert await menu(app) == [f"/{one['command']} {one['description']}" for one in own]


async def menu(app: App) -> list[str]:
    """The rows of the menu, which "/" and the button both open and Escape closes."""
    await app.text.fill("/")
    await expect(app.rows.first).to_be_visible()
    typed = await app.rows.all_inner_texts()
    await app.text.press("Escape")
    await expect(app.rows).to_have_count(0)
    await app.text.fill("")
    await app.page.locator("#commands-button").click()
    await expect(app.rows).to_have_text(typed)
    await app.text.press("Escape")
    return [" ".join(row.split()) for row in typed]


async def test_typing_on_narrows_the_menu_and_enter_sends(app: App) -> None:
    await app.begin()
    await app.text.fill("/bant")
    await expect(app.rows).to_have_count(1)
    answer = await app.answer_to(app.text.press("Enter"))
    await expect(answer).to_contain_text("Cara pakai")


async def test_a_command_of_the_menu_is_sent_by_a_click_and_written_by_tab(app: App) -> None:
    await app.begin()
    await app.text.fill("/tan")
    await app.text.press("Tab")
    await expect(app.text).to_have_value("/tanya ")
    await app.text.fill("/")
    topics = await app.answer_to(app.rows.filter(has_text="/topik").click())
    await expect(topics).to_contain_text("Mau bahas apa?")
