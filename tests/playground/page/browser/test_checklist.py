"""A checklist from its first button to its picture, also where the page or the server goes away in the middle."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, expect

from tests.playground.page.browser.browsing import App, key
from tests.playground.page.browser.hosting import Host

pytestmark = pytest.mark.asyncio(loop_scope="package")

# The buttons that are pressed, each with what the checklist says then.
_FIRST = (("▶️ Mulai", "Mau cek yang mana?"), ("Perang harga", "2/7"), ("Terasa sekali", "3/7"))
_REST = (("Sedikit terasa", "4/7"), ("Tidak terasa", "5/7"), ("Terasa sekali", "6/7"), ("Terasa", "7/7"))
_LAST = "▫️ Niche yang spesifik", "✔️ Selesai memilih"


async def walk(app: App, message: Locator, *steps: tuple[str, str]) -> None:
    for name, said in steps:
        await app.press(message, name)
        await expect(message.locator(".text")).to_contain_text(said)


async def opened(app: App) -> Locator:
    """The checklist, some steps on."""
    await app.begin()
    asked = await app.ask("/harga")
    await walk(app, asked, *_FIRST)
    return asked


async def finish(app: App, asked: Locator) -> Locator:
    """Walk what is left; the picture."""
    await walk(app, asked, *_REST)
    choose, done = _LAST
    await key(asked, choose).click()
    await app.answer_to(key(asked, done).click())
    return app.from_bot.last


async def test_a_checklist_is_walked_by_buttons_to_its_picture_which_opens_larger(app: App) -> None:
    result = await finish(app, await opened(app))
    picture = result.get_by_role("img", name="Kawan Freelance")
    await expect(picture).to_be_visible()
    await expect(picture).to_have_js_property("complete", True)
    assert await picture.evaluate("node => node.naturalWidth") >= 800
    await expect(result).to_contain_text("Persaingan ketat 100")
    small = await picture.evaluate("node => node.clientWidth")
    await picture.click()
    viewer = app.page.locator("#viewer")
    large = viewer.get_by_role("img", name="Kawan Freelance")
    await expect(large).to_be_visible()
    assert await large.evaluate("node => node.clientWidth") > small
    await app.page.keyboard.press("Escape")
    await expect(viewer).to_be_hidden()
    await expect(result.locator(".photo")).to_be_focused()


async def test_an_explanation_stands_beside_the_checklist_which_goes_on(app: App) -> None:
    asked = await opened(app)
    explained = await app.answer_to(key(asked, "ℹ️ Penjelasan").click())
    await expect(explained).to_contain_text("langganan")
    await expect(asked).to_contain_text("3/7")
    await walk(app, asked, *_REST)


async def test_after_a_reload_in_the_middle_the_old_buttons_go_on(app: App) -> None:
    asked = await opened(app)
    await app.text.fill("belum kukirim")
    await app.reload()
    await expect(app.text).to_have_value("belum kukirim")
    await expect(asked).to_contain_text("3/7")
    result = await finish(app, asked)
    await expect(result).to_contain_text("Persaingan ketat 100")


async def test_after_the_server_was_killed_in_the_middle_the_page_comes_back_by_itself_and_goes_on(
    app: App, host: Host
) -> None:
    asked = await opened(app)
    await host.kill()
    connection = app.page.locator("#connection")
    await expect(connection).not_to_be_empty()
    await app.page.route("**/events", lambda route: route.fulfill(status=503), times=1)  # here the browser gives up
    await host.start()
    await expect(connection).to_be_empty()
    app.trouble.forget(f"{host.url}/events")
    result = await finish(app, asked)
    await expect(result).to_contain_text("Persaingan ketat 100")
