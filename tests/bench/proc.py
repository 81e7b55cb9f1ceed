"""Child processes of the benchmark: started with a log file, watched through /proc (Linux), always stopped."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parent.parent.parent
_TICKS = os.sysconf("SC_CLK_TCK")
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_STOP_WITHIN = 10.0  # seconds
_TAIL = 5  # lines of a log that are shown


class Child:
    """One process; it dies with this one, however this one ends."""

    def __init__(
        self, command: Sequence[str], log: Path, env: Mapping[str, str] | None = None, *, talks: bool = False
    ) -> None:
        self._log = log
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **(env or {})},
                stdin=subprocess.PIPE if talks else subprocess.DEVNULL,
                stdout=subprocess.PIPE if talks else errors,
                stderr=errors,
                text=True,
                preexec_fn=die_with_parent,
            )
        self.pid = self._process.pid

    @property
    def output(self) -> IO[str]:
        """What a child that talks prints."""
        assert self._process.stdout is not None
        return self._process.stdout

    @property
    def runs(self) -> bool:
        """Whether it is still there."""
        return self._process.poll() is None

    def wait(self, seconds: float) -> int:
        """Its exit code; raises subprocess.TimeoutExpired."""
        return self._process.wait(seconds)

    def communicate(self, seconds: float) -> str:
        """All that a child that talks prints until it ends; raises subprocess.TimeoutExpired."""
        return self._process.communicate(timeout=seconds)[0]

    def stop(self) -> None:
        """Ask it to stop; make it stop."""
        if self.runs:
            self._process.terminate()
            try:
                self._process.wait(_STOP_WITHIN)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def last_words(self) -> str:
        """The end of its log, for a message."""
        lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        return " | ".join(line.strip() for line in lines[-_TAIL:])


def die_with_parent() -> None:
    """Have the kernel end this process when its parent ends, even if that is killed (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGTERM)


def cpu_seconds(pid: int) -> float:
    """User and system time that a process has used; 0 once it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS


def machine_cpu_seconds() -> float:
    """Time that all processors of the machine were busy, whoever kept them so; 0 where /proc does not say."""
    try:
        fields = Path("/proc/stat").read_text(encoding="utf-8").splitlines()[0].split()[1:9]
    except OSError:
        return 0.0
    user, nice, system, _idle, _iowait, irq, softirq, steal = map(int, fields)
    return (user + nice + system + irq + softirq + steal) / _TICKS


def memory_mb(pid: int) -> tuple[float, float]:
    """Resident memory of a process in MB: now, and the most it ever was; zeros once it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0, 0.0
    sizes = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    now, most = (int(sizes.get(name, "0 kB").split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
    return now, most
