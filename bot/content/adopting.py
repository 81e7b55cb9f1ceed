"""Takes what was learned into a library: answers become entries, questions become phrasings with their own place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.content.learned import BY_OPERATORS, Learned, LearnedAnswer
from bot.content.library import Article, Entry, Phrasing
from bot.content.operators_texts import OperatorsTexts
from bot.content.validate import Read


def with_learned_entries(
    articles: Iterable[Article], learned: Learned, operators: OperatorsTexts
) -> tuple[Article, ...]:
    """The articles with the answers that were learned at their ends; the operators' own have an article, the last.

    Drafts are left out, and so is what cannot be placed: another article's, or one whose section is taken.
    """
    found = {article.slug: article for article in articles}
    for answer in (answer for answer in learned.answers if not answer.draft):
        if answer.article == BY_OPERATORS:
            found.setdefault(BY_OPERATORS, _operators_article(operators))
        article = found.get(answer.article)
        if article and all(entry.id != answer.entry_id for entry in article.entries):
            found[answer.article] = replace(article, entries=(*article.entries, _entry(answer)))
    return tuple(found.values())


def learned_phrasings(read: Read[Learned], articles: Iterable[Article]) -> Iterator[Phrasing]:
    """Every question that was learned for one of the entries."""
    learned, document = read
    known = {entry.id for article in articles for entry in article.entries}
    path = document.path.as_posix()
    for number, phrasing in enumerate(learned.phrasings):
        if phrasing.entry in known:
            line = document.line("phrasings", number, "text")
            yield Phrasing(phrasing.text, phrasing.entry, path, line, learned=True)
    for number, answer in enumerate(learned.answers):
        if answer.entry_id in known and not answer.draft:
            for place, text in enumerate(answer.questions):
                line = document.line("answers", number, "questions", place)
                yield Phrasing(text, answer.entry_id, path, line, learned=True)


def _operators_article(texts: OperatorsTexts) -> Article:
    return Article(BY_OPERATORS, texts.title, texts.label, texts.emoji, "", texts.intro, ())


def _entry(answer: LearnedAnswer) -> Entry:
    return Entry(
        id=answer.entry_id,
        title=answer.title,
        label=answer.label,
        short=answer.short,
        details=tuple(answer.details),
        related=(),
        checklist=None,
        learned=True,
    )
