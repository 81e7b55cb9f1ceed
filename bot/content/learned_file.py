"""`learned.yaml` as text: read, written, and two versions of it made one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from bot.content.learned import FILE, Learned, LearnedAnswer, LearnedPhrasing
from bot.content.models import StrictModel
from bot.content.source import Document, parse_yaml
from bot.content.validate import Model, validated
from bot.errors import KnowledgeError

_Item = TypeVar("_Item")

_HEAD = """\
# yaml-language-server: $schema=../schema/learned.json
# Semua yang diajarkan pengelola ke bot lewat /belum dan lewat balasan mereka. Berkas ini ditulis oleh bot.
# - phrasings: cara bertanya yang ditambahkan ke sebuah jawaban (artikel/bagian).
# - answers: jawaban yang ditulis pengelola sendiri. Yang masih "draft: true" belum tayang.
# Isinya boleh diubah atau dihapus, kecuali angka version. Satu tanda - di tepi kiri beserta semua baris di bawahnya,
# sampai tanda - berikutnya, adalah satu kesatuan: kalau mau menghapus, hapus semuanya.
# Sesudah itu jalankan python -m bot check, lalu kirim /muat ke bot supaya dipakai.
"""
# What JSON leaves as it is, but YAML takes for the end of a line or refuses.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def learned_text(learned: Learned) -> str:
    """The file's text: the same for the same content, one line for each text, fields in the order of their models."""
    lines = [f"version: {learned.version}", *_listed("phrasings", learned.phrasings)]
    lines += _listed("answers", learned.answers)
    return _HEAD + "\n".join(lines) + "\n"


def read_learned(text: str) -> Learned:
    """The content of a file's text, nothing where that holds nothing; raises KnowledgeError with every problem."""
    document = parse_yaml(text, Path(FILE))
    learned = validated(document, Learned) if document.data is not None else Learned()
    if learned is None or document.problems:
        raise KnowledgeError([str(problem) for problem in document.problems])
    return learned


def taught(model: type[Model], fields: Mapping[str, object]) -> Model:
    """A LearnedPhrasing or LearnedAnswer of some fields; raises KnowledgeError where they do not fit it."""
    document = Document(Path(FILE), dict(fields))
    found = validated(document, model)
    if found is None:
        raise KnowledgeError([str(problem) for problem in document.problems])
    return found


def merged(theirs: Learned, ours: Learned) -> Learned:
    """The file's content (`theirs`) and the database's (`ours`) as one.

    Where the file's version is the database's or a higher one, it was written last or edited by hand since then: it
    wins whole, so that what was deleted from it stays deleted. Where it is lower, the file lacks what was taught in
    another process: the union of both, in which the database's wording stands where both hold the same (an entry's
    phrasing whatever its capitals, an answer by its entry id).
    """
    if theirs.version >= ours.version:
        return theirs
    return Learned(
        version=ours.version,
        phrasings=_union(ours.phrasings, theirs.phrasings, phrasing_key),
        answers=_union(ours.answers, theirs.answers, lambda answer: answer.entry_id),
    )


def phrasing_key(phrasing: LearnedPhrasing) -> tuple[str, str]:
    """What makes two phrasings the same: their entry, and their text whatever its capitals."""
    return phrasing.entry, phrasing.text.casefold()


def _union(first: Sequence[_Item], second: Sequence[_Item], key: Callable[[_Item], Hashable]) -> list[_Item]:
    held = {key(item) for item in first}
    return [*first, *(item for item in second if key(item) not in held)]


def _listed(name: str, items: Sequence[LearnedPhrasing | LearnedAnswer]) -> Iterator[str]:
    if not items:
        yield f"{name}: []"
        return
    yield f"{name}:"
    for item in items:
        for number, line in enumerate(_fields(item)):
            yield f"  {'  ' if number else '- '}{line}"


def _fields(item: StrictModel) -> Iterator[str]:
    for name in type(item).model_fields:
        value = getattr(item, name)
        if isinstance(value, list) and value:
            yield f"{name}:"
            yield from (f"  - {_quoted(text)}" for text in value)
        elif isinstance(value, list):
            yield f"{name}: []"
        elif isinstance(value, bool):
            yield f"{name}: {str(value).lower()}"
        else:
            yield f"{name}: {_quoted(value)}"


def _quoted(text: str) -> str:
    """A text between double quotes on one line: JSON's escapes are YAML's too."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
