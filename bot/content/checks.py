"""Holds the files of a language against each other: links, twins, doubles, length and wording."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from bot.content.checklist_models import ChecklistModel, StepModel
from bot.content.learned import LearnedAnswer
from bot.content.models import ArticleModel, EntryModel, QuestionsModel
from bot.content.problems import Problem
from bot.content.source import Document, Spot
from bot.content.validate import Read

Asked = tuple[Document, Spot, str]
"""A question and where it stands."""
Articles = Mapping[str, Read[ArticleModel]]
Questions = Mapping[str, Read[QuestionsModel]]
Checklists = Mapping[str, Read[ChecklistModel]]

MESSAGE_LIMIT = 4096  # characters of one Telegram message after parsing (Bot API: sendMessage)
_ROOM_FOR_FRAME = 600  # the source line with its link, bullets and what a reply puts around an answer
_MIN_PHRASINGS = 1
# Function words that Indonesian never uses: three of them in a short text say that it was left in English.
_ENGLISH = frozenset(
    """
    the and you your are is was were with from that this what when where which who how why can could should would will
    have has had not but for because about into than then they their there more most some such only also
    """.split()  # noqa: SIM905 - a list of quoted words would hide the words
)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_SLUG = 23  # with a section of 40 and what joins them it fills a start payload of 64 (Bot API)
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")  # Bot API: BotCommand
_TAKEN_COMMANDS = frozenset(
    """
    start help bantuan topik tanya lanjut batal riwayat privasi privacy hapusdata pomodoro statistik belum muat
    pengaturan
    """.split()  # noqa: SIM905 - a list of quoted words would hide the words
)
_WORD = re.compile(r"[a-z]+")
_TYPED = frozenset(["phrases", "filler", "says"])  # how people write, in any language


def check_names(root: str, articles: Iterable[str], checklists: Iterable[str]) -> Iterator[Problem]:
    """File names become parts of links and commands: only what fits there."""
    for slug in articles:
        if not _SLUG.fullmatch(slug) or len(slug) > _LONGEST_SLUG:
            path = Path(root, "articles", f"{slug}.yaml")
            cure = f"use small letters, digits and hyphens, at most {_LONGEST_SLUG}"
            yield Problem(path, 1, "this file name cannot be part of a link", cure)
    for name in checklists:
        if not _COMMAND.fullmatch(name) or name in _TAKEN_COMMANDS:
            path = Path(root, "checklists", f"{name}.yaml")
            yield Problem(path, 1, f"/{name} cannot be a command of its own", "use other small letters and digits")


def check_links(
    articles: Articles,
    checklists: Checklists,
    unreadable: Container[str] = (),
    unreadable_checklists: Container[str] = (),
) -> None:
    """Related entries and checklists must exist, and an entry must not lead to itself.

    What points to an `unreadable` article or checklist is left out: its own file tells what is wrong.
    """
    known = {f"{slug}/{section}" for slug, read in articles.items() for section in read.model.entries}
    for slug, (article, document) in articles.items():
        for section, entry in article.entries.items():
            for index, related in enumerate(entry.related):
                spot = ("entries", section, "related", index)
                if related.partition("/")[0] in unreadable:
                    continue
                if related not in known:
                    document.report(spot, f"`{related}` is no entry", nearest(related, known))
                elif related == f"{slug}/{section}" or related in entry.related[:index]:
                    document.report(spot, f"`{related}` leads nowhere new", "name another entry")
            if entry.checklist and entry.checklist not in checklists and entry.checklist not in unreadable_checklists:
                spot_of_checklist = ("entries", section, "checklist")
                document.report(
                    spot_of_checklist, f"`{entry.checklist}` is no checklist", nearest(entry.checklist, checklists)
                )
    for model, document in checklists.values():
        for place, entry_id in _leaned_on(model):
            if entry_id not in known and entry_id.partition("/")[0] not in unreadable:
                document.report(place, f"`{entry_id}` is no entry", nearest(entry_id, known))


def _leaned_on(model: ChecklistModel) -> Iterator[tuple[Spot, str]]:
    """Every entry that a checklist names."""
    for index, entry_id in enumerate(model.entries):
        yield ("entries", index), entry_id
    for area_id, area in model.areas.items():
        yield ("areas", area_id, "entry"), area.entry
        for index, tip in enumerate(area.tips):
            yield ("areas", area_id, "tips", index, "entry"), tip.entry
    for step_id, step in model.steps.items():
        yield from _leaned_on_by_step(("steps", step_id), step)
    for index, advice in enumerate(model.advice):
        yield ("advice", index, "entry"), advice.entry


def _leaned_on_by_step(spot: Spot, step: StepModel) -> Iterator[tuple[Spot, str]]:
    if step.entry:
        yield (*spot, "entry"), step.entry
    if step.task:
        yield (*spot, "task", "entry"), step.task.entry
    for choice_id, choice in step.choices.items():
        if choice.entry:
            yield (*spot, "choices", choice_id, "entry"), choice.entry


def check_twins(articles: Articles, questions: Questions, unreadable: Container[str] = ()) -> None:
    """Every entry has questions, and every question has its entry; `unreadable` articles are left out."""
    for slug, (article, document) in articles.items():
        twin = questions.get(slug)
        if slug in unreadable:
            continue
        for section in article.entries:
            if twin is None or len(twin.model.questions.get(section, [])) < _MIN_PHRASINGS:
                cure = f"add some under `{section}` in questions/{slug}.yaml"
                document.report(("entries", section), f"nobody can ask for `{section}`: it has no questions", cure)
    for slug, (asked, document) in questions.items():
        article_read = articles.get(slug)
        if slug in unreadable:
            continue
        for section in asked.questions:
            if article_read is None or section not in article_read.model.entries:
                cure = f"write the entry in articles/{slug}.yaml, or correct the name"
                document.report(("questions", section), f"`{slug}/{section}` is no entry", cure)


def check_phrasings(questions: Questions, learned: Iterable[Asked] = ()) -> None:
    """No question may stand twice: it could win only for one of the two entries."""
    first: dict[str, tuple[str, int]] = {}
    for document, spot, text in (*_all_phrasings(questions), *learned):
        plain = same_question(text)
        if plain in first:
            path, line = first[plain]
            document.report(spot, f'the question "{text}" stands at {path}:{line} too', "keep only the better place")
        else:
            first[plain] = (document.path.as_posix(), document.line(*spot))


def check_fixed_texts(*documents: Document) -> None:
    """Fixed phrases, small talk replies and checklists are in Indonesian."""
    for document in documents:
        for spot, text in _leaves(document.data, ()):
            if _TYPED.isdisjoint(spot):
                _check_indonesian(document, spot[:-1], {spot[-1]: text})


def _leaves(value: object, spot: Spot) -> Iterator[tuple[Spot, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*spot, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(inner, (*spot, number))
    elif isinstance(value, str) and spot:
        yield spot, value


def check_wording(articles: Articles, checklists: Checklists) -> None:
    """Texts that people read are in Indonesian and fit one message."""
    for article, document in articles.values():
        _check_indonesian(document, (), {"title": article.title, "intro": article.intro})
        for section, entry in article.entries.items():
            check_answer(document, ("entries", section), article.title, entry, section)
    check_fixed_texts(*(document for _, document in checklists.values()))


def check_answer(document: Document, spot: Spot, title: str, answer: EntryModel | LearnedAnswer, section: str) -> None:
    """An answer under an article's title is in Indonesian and fits one message."""
    _check_indonesian(document, spot, {"title": answer.title, "label": answer.label, "short": answer.short})
    for index, detail in enumerate(answer.details):
        _check_indonesian(document, (*spot, "details"), {index: detail})
    length = sum(map(telegram_length, (title, answer.title, answer.short, *answer.details)))
    if length > MESSAGE_LIMIT - _ROOM_FOR_FRAME:
        document.report(spot, f"`{section}` is too long for one message", "shorten or split its details")


def _check_indonesian(document: Document, spot: Spot, texts: Mapping[str | int, str]) -> None:
    for key, text in texts.items():
        words = _WORD.findall(text.casefold())
        english = [word for word in words if word in _ENGLISH]
        if len(english) >= 3 and len(english) * 5 >= len(words):
            document.report((*spot, key), f"this reads as English ({', '.join(english[:3])})", "write it in Indonesian")


def telegram_length(text: str) -> int:
    """A text's length as Telegram counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def _all_phrasings(questions: Questions) -> Iterator[Asked]:
    for model, document in questions.values():
        for section, phrases in model.questions.items():
            for index, text in enumerate(phrases):
                yield document, ("questions", section, index), text
        for index, text in enumerate(model.not_about):
            yield document, ("not_about", index), text


def nearest(name: str, known: Iterable[str]) -> str:
    """A cure for a name that is not known: the one that was probably meant."""
    found = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"did you mean `{found[0]}`?" if found else "check its spelling"


def same_question(text: str) -> str:
    """What two questions have in common that are the same but for capitals, blanks and the signs at their end."""
    return " ".join(text.casefold().split()).rstrip("?!. ")
