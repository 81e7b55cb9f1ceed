"""Texts and their HTML are read, refused and put in order as the Bot API does it."""

from __future__ import annotations

import pytest

from bot.playground.entities import entities_in
from bot.playground.links import LinkError, checked_link
from bot.playground.markup import MarkupError, parse_html
from bot.playground.methods import Methods
from bot.playground.refusals import ApiError
from bot.playground.world import Json, World


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def methods(world: World) -> Methods:
    return Methods(world)


@pytest.fixture
def chat_id(world: World) -> int:
    return world.person("Sari").id


def sent(methods: Methods, chat_id: int, text: str, **more: object) -> Json:
    message = methods.call("sendMessage", {"chat_id": chat_id, "text": text, **more})
    assert isinstance(message, dict)
    return message


def refusal(methods: Methods, method: str, **params: object) -> str:
    with pytest.raises(ApiError) as caught:
        methods.call(method, dict(params))
    return caught.value.description


def marks(html: str) -> list[tuple[object, object, object]]:
    return [(entity["type"], entity["offset"], entity["length"]) for entity in parse_html(html).entities]


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
        ("é<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("<b/>x", 'Unsupported start tag "b/"'),
        ("<!-- x -->", 'Unsupported start tag "!--"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler"'),
        ('<span class="other">x</span>', 'Tag "span" must have class "tg-spoiler"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b x", 'Unclosed start tag "b" at byte offset 0'),
        ("<b x=", 'Unclosed start tag "b" at byte offset 0'),
        ('<b x="y', "Unclosed start tag at byte offset 0"),
        ("<b =y>x</b>", 'Empty attribute name in the tag "b"'),
        ("<b />x", 'Empty attribute name in the tag "b"'),
        ("<a href=https://x.id>x</a>", "Unexpected end of name token at byte offset 8"),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b>x</b y>", "Unclosed end tag at byte offset 4"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("&#xD83D;&#xDE00;", "Text contains invalid Unicode characters"),
        ("<tg-emoji>x</tg-emoji>", "Invalid custom emoji identifier"),
    ],
)
def test_bad_html_is_refused_with_what_is_wrong_and_where(
    methods: Methods, chat_id: int, html: str, fault: str
) -> None:
    with pytest.raises(MarkupError) as caught:
        parse_html(html)
    assert str(caught.value).startswith(fault)
    said = refusal(methods, "sendMessage", chat_id=chat_id, text=html, parse_mode="HTML")
    assert said.startswith(f"Bad Request: can't parse entities: {fault}")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("&lt;b&gt; &amp; &quot;", '<b> & "'),
        ("&nbsp;&hellip;&apos;&copy;", "&nbsp;&hellip;&apos;&copy;"),
        ("a & b &amp c &#39; &#x27;", "a & b & c ' '"),
        ("&#128512;&#0;&#1114112;&#9999999999;", "😀&#0;&#1114112;&#9999999999;"),
        ("&amp;amp;", "&amp;"),
        ("<b>x</> y", "x y"),
        ("<B>x</b\n>", "x"),
        ("\n\n <b></b>x\t y \n", "x  y"),
        ("a\r\nb\u2028c\u202ed", "a\nbcd"),
        ("x&#160; ", "x\u00a0"),
    ],
)
def test_only_four_names_and_numbers_stand_for_characters(html: str, text: str) -> None:
    assert parse_html(html).text == text


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<b>x</b><strong>y</strong>", [("bold", 0, 2)]),
        ("<b>a<i>b</i>c</b>", [("bold", 0, 1), ("bold", 1, 2), ("italic", 1, 1)]),
        ("<i><b>x</b></i>", [("bold", 0, 1), ("italic", 0, 1)]),
        ("<b>a<code>b</code>c</b>", [("bold", 0, 1), ("code", 1, 1), ("bold", 2, 1)]),
        ("<code>a<b>b</b></code>", [("code", 0, 2)]),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", [("blockquote", 0, 2)]),
        ("<blockquote expandable>a</blockquote>", [("expandable_blockquote", 0, 1)]),
        ("<b><blockquote>x</blockquote></b>", [("blockquote", 0, 1), ("bold", 0, 1)]),
        ("<b>😀</b> <tg-spoiler>x</tg-spoiler>", [("bold", 0, 2), ("spoiler", 3, 1)]),
        ('<span class="tg-spoiler">x</span>', [("spoiler", 0, 1)]),
        ("<b>x</b> <i> </i>", [("bold", 0, 1)]),
        (" <b> x </b> ", [("bold", 0, 2)]),
        ("a\rb <b>c\rd</b>", [("bold", 3, 2)]),
        ('<a href="https://x.id/">a <b>b</b></a>', [("text_link", 0, 3), ("bold", 2, 1)]),
        ('<a href="x">a</a><a>x.id</a>', [("text_link", 1, 4)]),
        ('<a href="tg://user?id=5">a</a>', []),
        ("<tg-emoji emoji-id='5'>😀</tg-emoji>", []),
    ],
)
def test_entities_are_brought_into_telegrams_order(html: str, expected: list[tuple[object, int, int]]) -> None:
    assert marks(html) == expected


