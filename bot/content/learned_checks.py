"""Holds `learned.yaml` against the articles: what it adds to must exist, and what it adds must be as theirs is."""

from __future__ import annotations

from collections.abc import Container, Iterator

from bot.content.checks import Articles, Asked, check_answer, nearest
from bot.content.learned import BY_OPERATORS, Learned
from bot.content.source import Document, Spot
from bot.content.validate import Read


def check_learned(
    read: Read[Learned], articles: Articles, operators_title: str, unreadable: Container[str] = ()
) -> None:
    """Report every fault of what was learned; what belongs to an `unreadable` article is left out.

    `operators_title` is the title of the article that holds the operators' own answers.
    """
    _check_sections(read, articles, unreadable)
    _check_entries(read, articles, unreadable)
    asked = {phrasing.entry for phrasing in read.model.phrasings}
    for number, answer in enumerate(read.model.answers):
        spot = ("answers", number)
        article = articles.get(answer.article)
        check_answer(read.document, spot, article.model.title if article else operators_title, answer, answer.section)
        if not (answer.draft or answer.questions or answer.entry_id in asked):
            what = f"nobody can ask for `{answer.section}`: it has no questions"
            read.document.report(spot, what, "add some under its `questions`, or write `draft: true`")


def learned_questions(read: Read[Learned]) -> Iterator[Asked]:
    """Every question that was learned, with its place; a draft's may stand elsewhere, as it answers nobody yet."""
    learned, document = read
    for number, phrasing in enumerate(learned.phrasings):
        yield document, ("phrasings", number, "text"), phrasing.text
    for number, answer in enumerate(learned.answers):
        for place, text in enumerate([] if answer.draft else answer.questions):
            yield document, ("answers", number, "questions", place), text


def _check_sections(read: Read[Learned], articles: Articles, unreadable: Container[str]) -> None:
    """Every answer has an article, and a section there that nothing else has."""
    learned, document = read
    first: dict[str, int] = {}
    for number, answer in enumerate(learned.answers):
        spot: Spot = ("answers", number)
        if answer.article in unreadable:
            continue
        article = articles.get(answer.article)
        if article is None and answer.article != BY_OPERATORS:
            cure = f"{nearest(answer.article, articles)} (`{BY_OPERATORS}` belongs to none)"
            document.report((*spot, "article"), f"`{answer.article}` is no article", cure)
        if article and answer.section in article.model.entries:
            where = f"{article.document.path.as_posix()}:{article.document.line('entries', answer.section)}"
            _report_taken(document, (*spot, "section"), answer.entry_id, where)
        elif answer.entry_id in first:
            line = document.line("answers", first[answer.entry_id], "section")
            _report_taken(document, (*spot, "section"), answer.entry_id, f"{document.path.as_posix()}:{line}")
        first.setdefault(answer.entry_id, number)


def _report_taken(document: Document, spot: Spot, entry_id: str, where: str) -> None:
    document.report(spot, f"`{entry_id}` stands at {where} too", "give this one another section, or delete it")


def _check_entries(read: Read[Learned], articles: Articles, unreadable: Container[str]) -> None:
    """Every phrasing asks for something that can be answered."""
    learned, document = read
    known = {f"{slug}/{section}" for slug, article in articles.items() for section in article.model.entries}
    known |= {answer.entry_id for answer in learned.answers if not answer.draft}
    drafts = {answer.entry_id for answer in learned.answers if answer.draft}
    for number, phrasing in enumerate(learned.phrasings):
        if phrasing.entry in known or phrasing.entry.partition("/")[0] in unreadable:
            continue
        spot = ("phrasings", number, "entry")
        if phrasing.entry in drafts:
            cure = "write `draft: false` there, or delete this phrasing"
            document.report(spot, f"`{phrasing.entry}` is only a draft", cure)
        else:
            cure = f"{nearest(phrasing.entry, known)} Or delete this phrasing"
            document.report(spot, f"`{phrasing.entry}` is no entry (any more)", cure)
