"""What a method came to lately, remembered by each object for itself.

`functools.lru_cache` on a method has one cache for all objects of the class, which keeps them alive and lets a new
version of the knowledge push out what the one in use remembers.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

Self = TypeVar("Self")
Given = ParamSpec("Given")
Got = TypeVar("Got")


class _Remembered(Generic[Self, Given, Got]):
    """Puts the cache into the object as it is first asked for; from then on Python finds it there."""

    def __init__(self, method: Callable[Concatenate[Self, Given], Got], most: int) -> None:
        self._method = method
        self._most = most
        self._name = ""
        self.__doc__ = method.__doc__

    def __set_name__(self, owner: type[Self], name: str) -> None:
        self._name = name

    def __get__(self, instance: Self, owner: type[Self] | None = None) -> Callable[Given, Got]:
        method: Any = self._method
        cached: Any = lru_cache(maxsize=self._most)(method.__get__(instance))
        instance.__dict__[self._name] = cached
        found: Callable[Given, Got] = cached
        return found


def remembered(
    most: int,
) -> Callable[[Callable[Concatenate[Self, Given], Got]], _Remembered[Self, Given, Got]]:
    """A decorator of methods: each object remembers the `most` that were asked for last."""
    return lambda method: _Remembered(method, most)
