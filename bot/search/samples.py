"""Sample questions beside the knowledge: files named after articles, with questions that people asked for each entry.

They measure the search and must not stand in the knowledge itself: `tests/knowledge/id/<article>.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.content.library import Library
from bot.content.loader import LANGUAGE
from bot.content.source import read_yaml
from bot.errors import KnowledgeError, UsageError
from bot.search.harm import Sample

BESIDE_THE_CODE = Path(__file__).parent.parent.parent / "tests" / "knowledge" / LANGUAGE


def read_samples(library: Library, folder: Path | None = None) -> tuple[Sample, ...]:
    """The samples of a folder for the entries of a library, by default those beside the code, where there are some.

    Raises UsageError where a folder that was asked for does not exist, KnowledgeError where a file cannot be read.
    """
    if folder is not None and not folder.is_dir():
        raise UsageError(f"There is no folder {folder}; name one that holds sample questions, or leave --samples out.")
    paths = sorted((folder or BESIDE_THE_CODE).glob("*.yaml"))
    return tuple(sample for path in paths if library.article(path.stem) for sample in _samples(library, path))


def _samples(library: Library, path: Path) -> Iterator[Sample]:
    document = read_yaml(path, path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
    if document.problems:
        raise KnowledgeError([str(problem) for problem in document.problems])
    questions = document.data.get("questions") if isinstance(document.data, dict) else None
    for section, texts in questions.items() if isinstance(questions, dict) else ():
        entry_id = f"{path.stem}/{section}"
        if entry_id in library.entries and isinstance(texts, list):
            for place, text in enumerate(texts):
                line = document.line("questions", section, place)
                yield Sample(str(text), entry_id, document.path.as_posix(), line)
