"""Every page of the real knowledge keeps within Telegram's limits, and says where its claims come from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.chat.knowledge import Knowledge
from bot.content.library import Library
from bot.playground.markup import parse_html, utf16_length
from bot.replies.buttons import TOPICS, Action, Press, read_press
from bot.replies.guest import Asker, GuestReplies
from bot.replies.guest_taps import read_guest_tap
from bot.replies.pages import Pages
from bot.replies.reply import BUTTONS_LIMIT, DATA_LIMIT, LABEL_LIMIT, ROW_LIMIT, Reply, escape, fill
from bot.replies.taps import read_tap
from bot.search.decide import Decision, Scored
from bot.search.engine import Verdict

MESSAGE_LIMIT = 4096
ALERT_LIMIT = 200  # characters that answerCallbackQuery takes


def check_limits(reply: Reply) -> None:
    parsed = parse_html(reply.html)
    assert 0 < utf16_length(parsed.text) <= MESSAGE_LIMIT
    assert len(list(reply.buttons())) <= BUTTONS_LIMIT
    assert all(1 <= len(row) <= ROW_LIMIT for row in reply.rows)
    for button in reply.buttons():
        assert 1 <= len(button.label) <= LABEL_LIMIT
        assert bool(button.data) != bool(button.url)
        assert len(button.data.encode()) <= DATA_LIMIT


def all_pages(knowledge: Knowledge) -> Iterator[Reply]:
    library, pages, verdicts = knowledge.library, knowledge.pages, knowledge.verdicts
    entry_ids = list(library.entries)
    trail = tuple(entry_ids[:7])
    for name in (TOPICS, *library.names()):
        for page in (0, 1, 99):
            yield pages.page(Press(Action.SHOW, name, page))
        yield pages.page(Press(Action.SHOW, name, trail=trail, alternatives=tuple(entry_ids[:3])))
    for entry_id in entry_ids:
        some = (Scored(entry_id, 0.9),)
        yield verdicts.in_private(Verdict(Decision.ANSWER, some, tuple(Scored(other, 0.1) for other in entry_ids[:4])))
        yield verdicts.second_thoughts(Press(Action.NOT_HELPFUL, entry_id, alternatives=tuple(entry_ids[:3])))
    four = tuple(Scored(entry_id, 0.4) for entry_id in entry_ids[:4])
    yield verdicts.in_private(Verdict(Decision.SUGGEST, four))
    yield verdicts.in_private(Verdict(Decision.UNKNOWN, (), four))
    yield verdicts.welcome()


def group_pages(knowledge: Knowledge) -> Iterator[Reply]:
    """All that is said in groups, to the two people with the longest ids and to a channel."""
    library, entry_ids = knowledge.library, list(knowledge.library.entries)
    replies = GuestReplies(library, knowledge.pages)
    longest = "a_very_long_bot_username_of_32_ch"
    for asker in (Asker((2**52 - 1, 2**52 - 2), longest), Asker((), longest)):
        for entry_id, other in zip(entry_ids, entry_ids[1:] + entry_ids[:1], strict=True):
            some = (Scored(entry_id, 0.9),)
            yield replies.to(Verdict(Decision.ANSWER, some), asker, unasked=True)
            yield replies.to(Verdict(Decision.ANSWER, some, second=Scored(other, 0.8)), asker)
            yield replies.again([entry_id], "", asker)
        yield replies.again(entry_ids[:2], f"https://t.me/c/{10**12}/{10**9}/{10**9}", asker)
        for place in range(0, len(entry_ids), 4):
            four = tuple(Scored(entry_id, 0.4) for entry_id in entry_ids[place : place + 4])
            yield replies.to(Verdict(Decision.SUGGEST, four), asker)
        for decision in (Decision.UNKNOWN, Decision.CRISIS, Decision.SILENT):
            yield replies.to(Verdict(decision), asker)
        for talk in library.small_talk:
            yield replies.to(Verdict(Decision.SMALL_TALK, small_talk=talk), asker)
    texts = library.texts.group
    names = texts.welcome_more.format(names=", ".join([escape("<" * 64)] * 10), number=10**6)
    yield Reply(texts.welcome.format(names=names))
    yield Reply(fill(texts.hello, bot=f"@{longest}"))
    yield Reply(fill(texts.channel, title="<" * 128))
    yield from (Reply(text) for text in (texts.too_fast, texts.too_busy, texts.removed_here))


def test_every_page_keeps_the_limits(knowledge: Knowledge) -> None:
    for reply in (*all_pages(knowledge), *group_pages(knowledge)):
        check_limits(reply)


def test_every_button_means_something(knowledge: Knowledge) -> None:
    for reply in all_pages(knowledge):
        for button in reply.buttons():
            known = read_press(button.data, knowledge.library) or read_tap(button.data, knowledge.library)
            assert button.url or known is not None


def test_every_button_in_a_group_means_something_there_and_nothing_elsewhere(knowledge: Knowledge) -> None:
    for reply in group_pages(knowledge):
        for button in reply.buttons():
            assert button.url or read_guest_tap(button.data, knowledge.library) is not None
            assert button.url or (read_press(button.data, knowledge.library) is None)
            assert button.url or (read_tap(button.data, knowledge.library) is None)


def test_alerts_in_groups_keep_telegrams_limit(library: Library) -> None:
    group, panel = library.texts.group, library.texts.panel
    alerts = (group.removed, group.muted, group.not_yours, group.not_yours_to_remove)
    for alert in (*alerts, panel.not_admin, panel.cannot_hear, panel.one_language):
        assert 0 < utf16_length(alert) <= ALERT_LIMIT


def test_every_answer_names_its_source_article(knowledge: Knowledge, library: Library) -> None:
    for entry in library.entries.values():
        article = library.article(entry.slug)
        assert article is not None
        text = parse_html(knowledge.pages.answer(entry).html).text
        assert text.splitlines()[-1] == f"Sumber: {article.title}"
        assert entry.short in text
        assert all(detail in text for detail in entry.details)


def test_every_entry_and_checklist_can_be_reached_from_the_topics(knowledge: Knowledge, library: Library) -> None:
    reached: set[tuple[str, int]] = set()
    todo = [(TOPICS, 0)]
    while todo:
        place = todo.pop()
        if place not in reached:
            reached.add(place)
            buttons = knowledge.pages.page(Press(Action.SHOW, *place)).buttons()
            following = [read_press(button.data, library) for button in buttons]
            todo += [(press.target, press.page) for press in following if press and press.action is Action.SHOW]
    assert {name for name, _ in reached} == {TOPICS, *library.names()}


@pytest.mark.parametrize("link", ["https://contoh.com/a?b=1&c=\"2'", "https://contoh.com/<b>"])
def test_a_link_is_attached_to_the_source_and_escaped(library: Library, link: str) -> None:
    article = replace(library.articles[0], link=link)
    changed = replace(library, articles=(article, *library.articles[1:]))
    parsed = parse_html(Pages(changed).answer(article.entries[0]).html)
    links = [entity for entity in parsed.entities if entity["type"] == "text_link"]
    assert [entity["url"] for entity in links] == [link]


def test_what_the_knowledge_says_is_never_markup(library: Library) -> None:
    article = library.articles[0]
    entry = replace(
        article.entries[0], title="a < b & c", short="<b>x</b>", details=("</blockquote>" + "y" * 300,), related=()
    )
    changed = replace(library, articles=(replace(article, title="q <i> & r", entries=(entry,)), *library.articles[1:]))
    text = parse_html(Pages(changed).answer(entry).html).text
    assert all(part in text for part in ("a < b & c", "<b>x</b>", "</blockquote>yyy", "Sumber: q <i> & r"))


def test_long_details_are_folded_and_short_ones_are_not(library: Library) -> None:
    entry = library.articles[0].entries[0]

    def kinds(detail: str) -> set[object]:
        html = Pages(library).answer(replace(entry, details=(detail,))).html
        return {entity["type"] for entity in parse_html(html).entities}

    assert "expandable_blockquote" in kinds("kata " * 60)
    assert "expandable_blockquote" not in kinds("kata")


def test_a_placeholder_is_filled_with_plain_text() -> None:
    assert fill("x {a}", a="<b> & {c}") == "x &lt;b&gt; &amp; {c}"