def test_a_block_takes_the_language_of_the_code_in_it() -> None:
    (block,) = parse_html('<pre><code class="language-python">x</code></pre>').entities
    assert block == {"type": "pre", "offset": 0, "length": 1, "language": "python"}
    (code,) = parse_html('<code class="language-python">x</code>').entities
    assert code == {"type": "code", "offset": 0, "length": 1}


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("https://x.id", "https://x.id/"),
        ("X.ID/Jalan?a=b c", "http://x.id/Jalan?a=b%20c"),
        ("HTTPS://X.ID:443?a", "https://x.id:443/?a"),
        ("https://aku@x.id/", "https://aku@x.id/"),
        ("https://[::1]/a", "https://[::1]/a"),
        ("tg://resolve?domain=a", "tg://resolve?domain=a"),
        ("TG:user?id=5", "tg://user?id=5"),
    ],
)
def test_an_address_is_kept_as_telegram_writes_it(link: str, kept: str) -> None:
    assert checked_link(link) == kept


NO_ADDRESSES = [
    "x",
    "//",
    "://",
    "https://",
    "http://localhost",
    "ftp://x.id",
    "javascript:alert(1)",
    "//x.id",
    "https://x.id:70000",
    "https://x<.id",
    "https://[::x]/",
    "tg://a.b",
    "tg://x:5",
]


@pytest.mark.parametrize("link", ["", " https://x.id", "https://x .id", *NO_ADDRESSES])
def test_what_is_no_address_is_refused(link: str) -> None:
    with pytest.raises(LinkError, match="is invalid"):
        checked_link(link)


@pytest.mark.parametrize("text", [" ", "\n \n", "\u200b", "\u2800", "\ufeff", "\u00a0", "\t"])
def test_a_text_in_which_nothing_is_seen_is_refused(methods: Methods, chat_id: int, text: str) -> None:
    assert "text must be non-empty" in refusal(methods, "sendMessage", chat_id=chat_id, text=text)


def test_a_text_is_counted_without_its_markup_and_the_spaces_around_it(methods: Methods, chat_id: int) -> None:
    longest = "😀" * 2048
    assert sent(methods, chat_id, f"\n <b>{longest}</b>\n ", parse_mode="html")["text"] == longest
    assert "message is too long" in refusal(methods, "sendMessage", chat_id=chat_id, text=f"{longest}x")
    assert "text is too long" in refusal(methods, "sendMessage", chat_id=chat_id, text="x" * 32_769)


def test_the_bot_api_says_otherwise_what_is_too_long_for_an_edit(methods: Methods, chat_id: int) -> None:
    place = {"chat_id": chat_id, "message_id": sent(methods, chat_id, "x")["message_id"]}
    assert refusal(methods, "editMessageText", **place, text="x" * 4097) == "Bad Request: MESSAGE_TOO_LONG"
    assert refusal(methods, "editMessageCaption", **place, caption="x" * 1025) == "Bad Request: MEDIA_CAPTION_TOO_LONG"


def test_telegram_finds_commands_mentions_and_addresses_in_the_bots_texts_too(methods: Methods, chat_id: int) -> None:
    message = sent(methods, chat_id, "<b>/topik</b> <code>/tanya</code> ojk.go.id, (https://x.id/a)", parse_mode="HTML")
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in _entities(message)] == [
        ("bot_command", 0, 6),
        ("bold", 0, 6),
        ("code", 7, 6),
        ("url", 14, 9),
        ("url", 26, 14),
    ]


def _entities(message: Json) -> list[Json]:
    found = message["entities"]
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a@b.co, #cuti #1 $IDR", [("email", "a@b.co"), ("hashtag", "#cuti"), ("cashtag", "$IDR")]),
        ("x.id. y.zzz v1.2.3 file.txt", [("url", "x.id")]),
        ("tg://resolve?domain=a 1.2.3.4", [("url", "tg://resolve?domain=a"), ("url", "1.2.3.4")]),
        ("https://x.id/a_(b)?c=d! (x.id/a)", [("url", "https://x.id/a_(b)?c=d"), ("url", "x.id/a")]),
        ("@abc @gif /a@b /ok", [("mention", "@gif"), ("bot_command", "/ok")]),
    ],
)
def test_what_telegram_finds_in_a_text(text: str, found: list[tuple[str, str]]) -> None:
    marked = [(one["type"], text[int(str(one["offset"])) :][: int(str(one["length"]))]) for one in entities_in(text)]
    assert marked == found


def test_more_than_a_hundred_entities_are_dropped(methods: Methods, chat_id: int) -> None:
    message = sent(methods, chat_id, "<b>x</b> " * 101, parse_mode="HTML")
    assert len(_entities(message)) == 100


def test_entities_in_the_place_of_markup_must_fit_the_text(methods: Methods, chat_id: int) -> None:
    def with_entity(**entity: object) -> Json:
        return {"chat_id": chat_id, "text": "😀x", "entities": [{"type": "bold", "offset": 0, "length": 2, **entity}]}

    kept = methods.call("sendMessage", with_entity())
    assert isinstance(kept, dict)
    assert kept["entities"] == [{"type": "bold", "offset": 0, "length": 2}]
    assert "ends after the end of the text" in refusal(methods, "sendMessage", **with_entity(length=4))
    assert "begins after the end of the text" in refusal(methods, "sendMessage", **with_entity(offset=4))
    assert "splits a UTF-16 symbol" in refusal(methods, "sendMessage", **with_entity(offset=1))
    assert "knows no type" in refusal(methods, "sendMessage", **with_entity(type="loud"))
    assert "offset" in refusal(methods, "sendMessage", **with_entity(offset=-1))


def test_another_parse_mode_is_refused(methods: Methods, chat_id: int) -> None:
    for mode in ("Markdown", "XML"):
        assert "unsupported parse_mode" in refusal(methods, "sendMessage", chat_id=chat_id, text="x", parse_mode=mode)
