"""`learned.yaml` on this process's disk: read, and replaced as one, but never over what nobody has read."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from contextlib import suppress
from pathlib import Path

import structlog

from bot.content.learned import FILE, Learned
from bot.content.learned_file import learned_text, read_learned
from bot.content.loader import LANGUAGE
from bot.errors import KnowledgeError

log = structlog.stdlib.get_logger(__name__)

_SEAL = "# Segel bot, jangan diubah: "
_SEALED = re.compile(rf"(.*\n){re.escape(_SEAL)}([0-9a-f]+)\n", re.DOTALL)
_SEAL_LENGTH = 16


class FileChangedError(Exception):
    """Somebody changed the file since it was read."""


class Found:
    """The file as it was when it was read; `content` is None where there was none."""

    def __init__(self, content: bytes | None) -> None:
        self.content = content

    @property
    def untouched(self) -> bool:
        """Whether it is missing, or as a process wrote it, so that whatever replaces it loses nobody's work."""
        if self.content is None:
            return True
        try:
            sealed = _SEALED.fullmatch(self._text)
        except KnowledgeError:
            return False
        return sealed is not None and sealed[2] == _seal(sealed[1])

    def learned(self) -> Learned | None:
        """What it holds; None where there is no file. Raises KnowledgeError."""
        return None if self.content is None else read_learned(self._text)

    def holds(self, learned: Learned) -> bool:
        """Whether it holds this, whatever its version; nothing is held where there is no file."""
        try:
            return alike(self.learned() or Learned(), learned)
        except KnowledgeError:
            return False

    @property
    def _text(self) -> str:
        try:
            text = (self.content or b"").decode("utf-8-sig")
        except UnicodeDecodeError:
            raise KnowledgeError([f"{FILE}:1: the file is not UTF-8 text; save it again as UTF-8"]) from None
        return text.replace("\r\n", "\n")


class LearnedFile:
    """The file in a folder of knowledge; it is only read unless it `writes`."""

    def __init__(self, folder: Path, *, writes: bool) -> None:
        self._path = folder / LANGUAGE / FILE
        self._writes = writes
        self._complained = False

    def read(self) -> Found:
        """The file as it is now; raises KnowledgeError where it cannot be read."""
        try:
            return Found(self._path.read_bytes())
        except FileNotFoundError:
            return Found(None)
        except OSError as error:
            reason = f"{FILE}:1: the file cannot be read ({error.strerror}); check that it may be read"
            raise KnowledgeError([reason]) from None

    def write(self, learned: Learned, over: Found) -> bool:
        """Put this in the place of what was read; False where this disk does not hold it then.

        Raises FileChangedError where the file is no longer what was read.
        """
        content = sealed(learned).encode()
        if over.content == content or (over.content is None and alike(learned, Learned())):
            return True
        if self._writes:
            try:
                self._replace(content, over)
            except OSError as error:
                self._complain(error)
            else:
                return True
        return over.holds(learned)

    def _replace(self, content: bytes, over: Found) -> None:
        fresh = self._path.with_name(f".{FILE}.{os.getpid()}")  # on the same disk; the checker passes over such names
        try:
            with fresh.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileNotFoundError):
                shutil.copymode(self._path, fresh)
            if self._path.read_bytes() != over.content if self._path.exists() else over.content is not None:
                raise FileChangedError
            fresh.replace(self._path)
        finally:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)

    def _complain(self, error: OSError) -> None:
        """Say once that the file cannot be written: a container's disk may be read-only for good."""
        if not self._complained:
            self._complained = True
            log.warning("learned.yaml cannot be written, it is kept in the database alone", reason=error.strerror)


def alike(one: Learned, other: Learned) -> bool:
    """Whether both hold the same, whatever their versions."""
    return (one.phrasings, one.answers) == (other.phrasings, other.answers)


def sealed(learned: Learned) -> str:
    """The file's text, with a last line by which it is known as untouched."""
    text = learned_text(learned)
    return f"{text}{_SEAL}{_seal(text)}\n"


def _seal(text: str) -> str:
    return hashlib.blake2b(text.encode()).hexdigest()[:_SEAL_LENGTH]
