"""Photos on the desk: uploaded as PTB sends them, sent again by their id, edited and refused as Telegram does."""

from __future__ import annotations

import struct
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, InputMediaVideo, Message
from telegram.error import BadRequest

from bot.chat.knowledge import Knowledge
from bot.playground.opening import on_desk
from bot.playground.photos import Upload
from bot.playground.telegram import DESK_TOKEN, DeskRequest
from bot.playground.world import World
from tests.talk import Talk


def png(width: int = 640, height: int = 480, colour: bytes = b"\xff") -> bytes:
    """A picture of one grey."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + colour * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x")]])


class Sender:
    """PTB's bot over a world, and a chat to send to."""

    def __init__(self, bot: Bot, world: World, request: DeskRequest) -> None:
        self.bot, self.world, self.request = bot, world, request
        self.chat_id = world.person("Sari").id

    async def photo(self, photo: bytes | str | None = None, **options: Any) -> Message:
        return await self.bot.send_photo(self.chat_id, png() if photo is None else photo, **options)

    async def text(self, text: str = "x", **options: Any) -> Message:
        return await self.bot.send_message(self.chat_id, text, **options)

    async def edit_media(self, message: Message, media: bytes | str, **options: Any) -> Message:
        edited = await self.bot.edit_message_media(
            InputMediaPhoto(media, **options), self.chat_id, message.message_id, reply_markup=message.reply_markup
        )
        assert isinstance(edited, Message)
        return edited

    async def refusal(self, call: Awaitable[object]) -> str:
        with pytest.raises(BadRequest) as caught:
            await call
        return caught.value.message


@pytest.fixture
async def sender() -> AsyncIterator[Sender]:
    world = World()
    request = DeskRequest(world)
    async with Bot(DESK_TOKEN, request=request) as bot:
        yield Sender(bot, world, request)


async def test_an_uploaded_photo_is_kept_and_shown_in_sizes(sender: Sender) -> None:
    sent = await sender.photo(png(1280, 640), caption="<b>Skor</b> &amp; 70", parse_mode="HTML", reply_markup=BUTTON)
    assert [(size.width, size.height) for size in sent.photo] == [(320, 160), (1280, 640)]
    assert sender.world.files == {sent.photo[-1].file_id: png(1280, 640)}
    assert (sent.caption, sent.caption_entities[0].type, sent.reply_markup) == ("Skor & 70", "bold", BUTTON)
    assert sent.text is None


async def test_each_upload_has_an_id_of_its_own_by_which_it_is_sent_again(sender: Sender) -> None:
    first, second = await sender.photo(), await sender.photo()
    ids = [message.photo[-1].file_id for message in (first, second)]
    assert len(set(ids)) == 2
    for size in first.photo:
        assert (await sender.photo(size.file_id)).photo == first.photo
    assert list(sender.world.files) == ids
    uploaded = [call.params["photo"] for call in sender.request.calls if call.method == "sendPhoto"]
    assert uploaded == [Upload(png()), Upload(png()), *(size.file_id for size in first.photo)]


@pytest.mark.parametrize(
    ("photo", "reason"),
    [
        ("no-such-id", "Wrong file identifier/http url specified"),
        ("", "There is no photo in the request"),
        (b"GIF89a", "Image_process_failed"),
        (png(5, 101), "Photo_invalid_dimensions"),
        (png(9000, 1001), "Photo_invalid_dimensions"),
        (png() + b"\0" * 10 * 1024 * 1024, "too big"),
    ],
    ids=["unknown id", "nothing", "no picture", "too long", "too large", "too many bytes"],
)
async def test_what_is_no_photo_is_refused(sender: Sender, photo: bytes | str, reason: str) -> None:
    assert reason.casefold() in (await sender.refusal(sender.photo(photo))).casefold()
    assert sender.world.files == {}


