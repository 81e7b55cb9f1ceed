"""A fault in a knowledge file, told so that whoever wrote the file can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: where it stands (line counts from 1), what is wrong and how to mend it."""

    path: Path
    line: int
    what: str
    cure: str

    def __str__(self) -> str:
        return f"{self.path.as_posix()}:{self.line}: {self.what}; {self.cure}"
