"""Loads the knowledge of one language: every file read, validated and held against the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.content.adopting import learned_phrasings, with_learned_entries
from bot.content.checklist_checks import check_checklists
from bot.content.checklist_models import ChecklistModel, checklist_of
from bot.content.checks import (
    Articles,
    Checklists,
    Questions,
    check_fixed_texts,
    check_links,
    check_names,
    check_phrasings,
    check_twins,
    check_wording,
)
from bot.content.learned import FILE as LEARNED
from bot.content.learned import Learned
from bot.content.learned_checks import check_learned, learned_questions
from bot.content.library import (
    Article,
    Crisis,
    Entry,
    Library,
    Phrasing,
    SmallTalk,
    Words,
    short_key,
)
from bot.content.models import (
    ArticleModel,
    CrisisModel,
    GroupModel,
    OutsideModel,
    QuestionsModel,
    SmallTalkFileModel,
    WordsModel,
)
from bot.content.problems import Problem
from bot.content.source import Document, parse_yaml, read_yaml
from bot.content.texts import Texts
from bot.content.unfinished import check_unfinished
from bot.content.validate import Model, Read, validated
from bot.errors import KnowledgeError

LANGUAGE = "id"


@dataclass
class _Reader:
    """Reads the files of one language and keeps their documents and faults."""

    root: Path
    documents: list[Document] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)  # of no single line in a document

    def file(self, name: str, model: type[Model]) -> Read[Model] | None:
        """One file below the language's folder, or None where it cannot be used."""
        document = read_yaml(self.root / name, self.shown(name))
        self.documents.append(document)
        found = validated(document, model)
        return Read(found, document) if found is not None else None

    def folder(self, folder: str, model: type[Model]) -> dict[str, Read[Model]]:
        """Every YAML file of one folder by the stem of its name, in the order of names."""
        names = sorted(path.name for path in (self.root / folder).glob("*.yaml"))
        read = {Path(name).stem: self.file(f"{folder}/{name}", model) for name in names}
        return {stem: pair for stem, pair in read.items() if pair is not None}

    def learned(self, text: str | None) -> Read[Learned] | None:
        """What was learned, from a text or else the file; None where there is no file or it cannot be used."""
        path = self.root / LEARNED
        if text is None and not path.exists():
            return None
        shown = self.shown(LEARNED)
        document = read_yaml(path, shown, may_be_empty=True) if text is None else parse_yaml(text, shown)
        self.documents.append(document)
        if document.data is None:
            return None
        found = validated(document, Learned)
        return Read(found, document) if found is not None else None

    def unreadable(self, folder: str) -> set[str]:
        """The stems of files of a folder that could not be used."""
        broken = (document.path for document in self.documents if document.problems and not document.usable)
        return {path.stem for path in broken if path.parent.name == folder}

    def stray_files(self) -> Iterator[Problem]:
        """Files that nobody would ever read, such as `articles/baru.yml`."""
        read = {document.path for document in self.documents}
        for path in sorted(self.root.rglob("*")):
            shown = self.shown(path.relative_to(self.root).as_posix())
            if path.is_file() and not path.name.startswith(".") and shown not in read:
                yield Problem(shown, 1, "the bot never reads this file", "give it its right name or move it away")

    def shown(self, name: str) -> Path:
        """A file's path as problems show it, from the knowledge folder on."""
        return Path(self.root.parent.name, self.root.name, name)


def load_library(knowledge_dir: Path, learned: str | None = None) -> Library:
    """The knowledge as `inspect_knowledge` reads it; raises KnowledgeError with every problem where there is one."""
    library, problems = inspect_knowledge(knowledge_dir, learned)
    if library is None or problems:
        raise KnowledgeError([str(problem) for problem in problems])
    return library


def inspect_knowledge(knowledge_dir: Path, learned: str | None = None) -> tuple[Library | None, list[Problem]]:
    """The knowledge under `knowledge_dir` (None where a file cannot be used) and every problem, in file order.

    A text that is given as `learned` stands in the place of the file learned.yaml; "" holds nothing.
    """
    root = knowledge_dir / LANGUAGE
    if not root.is_dir():
        problem = Problem(root, 1, "there is no such folder", "set KNOWLEDGE_DIR to the folder that holds `id/`")
        return None, [problem]
    reader = _Reader(root)
    library = _assembled(reader, learned)
    problems = {problem for document in reader.documents for problem in document.problems}
    problems |= {*reader.problems, *reader.stray_files()}
    if library is not None:
        problems |= set(_key_clashes(library, reader))
    return library, sorted(problems)


