"""`python -m tests.screenshots FOLDER`: the pictures at the top of README.md, taken of the playground's page.

It plays three scenes with the real bot, in which time stands still: private.png (a question and its answer),
checklist.png (a checklist's result) and group.png (a topic of a group). Needs a Chromium, as tests of the page do.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, async_playwright, expect

from bot.content.loader import load_library
from bot.delivery.listening import listen, serve_http
from bot.playground.page.ground import Passing
from bot.playground.page.server import LOOPBACK, Page
from bot.playground.page.stage import Stage
from bot.playground.world import World
from bot.storage.database import Database
from tests.clock import Clock
from tests.conftest import KNOWLEDGE_DIR
from tests.playground.page.browser.browsing import App, find_browser, launch, visit

_SIZE = 430, 960  # of the page, CSS pixels: a phone
_SCALE = 2.0  # pixels of a picture for a CSS pixel
_COLOURS = 256
_ROUNDS = 5  # in which the colours are fitted to the picture
_MINUTE = 60.0  # seconds

Play = Callable[[App, Clock], Awaitable[None]]


class Posed(Passing):
    """A ground whose worlds have a time that a scene sets."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def open(self) -> tuple[World, Database]:
        """See Ground."""
        _, database = await super().open()
        return World(self._clock), database


@asynccontextmanager
async def served(stage: Stage) -> AsyncIterator[str]:
    """The address of a playground while it runs."""
    stop = asyncio.Event()
    with closing(listen(LOOPBACK, 0)) as taker:
        async with stage.opened():
            serving = asyncio.create_task(serve_http(Page(stage).asgi(), taker, stop, 1.0, stage.feed.close))
            yield f"http://{LOOPBACK}:{taker.getsockname()[1]}"
            stop.set()
            await serving


async def private(app: App, clock: Clock) -> None:
    """Somebody asks as people type."""
    await app.begin()
    clock.pass_by(_MINUTE)
    await app.ask("kak gmn caranya dpt pinjaman bank klo kerjaanku cm microstock")


async def checklist(app: App, clock: Clock) -> None:
    """Somebody has walked a checklist to its end."""
    await app.begin()
    asked = await app.ask("/pinjaman")
    for answer in ("▶️ Mulai", "Semua ke satu rekening", "3-11 bulan", "Setahun atau lebih"):
        await app.press(asked, answer)
    await app.say("3,5jt 4,2jt 3,9jt 5jt 4,8jt 6,1jt")
    asked = app.from_bot.last  # below what was typed
    await expect(asked).to_contain_text("NPWP")
    for answer in ("Sudah punya", "Kadang-kadang", "Ada, tapi belum pasti", "Belum tahu", "Sebagian", "Ada"):
        await app.press(asked, answer)
    clock.pass_by(_MINUTE)
    await app.answer_to(app.press(asked, "Masih cari"))
    await app.page.wait_for_function("Array.from(document.images).every((one) => one.complete)")


async def group(app: App, clock: Clock) -> None:
    """People of a group talk, and one of them asks the bot."""
    await app.open_group("Jualan & royalti")
    for name, text in (
        ("Budi", "siang semua, royaltiku turun lagi 😅"),
        ("Rina", "sama, padahal download-nya malah naik"),
        ("Sari", "aku juga gitu. coba kutanya ya"),
    ):
        await app.speak_as(name)
        await app.say(text)
        clock.pass_by(_MINUTE)
    await app.ask("/tanya gmn cara ngadepin perang harga")
    clock.pass_by(_MINUTE)
    await app.speak_as("Budi")
    await app.say("wah lengkap, makasih 🙏")
    await app.speak_as("Sari")


SCENES: dict[str, Play] = {"private": private, "checklist": checklist, "group": group}


async def shoot(browser: Browser, stage: Stage, address: str, play: Play, clock: Clock) -> bytes:
    """Play a scene on a phone, where nobody has spoken before, and take the chat's picture, a PNG."""
    await stage.act({"act": "clear"})
    width, height = _SIZE
    async with visit(browser, address, width, height, scale=_SCALE) as app:
        await app.page.clock.set_fixed_time(clock.now)
        await app.reload()
        await play(app, clock)
        await app.page.evaluate("document.activeElement.blur()")
        await app.page.mouse.move(0, 0)
        return await app.page.locator("#chat").screenshot(animations="disabled")


def reduced(picture: bytes) -> Image.Image:
    """The same picture in so few colours that it is small; emoji keep theirs."""
    whole = Image.open(io.BytesIO(picture)).convert("RGB")
    return whole.quantize(_COLOURS, Image.Quantize.MEDIANCUT, kmeans=_ROUNDS, dither=Image.Dither.NONE)


async def take(folder: Path, program: str) -> None:
    """Take all pictures into a folder."""
    clock = Clock()
    stage = Stage(KNOWLEDGE_DIR, load_library(KNOWLEDGE_DIR), Posed(clock))
    async with served(stage) as address, async_playwright() as playwright:
        browser = await launch(playwright, program)
        for name, play in SCENES.items():
            path = folder / f"{name}.png"
            reduced(await shoot(browser, stage, address, play, clock)).save(path, optimize=True)
            print(f"{path}: {path.stat().st_size // 1024} kB")
        await browser.close()


def main() -> int:
    """Take the pictures; 2 where there is no browser."""
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description="Take README.md's pictures.")
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    if (program := find_browser()) is None:
        print("No browser was found; install chromium, or set TEST_BROWSER.", file=sys.stderr)
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(take(folder, program))
    return 0


if __name__ == "__main__":
    sys.exit(main())