async def test_a_caption_is_measured_without_its_markup(sender: Sender) -> None:
    longest = "<b>" + "x" * 1022 + "😀</b>"
    assert len((await sender.photo(caption=longest, parse_mode="HTML")).caption or "") == 1023
    too_long = sender.photo(caption=longest + "y", parse_mode="HTML")
    assert "caption is too long" in await sender.refusal(too_long)
    assert "Can't parse entities" in await sender.refusal(sender.photo(caption="<h1>x</h1>", parse_mode="HTML"))


async def test_a_photo_is_put_in_the_place_of_another_and_of_a_text(sender: Sender) -> None:
    for message in (await sender.photo(caption="old", reply_markup=BUTTON), await sender.text(reply_markup=BUTTON)):
        edited = await sender.edit_media(message, png(300, 300), caption="<i>new</i>", parse_mode="HTML")
        assert (edited.message_id, edited.text, edited.caption) == (message.message_id, None, "new")
        assert sender.world.files[edited.photo[-1].file_id] == png(300, 300)
        assert edited.reply_markup == BUTTON


async def test_a_photo_becomes_no_text_and_a_text_has_no_caption(sender: Sender) -> None:
    photo, text = await sender.photo(), await sender.text()
    edit_text = sender.bot.edit_message_text("y", sender.chat_id, photo.message_id)
    assert await sender.refusal(edit_text) == "There is no text in the message to edit"
    edit_caption = sender.bot.edit_message_caption(sender.chat_id, text.message_id, caption="y")
    assert await sender.refusal(edit_caption) == "There is no caption in the message to edit"


async def test_a_caption_and_a_keyboard_are_edited_alone(sender: Sender) -> None:
    sent = await sender.photo(caption="old")
    at = {"chat_id": sender.chat_id, "message_id": sent.message_id}
    edited = await sender.bot.edit_message_caption(**at, caption="new", reply_markup=BUTTON)  # type: ignore[arg-type]
    assert isinstance(edited, Message)
    assert (edited.photo, edited.caption, edited.reply_markup) == (sent.photo, "new", BUTTON)
    edited = await sender.bot.edit_message_reply_markup(**at)  # type: ignore[arg-type]
    assert isinstance(edited, Message)
    assert (edited.photo, edited.caption, edited.reply_markup) == (sent.photo, "new", None)


Edit = Callable[[Sender, Message], Awaitable[object]]


@pytest.mark.parametrize(
    "edit",
    [
        lambda sender, sent: sender.edit_media(sent, sent.photo[-1].file_id, caption="x"),
        lambda sender, sent: sender.bot.edit_message_caption(sender.chat_id, sent.message_id, caption="x"),
        lambda sender, sent: sender.bot.edit_message_reply_markup(sender.chat_id, sent.message_id),
    ],
    ids=["media", "caption", "keyboard"],
)
async def test_an_edit_that_changes_nothing_is_refused(sender: Sender, edit: Edit) -> None:
    sent = await sender.photo(caption="x")
    assert "Message is not modified" in await sender.refusal(edit(sender, sent))


async def test_a_medium_that_is_no_photo_of_this_desk_is_refused(sender: Sender) -> None:
    sent = await sender.photo()
    assert "Wrong file identifier" in await sender.refusal(sender.edit_media(sent, "attach://missing"))
    video = sender.bot.edit_message_media(InputMediaVideo("id"), sender.chat_id, sent.message_id)
    assert "photos only" in await sender.refusal(video)


async def test_a_talk_shows_photos_by_their_captions(knowledge: Knowledge) -> None:
    async with on_desk(knowledge) as (desk, request):
        talk = Talk(desk, request, desk.world.person("Sari"))
        await desk.app.bot.send_photo(talk.chat.id, png(), caption="Skor 70")
        await desk.app.bot.send_message(talk.chat.id, "text", reply_markup=BUTTON)
        assert talk.texts == ["Skor 70", "text"]
        assert [message["caption"] for message in talk.photos] == ["Skor 70"]
        assert talk.picture == png()
        assert talk.data("x") == "x"
        await desk.app.bot.delete_message(talk.chat.id, int(str(talk.last["message_id"])))
        assert talk.text == "Skor 70"
