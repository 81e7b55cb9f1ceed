"""Makes the two files of a new article, with comments that explain every field to the owner of the knowledge.

What stands in the files is Indonesian, as in the files beside them: their owner reads it. The fields are explained by
the same descriptions as in the editor's schema. Everything still to be written is a placeholder, which the check finds.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.content.checks import check_names
from bot.content.learned import BY_OPERATORS
from bot.content.loader import LANGUAGE
from bot.content.models import ArticleModel, EntryModel, QuestionsModel, Title
from bot.content.schema import schema_of
from bot.content.source import read_yaml
from bot.content.unfinished import placeholder
from bot.errors import UsageError

_WIDTH = 110
_FOLDERS = ("articles", "questions")
_SECTION = "ringkasan"
_EXAMPLE = "judul-artikel"
_EMOJI = "📝"
_ARTICLE_HEAD = """\
# yaml-language-server: $schema=../../schema/article.json
# Artikel baru. Ganti semua yang berbentuk "[tulis: ...]" dengan kata-katamu sendiri; sisanya boleh dibiarkan.
# Isinya cukup dari artikelmu, diceritakan lagi dengan kalimat baru dan gaya ngobrol.
#
# Supaya bot bisa membacanya:
#   - Tiap tulisan diapit tanda kutip lurus: "begini". Butuh tanda kutip di dalamnya? Pakai 'yang tunggal'.
#   - Satu tulisan tetap di satu baris, sepanjang apa pun.
#   - Jarak di awal baris itu penting. Ikuti contohnya, pakai spasi, bukan tombol Tab.
#   - Kata sebelum titik dua (title, label, ...) dibaca mesin, jadi jangan diganti.
#   - Baris yang diawali # cuma catatan buat kamu. Bot tidak membacanya; boleh dihapus.
# Pasangannya: questions/{slug}.yaml. Sesudah mengisi keduanya, jalankan: python -m bot check
"""
_MORE_SECTIONS = f"""\

# Mau menambah bagian? Salin semua baris dari "  {_SECTION}:" sampai "related", tempel di bawah sini, lalu ganti
# nama "{_SECTION}" dengan nama lain, misalnya "biaya". Bagian baru juga perlu pertanyaannya sendiri di berkas
# questions/{{slug}}.yaml.
"""
_QUESTIONS_HEAD = """\
# yaml-language-server: $schema=../../schema/questions.json
# Cara orang menanyakan isi artikel {slug}. Tambah baris sebanyak yang kamu mau.
# Ganti semua yang berbentuk "[tulis: ...]". Pasangannya: articles/{slug}.yaml.
"""
_WAYS_OF_ASKING = (
    "pertanyaan dengan bahasa resmi",
    "pertanyaan gaya chat, lengkap dengan singkatan dan salah ketik",
    "keluhan atau cerita, tanpa tanda tanya",
    "satu dua kata kunci saja",
    "pertanyaan dalam bahasa Inggris",
)


def new_article(knowledge_dir: Path, slug: str, title: str | None = None) -> list[Path]:
    """Make the article's file and its questions' file, both or none, and return their paths; raises UsageError.

    A file that is there is never touched.
    """
    _refuse_name(slug)
    root = knowledge_dir / LANGUAGE
    texts = {"articles": article_text(slug, _next_order(root), _fitting(title)), "questions": questions_text(slug)}
    files = {root / folder / f"{slug}.yaml": texts[folder] for folder in _FOLDERS}
    for path in files:
        if not path.parent.is_dir():
            raise UsageError(f"There is no folder {path.parent}; set KNOWLEDGE_DIR to the folder that holds `id/`.")
        if path.exists():
            raise UsageError(f"{path} exists already, and nothing was changed; edit it, or choose another name.")
    _write(files)
    return list(files)


def article_text(slug: str, order: int, title: str | None = None) -> str:
    """The article's file: explained fields, and placeholders that fit their model."""
    article, entry = schema_of(ArticleModel), schema_of(EntryModel)
    values = {
        "title": _quoted(title or placeholder("judul artikel")),
        "label": _quoted(placeholder("judul pendek")),
        "emoji": _quoted(_EMOJI),
        "link": '""',
        "order": str(order),
        "intro": _quoted(placeholder("satu kalimat tentang isi artikel")),
    }
    details = [placeholder("poin pertama"), placeholder("poin kedua, dan seterusnya")]
    entry_values = {
        "title": _quoted(placeholder("pertanyaan yang dijawab")),
        "label": _quoted(placeholder("nama bagian")),
        "short": _quoted(placeholder("jawaban singkat, dua sampai empat kalimat")),
        "details": "".join(f"\n      - {_quoted(detail)}" for detail in details).removeprefix(" "),
        "related": "[]",
    }
    return "".join(
        [
            _ARTICLE_HEAD.format(slug=slug),
            *(_field(article, name, value) for name, value in values.items()),
            _field(article, "entries", ""),
            f"  {_SECTION}:\n",
            *(_field(entry, name, value, indent=4, between="") for name, value in entry_values.items()),
            _commented(_explained(entry, "checklist"), 4),
            "    # checklist: burnout\n",
            _MORE_SECTIONS.format(slug=slug),
        ]
    )


