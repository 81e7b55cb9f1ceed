"""Bot API calls around the limits, and what the in-memory Telegram says to them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from bot.playground.inline_results import InlineQuery
from bot.playground.methods import Methods
from bot.playground.photos import Upload
from bot.playground.refusals import ApiError
from bot.playground.world import Json, World

MEGABYTE = 1024 * 1024
URL: Json = {"text": "x", "url": "https://example.org"}


def ground() -> Methods:
    """A private chat (5001) with a text (1001) and a photo (1002) of the bot, and queries that wait for an answer."""
    world = World()
    methods, person = Methods(world), world.person("Sari")
    before = keyboard([{"text": "before", "callback_data": "x"}])
    methods.call("sendMessage", {"chat_id": person.id, "text": "before", "reply_markup": before})
    methods.call("sendPhoto", {"chat_id": person.id, "photo": picture(64, 64), "caption": "before"})
    world.open_queries["q"] = world.clock()
    world.inline_queries["i"] = InlineQuery("x", world.clock())
    return methods


def refusal(method: str, params: Json) -> str | None:
    try:
        ground().call(method, params)
    except ApiError as error:
        return error.description
    return None


def picture(width: int, height: int, size: int = 32) -> Upload:
    """As much of a picture as is read of it, of a size in bytes."""
    beginning = b"\x89PNG\r\n\x1a\n" + bytes(8) + width.to_bytes(4) + height.to_bytes(4) + b"IDAT"
    return Upload(beginning + bytes(size - len(beginning) - 4) + b"IEND")


def keyboard(*rows: list[Json]) -> Json:
    return {"inline_keyboard": list(rows)}


def around(*limits: int) -> st.SearchStrategy[int]:
    """Numbers near zero and near limits."""
    near = [number for limit in (0, *limits) for number in range(limit - 2, limit + 3) if number >= 0]
    return st.sampled_from(sorted(set(near)))


def words(limit: int, letters: str = "xé😀") -> st.SearchStrategy[str]:
    """Texts of about as many characters, UTF-16 units or UTF-8 bytes as a limit allows."""
    halves = (limit, limit // 2, limit // 4)
    return st.builds(
        lambda letter, number, more: letter * number + more,
        st.sampled_from(letters),
        around(*halves),
        st.text(letters, max_size=2),
    )


@st.composite
def marked(draw: st.DrawFn, name: str, limit: int) -> Json:
    """A text or caption with or without markup around it."""
    text, before, after = (
        draw(words(limit, "xé😀 \n\u200b")),
        draw(st.sampled_from(["", " \n", "&amp;"])),
        draw(st.sampled_from(["", " "])),
    )
    if draw(st.booleans()):
        return {name: before + text + after}
    tag = draw(st.sampled_from(["b", "i", "code", "blockquote"]))
    return {name: f"{before}<{tag}>{text}</{tag}>{after}", "parse_mode": "HTML"}


buttons = st.one_of(
    st.builds(lambda data: {"text": "x", "callback_data": data}, words(64)),
    st.builds(lambda query: {"text": "x", "switch_inline_query": query}, words(256)),
    st.builds(lambda query: {"text": "x", "switch_inline_query_current_chat": query}, words(256)),
    st.builds(lambda text: {"text": "x", "copy_text": {"text": text}}, words(256)),
    st.just(URL),
)


@st.composite
def keyboards(draw: st.DrawFn) -> Json:
    """A few buttons of every kind, and plain ones up to the limits; sometimes none at all."""
    rows: list[list[Json]] = [draw(st.lists(buttons, min_size=1, max_size=3)) for _ in range(draw(st.integers(0, 2)))]
    widths = draw(st.sampled_from([[], [8], [9], [0], [8] * 11, [8] * 12, [8] * 12 + [4], [8] * 12 + [5], [9] * 12]))
    rows += [[URL] * width for width in widths]
    return draw(st.sampled_from([{}, {"reply_markup": keyboard(*rows)}]))


asking = words(64).map(lambda text: {"reply_markup": {"force_reply": True, "input_field_placeholder": text}})


def photos() -> st.SearchStrategy[Upload]:
    sides = st.sampled_from([(1, 1), (1, 20), (1, 21), (7, 140), (7, 141), (141, 7), (5000, 5000), (5000, 5001)])
    sizes = st.sampled_from([32, 10 * MEGABYTE, 10 * MEGABYTE + 1])
    return st.builds(lambda shape, size: picture(shape[0], shape[1], size), sides, sizes)


documents = st.sampled_from([1, 50 * MEGABYTE, 50 * MEGABYTE + 1]).map(lambda size: {"document": Upload(bytes(size))})


@st.composite
def results(draw: st.DrawFn) -> Json:
    kind = draw(st.sampled_from(["article", "photo"]))
    found: Json = {"type": kind, "id": draw(words(64)), "title": "x", **draw(keyboards())}
    if kind == "photo":
        found.update(photo_file_id="desk-file-1", **draw(st.one_of(st.just({}), marked("caption", 1024))))
    if kind == "article" or draw(st.booleans()):
        found["input_message_content"] = draw(marked("message_text", 4096))
    return found


@st.composite
def answers(draw: st.DrawFn) -> Json:
    few = draw(st.lists(results(), max_size=2, unique_by=lambda result: str(result["id"])))
    content = {"message_text": "x"}
    more = [
        {"type": "article", "id": f"more {number}", "title": "x", "input_message_content": content}
        for number in range(draw(around(50)))
    ]
    about: Json = draw(st.sampled_from([{}, {"next_offset": draw(words(64))}]))
    start = {"text": "x", "start_parameter": draw(words(64, "x"))}
    return {"inline_query_id": "i", "results": [*few, *more], **about, **draw(st.sampled_from([{}, {"button": start}]))}


@st.composite
def commands(draw: st.DrawFn) -> Json:
    one = st.builds(lambda name, about: {"command": name, "description": about}, words(32, "x_"), words(256))
    plain = {"command": "x", "description": "x"}
    return {"commands": [*draw(st.lists(one, max_size=2)), *[plain] * draw(around(100))]}


def merged(*parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    return st.tuples(*parts).map(lambda found: {key: value for part in found for key, value in part.items()})


CHAT: st.SearchStrategy[Json] = st.just({"chat_id": 5001})
TEXT: st.SearchStrategy[Json] = st.just({"chat_id": 5001, "message_id": 1001})
PHOTO: st.SearchStrategy[Json] = st.just({"chat_id": 5001, "message_id": 1002})
SHOWN: st.SearchStrategy[Json] = st.one_of(
    merged(st.builds(lambda photo: {"photo": photo}, photos()), marked("caption", 1024)),
    st.builds(lambda photo: {"photo": photo}, st.one_of(photos(), st.just("desk-file-1"))),
)
MEDIA = SHOWN.map(lambda found: {"media": {"type": "photo", "media": found.pop("photo"), **found}})
CALLS: dict[str, st.SearchStrategy[Json]] = {
    "sendMessage": merged(CHAT, marked("text", 4096), keyboards() | asking),
    "sendPhoto": merged(CHAT, SHOWN, keyboards() | asking),
    "sendDocument": merged(CHAT, documents, marked("caption", 1024), keyboards()),
    "editMessageText": merged(TEXT, marked("text", 4096), keyboards()),
    "editMessageCaption": merged(PHOTO, marked("caption", 1024), keyboards()),
    "editMessageMedia": merged(PHOTO, MEDIA, keyboards()),
    "editMessageReplyMarkup": merged(TEXT, keyboards()),
    "answerCallbackQuery": merged(
        st.just({"callback_query_id": "q"}), st.one_of(st.just({}), words(200).map(lambda text: {"text": text}))
    ),
    "answerInlineQuery": answers(),
    "setMyCommands": commands(),
    "setMyDescription": words(512).map(lambda text: {"description": text}),
    "setMyShortDescription": words(120).map(lambda text: {"short_description": text}),
}
