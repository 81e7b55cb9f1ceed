"""What people write and what they are called is text, whatever stands in it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.async_api import Route, expect

from tests.playground.page.browser.browsing import App
from tests.playground.page.browser.hosting import Host

pytestmark = pytest.mark.asyncio(loop_scope="package")

_EVIL = """<img src=x onerror="document.title='!'"><b>tebal</b>&lt;<script>document.title='!'</script>"""
_FOREIGN = "img[src='x'], script:not([src])"


async def is_only_text(app: App, title: str) -> None:
    assert await app.page.locator(_FOREIGN).count() == 0
    assert await app.page.title() == title


async def test_what_somebody_writes_stays_text_wherever_it_is_shown(app: App) -> None:
    title = await app.page.title()
    await app.begin()
    await app.ask(_EVIL)
    await expect(app.own.last.locator(".text")).to_contain_text(_EVIL)
    await expect(app.panel.locator("blockquote")).to_have_text(_EVIL)
    await app.open_group("Curhat")
    await app.say(_EVIL)
    await expect(app.page.locator(".chat-row").nth(1)).to_contain_text(_EVIL)
    await app.choose("reply", app.own.last)
    await expect(app.context).to_contain_text(_EVIL)
    await app.ask("/tanya@kawan_freelance_bot")
    await expect(app.own.last.locator(".quoted")).to_contain_text(_EVIL)
    await app.text.fill(f"@kawan_freelance_bot {_EVIL}")
    await expect(app.panel.locator("blockquote")).to_have_text(_EVIL)
    await is_only_text(app, title)


def renamed(value: Any) -> Any:
    """The same JSON, where everything is called by something evil."""
    if isinstance(value, dict):
        names = {"name", "title", "first_name", "description", "username", "command"}
        return {key: _EVIL if key in names and one else renamed(one) for key, one in value.items()}
    return [renamed(one) for one in value] if isinstance(value, list) else value


async def test_what_people_groups_topics_and_bots_are_called_stays_text(app: App, host: Host) -> None:
    title = await app.page.title()
    await app.open_group("Curhat")
    await app.say("halo")
    state = json.dumps(renamed(await host.state()))

    async def tell(route: Route) -> None:
        await route.fulfill(content_type="text/event-stream", body=f"retry: 600000\nevent: state\ndata: {state}\n\n")

    await app.page.route("**/events", tell)
    await app.page.reload()
    await expect(app.title).to_have_text(_EVIL)
    await expect(app.page.locator(".speaker-choices .speaker-name").first).to_contain_text(_EVIL)
    await expect(app.page.locator(".topic-name").first).to_have_text(_EVIL)
    await expect(app.messages.locator(".sender-name").first).to_have_text(_EVIL)
    await app.text.fill("/")
    await expect(app.rows.first).to_contain_text(_EVIL)
    await app.page.locator(".speaker-choices label").last.click()
    await expect(app.title).to_have_text(_EVIL)
    await is_only_text(app, title)