def _assembled(reader: _Reader, learned_text: str | None) -> Library | None:
    """Every file read and held against the others; None where one that is needed cannot be used."""
    articles = reader.folder("articles", ArticleModel)
    questions = reader.folder("questions", QuestionsModel)
    checklists = reader.folder("checklists", ChecklistModel)
    words = reader.file("language/words.yaml", WordsModel)
    small_talk = reader.file("language/smalltalk.yaml", SmallTalkFileModel)
    outside = reader.file("language/outside.yaml", OutsideModel)
    crisis = reader.file("language/crisis.yaml", CrisisModel)
    group = reader.file("language/group.yaml", GroupModel)
    texts = reader.file("texts.yaml", Texts)
    learned = reader.learned(learned_text)
    _check(reader, articles, questions, checklists, learned)
    check_fixed_texts(*(read.document for read in (small_talk, texts) if read))
    check_unfinished(reader.documents)
    if not (articles and words and small_talk and outside and crisis and group and texts):
        return None
    if learned:
        check_learned(learned, articles, texts.model.operators.title, reader.unreadable("articles"))
    else:
        learned = Read(Learned(), Document(reader.shown(LEARNED)))
    known = with_learned_entries(_articles(articles), learned.model, texts.model.operators)
    return Library(
        articles=known,
        checklists=tuple(checklist_of(name, read.model) for name, read in checklists.items()),
        phrasings=(*_phrasings({**questions, "": _as_questions(outside)}), *learned_phrasings(learned, known)),
        small_talk=tuple(_small_talk(small_talk.model)),
        filler=tuple(small_talk.model.filler),
        words=_words(words.model),
        crisis=_crisis(crisis.model),
        chatter=tuple(group.model.chatter),
        texts=texts.model,
    )


def _check(
    reader: _Reader, articles: Articles, questions: Questions, checklists: Checklists, learned: Read[Learned] | None
) -> None:
    unreadable = reader.unreadable("articles") | reader.unreadable("questions")
    check_links(articles, checklists, unreadable, reader.unreadable("checklists"))
    check_twins(articles, questions, unreadable)
    check_phrasings(questions, learned_questions(learned) if learned else ())
    check_wording(articles, checklists)
    check_checklists(checklists)
    reader.problems += check_names(reader.shown("").as_posix(), articles, checklists)
    if not articles and not unreadable:
        reader.problems.append(Problem(reader.shown("articles"), 1, "no article stands here", "add one"))


def _small_talk(model: SmallTalkFileModel) -> Iterator[SmallTalk]:
    for kind, talk in model.kinds.items():
        yield SmallTalk(kind, tuple(talk.phrases), talk.reply, talk.courtesy, talk.between, talk.in_group or "")


def _articles(articles: dict[str, Read[ArticleModel]]) -> Iterator[Article]:
    for slug, read in sorted(articles.items(), key=lambda item: (item[1].model.order, item[0])):
        model = read.model
        entries = tuple(
            Entry(
                id=f"{slug}/{section}",
                title=entry.title,
                label=entry.label,
                short=entry.short,
                details=tuple(entry.details),
                related=tuple(entry.related),
                checklist=entry.checklist,
            )
            for section, entry in model.entries.items()
        )
        yield Article(slug, model.title, model.label, model.emoji, model.link, model.intro, entries)


def _as_questions(outside: Read[OutsideModel]) -> Read[QuestionsModel]:
    return Read(QuestionsModel(questions={}, not_about=outside.model.not_about), outside.document)


def _phrasings(questions: dict[str, Read[QuestionsModel]]) -> Iterator[Phrasing]:
    for slug, (model, document) in questions.items():
        path = document.path.as_posix()
        for section, phrases in model.questions.items():
            for index, text in enumerate(phrases):
                yield Phrasing(text, f"{slug}/{section}", path, document.line("questions", section, index))
        for index, text in enumerate(model.not_about):
            yield Phrasing(text, None, path, document.line("not_about", index))


def _words(model: WordsModel) -> Words:
    return Words(
        slang=dict(model.slang),
        synonyms=tuple(tuple(group) for group in model.synonyms),
        stop_words=frozenset(model.stop_words),
        question_words=frozenset(model.question_words),
    )


def _crisis(model: CrisisModel) -> Crisis:
    return Crisis(
        phrases=tuple(model.phrases),
        harmless=tuple(model.harmless),
        messages=tuple(model.messages),
        look_alikes=tuple(model.look_alikes),
    )


def _key_clashes(library: Library, reader: _Reader) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for name in library.names():
        if (other := seen.setdefault(short_key(name), name)) != name:
            path = reader.shown("articles")
            yield Problem(path, 1, f"the names {other} and {name} share one button key", "rename either of them")
