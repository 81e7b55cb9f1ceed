"""The page as whoever sits before it sees it, in a Chromium of this machine."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Literal

from playwright.async_api import Browser, Locator, Page, Playwright, Response, expect

from tests.playground.page.browser.trouble import Trouble

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--no-sandbox",  # there is none for root, and nothing foreign is opened
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",  # containers have little of it
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
_WITHIN = 15_000  # milliseconds until what is waited for is there, on a slow machine

Scheme = Literal["light", "dark"]


def find_browser() -> str | None:
    """The browser's program: TEST_BROWSER, or else a Chromium on the path."""
    return os.environ.get("TEST_BROWSER") or next((found for name in _NAMES if (found := shutil.which(name))), None)


async def launch(playwright: Playwright, program: str) -> Browser:
    """A browser with a profile of its own, which reaches nothing but this machine."""
    expect.set_options(timeout=_WITHIN)
    return await playwright.chromium.launch(executable_path=program, args=list(_FLAGS))


@asynccontextmanager
async def visit(
    browser: Browser,
    address: str,
    width: int = 1280,
    height: int = 800,
    scheme: Scheme = "light",
    scale: float = 1,
) -> AsyncIterator[App]:
    """Open the page as somebody who was never there; fails where anything went wrong on it."""
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=scale,
        color_scheme=scheme,
        reduced_motion="reduce",
        locale="id-ID",
        timezone_id="Asia/Jakarta",
    )
    try:
        context.set_default_timeout(_WITHIN)
        app = App(await context.new_page(), Trouble(context, address))
        await app.page.goto(address)
        await app.is_there()
        yield app
        assert not app.trouble.found, "\n".join(app.trouble.found)
    finally:
        await context.close()


class App:
    """The open page: who speaks, the open chat and what one writes there."""

    def __init__(self, page: Page, trouble: Trouble) -> None:
        self.page = page
        self.trouble = trouble
        self.log = page.locator("#log")
        self.messages = self.log.locator(".message")
        self.own = self.log.locator(".message.own")
        self.from_bot = self.log.locator(".message:has(.sender.tint-bot)")
        self.text = page.locator("#text")
        self.start = page.locator("#start")
        self.context = page.locator("#context")
        self.rows = page.locator("#suggestions-list").get_by_role("option")
        self.title = page.locator("#chat-title")
        self.alert = page.locator("#alert")
        self.toast = page.locator("#toast")
        self.panel = page.locator("#panel")

    async def is_there(self) -> None:
        """Wait until the page has been told everything."""
        await self.page.locator("#chat-title:not(:empty)").wait_for()

    async def begin(self) -> None:
        """Start the bot, as in an empty private chat."""
        await self.answer_to(self.start.click())

    async def reload(self) -> None:
        """Load the page again."""
        await self.page.reload()
        await self.is_there()

    async def speak_as(self, name: str) -> None:
        """Let another person speak."""
        await self.page.locator(".speaker-choices label", has_text=name).click()

    async def open_group(self, topic: str = "General") -> None:
        """Open a topic of the group, on a phone by way of the list of chats."""
        back = self.page.locator("#back")
        if await back.is_visible():
            await back.click()
        await self.page.locator(".chat-row").nth(1).click()
        tab = self.topic(topic)
        await tab.click()
        await expect(tab).to_have_attribute("aria-current", "true")

    def topic(self, name: str) -> Locator:
        """The tab of a topic."""
        return self.page.locator(".topic", has_text=name)

    async def send(self, text: str) -> None:
        """Type a text and send it."""
        await self.text.fill(text)
        await self.text.press("Enter")

    async def say(self, text: str) -> Locator:
        """Send a text; the message that it becomes."""
        return await self._next(self.own, self.send(text))

    async def ask(self, text: str) -> Locator:
        """Send a text to the bot; what it answers."""
        return await self.answer_to(self.send(text))

    async def answer_to(self, deed: Awaitable[None]) -> Locator:
        """Do something that the bot answers with one new message; that message."""
        return await self._next(self.from_bot, deed)

    async def _next(self, messages: Locator, deed: Awaitable[None]) -> Locator:
        before = await messages.count()
        await deed
        return self.message(await messages.nth(before).get_attribute("data-id"))

    def message(self, message_id: str | None) -> Locator:
        """A message of the open chat, whatever becomes of it."""
        return self.log.locator(f'.message[data-id="{message_id}"]')

    async def press(self, message: Locator, name: str) -> None:
        """Press a button under a message, until the bot has done all that it does for it."""
        async with self.page.expect_response(_is_of_a_press) as answer:
            await key(message, name).click()
        await (await answer.value).finished()

    async def choose(self, name: str, message: Locator) -> None:
        """Choose what to do with a message: reply, edit or copy."""
        await message.hover()
        await message.locator(".act").click()
        await self.page.locator(f"#message-menu [data-do={name}]").click()


def key(message: Locator, name: str) -> Locator:
    """A button under a message, by all that stands on it."""
    return message.locator(".key").filter(has_text=re.compile(f"^{re.escape(name)}$"))


def _is_of_a_press(response: Response) -> bool:
    return '"act":"press"' in (response.request.post_data or "")
