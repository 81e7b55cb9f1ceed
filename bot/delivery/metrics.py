"""What the process counts and times, for Prometheus; never who or what was said."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from telegram import Update

_SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


@dataclass
class Measured:
    """An update that is being timed; its outcome is set before the end."""

    outcome: str = ""


class Metrics:
    """Counters and histograms of one process, in a registry of their own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._updates = Counter(
            "kawan_updates", "Updates by kind and outcome", ["kind", "outcome"], registry=self._registry
        )
        self._seconds = Histogram(
            "kawan_update_seconds",
            "From the turn of an update to its commit",
            ["kind"],
            registry=self._registry,
            buckets=_SECONDS,
        )
        self._in_flight = Gauge("kawan_updates_in_flight", "Updates that are being handled", registry=self._registry)
        self._decisions = Counter("kawan_decisions", "Questions by decision", ["decision"], registry=self._registry)
        self._calls = Histogram(
            "kawan_bot_api_seconds",
            "Calls of the Bot API by method and status",
            ["method", "status"],
            registry=self._registry,
            buckets=_SECONDS,
        )

    @contextmanager
    def update(self, update: Update) -> Iterator[Measured]:
        """Time the handling of an update."""
        kind, measured = kind_of(update), Measured()
        began = time.perf_counter()
        self._in_flight.inc()
        try:
            yield measured
        finally:
            self._in_flight.dec()
            self._updates.labels(kind, measured.outcome).inc()
            self._seconds.labels(kind).observe(time.perf_counter() - began)

    def decided(self, decision: str) -> None:
        """Count a question's decision."""
        self._decisions.labels(decision).inc()

    def called(self, method: str, status: str, seconds: float) -> None:
        """Count and time a call of the Bot API."""
        self._calls.labels(method, status).observe(seconds)

    def page(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self._registry)


def kind_of(update: Update) -> str:
    """Which of Telegram's kinds an update is; "other" for those that are not read."""
    for kind in Update.ALL_TYPES:
        if getattr(update, kind) is not None:
            return str(kind)
    return "other"