def questions_text(slug: str) -> str:
    """The questions' file; the placeholders name the article, as no question may stand twice in the knowledge."""
    schema = schema_of(QuestionsModel)
    asked = "".join(f"    - {_quoted(placeholder(f'{way} ({slug})'))}\n" for way in _WAYS_OF_ASKING)
    near = f"\n  - {_quoted(placeholder(f'pertanyaan yang mirip, tapi tidak dijawab artikelnya ({slug})'))}"
    return (
        _QUESTIONS_HEAD.format(slug=slug)
        + _field(schema, "questions", "")
        + f"  {_SECTION}:\n{asked}"
        + _field(schema, "not_about", near)
    )


def mended_slug(name: str) -> str:
    """The name that somebody probably meant, as it fits: `Biaya Admin.yaml` becomes `biaya-admin`."""
    stem = re.sub(r"\.ya?ml$", "", re.split(r"[\\/]", name.strip())[-1], flags=re.IGNORECASE)
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    while len(words) > 1 and not _fits("-".join(words)):
        words.pop()
    slug = "-".join(words) or _EXAMPLE
    while not _fits(slug):
        slug = slug[:-1]
    return slug


def _refuse_name(slug: str) -> None:
    if not _fits(slug):
        cure = next(check_names("", [slug], [])).cure
        raise UsageError(
            f'"{slug}" cannot be an article\'s name, because it becomes part of a link: {cure}. '
            f"This would do: python -m bot new-article {mended_slug(slug)}"
        )
    if slug == BY_OPERATORS:
        raise UsageError(f'"{slug}" is the name of what operators write themselves; choose another name.')


def _fits(slug: str) -> bool:
    return not any(check_names("", [slug], []))


def _fitting(title: str | None) -> str | None:
    """The title as it will stand in the file; raises UsageError where the bot would refuse it there."""
    if title is None:
        return None
    words = " ".join(title.split())
    if not words.isprintable():
        raise UsageError("The title holds a character that cannot be shown; type it anew, without copying it.")
    limits = schema_of(ArticleModel)["properties"]["title"]
    try:
        TypeAdapter(Title).validate_python(words)
    except ValidationError:
        raise UsageError(
            f"A title has {limits['minLength']} to {limits['maxLength']} letters, and this one has {len(words)}; "
            "shorten or lengthen it, or leave --title out and write it in the file."
        ) from None
    return words


def _next_order(root: Path) -> int:
    """One more than the last article's; files that cannot be read do not count."""
    found = [read_yaml(path).data for path in (root / "articles").glob("*.yaml")]
    orders = [data["order"] for data in found if isinstance(data, dict) and type(data.get("order")) is int]
    return max(orders, default=0) + 1


def _write(files: dict[Path, str]) -> None:
    made: list[Path] = []
    try:
        for path, text in files.items():
            with path.open("x", encoding="utf-8", newline="\n") as file:
                made.append(path)
                file.write(text)
    except BaseException as error:  # Ctrl+C too must not leave half an article
        for path in made:
            path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise UsageError(
                f"The article cannot be written ({error.strerror}: {error.filename or path}); nothing was changed. "
                "Check that the folder may be written to."
            ) from None
        raise


def _field(schema: dict[str, Any], name: str, value: str, indent: int = 0, between: str = "\n") -> str:
    """A field under its explanation; the value may begin with a line's end."""
    pad = " " * indent
    line = f"{pad}{name}:{'' if value.startswith(chr(10)) or not value else ' '}{value}\n"
    return between + _commented(_explained(schema, name), indent) + line


def _explained(schema: dict[str, Any], name: str) -> str:
    return str(schema["properties"][name]["description"])


def _commented(text: str, indent: int) -> str:
    return "".join(f"{line}\n" for line in _lines(text, " " * indent + "# "))


def _lines(text: str, prefix: str) -> Iterator[str]:
    yield from wrap(text, _WIDTH, initial_indent=prefix, subsequent_indent=prefix, break_on_hyphens=False)


def _quoted(text: str) -> str:
    """The text in double quotes, as YAML reads it back."""
    return json.dumps(text, ensure_ascii=False)
