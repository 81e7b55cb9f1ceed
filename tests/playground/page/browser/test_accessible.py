"""axe-core looks at the page in each of its states, in light and dark: no serious fault in any."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from tests.playground.page.browser.browsing import App, key
from tests.playground.page.browser.conftest import Visit

pytestmark = pytest.mark.asyncio(loop_scope="package")

_GRAVE = {"serious", "critical"}
_ALL: dict[str, Any] = {"resultTypes": ["violations"]}
_COLOURS = _ALL | {"runOnly": ["color-contrast"]}


async def look(app: App) -> None:
    """Let axe-core look at what there is to be seen now; in the dark only the colours are others."""
    faults = await faults_of(app, _ALL)
    await app.page.emulate_media(color_scheme="dark")
    faults += [f"dark: {fault}" for fault in await faults_of(app, _COLOURS)]
    await app.page.emulate_media(color_scheme="light")
    assert not faults, "\n\n".join(faults)


async def faults_of(app: App, options: dict[str, Any]) -> list[str]:
    found = (await Axe().run(app.page, options=options)).response["violations"]
    return [
        f"{one['id']}: {node['html'][:200]}\n{node['failureSummary']}"
        for one in found
        if one["impact"] in _GRAVE
        for node in one["nodes"]
    ]


async def test_the_private_chat(app: App) -> None:
    await look(app)
    await app.begin()
    answer = await app.ask("apa itu burnout")
    await answer.locator(".fold-button").click()
    await look(app)
    await app.text.fill("/")
    await expect(app.rows.first).to_be_visible()
    await look(app)


async def test_the_group_and_the_inline_list(app: App) -> None:
    await app.open_group("Curhat")
    answer = await app.ask("/tanya apa itu burnout")
    await app.choose("reply", answer)
    await look(app)
    await app.text.fill("@kawan_freelance_bot harga")
    await expect(app.rows.filter(has_text="Cek hargamu")).to_be_visible()
    await look(app)


async def test_a_menu_and_the_dialogs(app: App) -> None:
    await app.open_group()
    await app.speak_as("Rina")
    settings = await app.ask("/pengaturan")
    await app.page.locator("#more").click()
    await look(app)
    await app.page.locator("#clear").click()
    await expect(app.page.locator("#confirm-clear")).to_be_visible()
    await look(app)
    await app.page.keyboard.press("Escape")
    await key(settings, "🌐 Bahasa").click()
    await expect(app.alert).to_be_visible()
    await look(app)


async def test_the_panel(app: App) -> None:
    await app.begin()
    await app.ask("apa itu burnout")
    for name in ("calls", "session"):
        await app.panel.locator(f"#panel-{name} summary").first.click()
    await look(app)


async def test_a_phone(visit: Visit) -> None:
    async with visit(width=390, height=844) as app:
        await app.open_group("Curhat")
        await app.ask("/tanya apa itu burnout")
        await look(app)
        await app.page.locator("#panel-fold").click()
        await expect(app.panel).to_be_visible()
        await look(app)
        await app.page.keyboard.press("Escape")
        await app.page.locator("#back").click()
        await look(app)
