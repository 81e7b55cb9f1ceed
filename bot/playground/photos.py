"""Uploaded photos: what Telegram takes, and the sizes that it shows of one.

Only PNG is read, which is what the bot draws; anything else counts as no picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.playground.refusals import bad
from bot.playground.world import Json, World

_LARGEST_FILE = 10 * 1024 * 1024  # bytes
_LONGEST_SIDES, _LONGEST_RATIO = 10_000, 20  # pixels of width and height together; the longer side to the shorter
_SMALL = 320  # pixels of the longer side
_SMALL_ID = "-small"
_PNG = b"\x89PNG\r\n\x1a\n"
_ATTACHED = "attach://"


@dataclass(frozen=True)
class Upload:
    """A file that comes with a call, in the place of a file id."""

    content: bytes = field(repr=False)


def with_uploads(params: Mapping[str, object], files: Mapping[str, bytes]) -> Json:
    """Parameters with the files that came beside them put where they belong: at their attach://, else by their name."""
    left = {name: Upload(content) for name, content in files.items()}

    def placed(value: object) -> object:
        if isinstance(value, dict):
            return {key: placed(inner) for key, inner in value.items()}
        if isinstance(value, str) and value.startswith(_ATTACHED):
            return left.pop(value.removeprefix(_ATTACHED), value)
        return value

    found = {key: placed(value) for key, value in params.items()}
    return {**found, **left}


def photo_of(world: World, photo: object) -> list[Json]:
    """The sizes of a photo that is uploaded or known by its file id, the largest last; raises ApiError."""
    if not photo:
        raise bad("there is no photo in the request")
    if isinstance(photo, Upload):
        _check(photo.content)
        return _sizes(world.keep_file(photo.content), photo.content)
    file_id = str(photo).removesuffix(_SMALL_ID)
    if file_id not in world.files:
        raise bad("wrong file identifier/HTTP URL specified")
    return _sizes(file_id, world.files[file_id])


def _check(content: bytes) -> None:
    if len(content) > _LARGEST_FILE:
        raise bad("the file is too big for a photo")
    if not content.startswith(_PNG):
        raise bad("IMAGE_PROCESS_FAILED")
    shorter, longer = sorted(_width_and_height(content))
    if shorter == 0 or shorter + longer > _LONGEST_SIDES or longer > _LONGEST_RATIO * shorter:
        raise bad("PHOTO_INVALID_DIMENSIONS")


def _width_and_height(png: bytes) -> tuple[int, int]:
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


def _sizes(file_id: str, content: bytes) -> list[Json]:
    width, height = _width_and_height(content)
    sizes = [_size(file_id, width, height, len(content))]
    if (longer := max(width, height)) > _SMALL:
        width, height = (max(1, side * _SMALL // longer) for side in (width, height))
        sizes.insert(0, _size(file_id + _SMALL_ID, width, height, len(content) * _SMALL // longer))
    return sizes


def _size(file_id: str, width: int, height: int, file_size: int) -> Json:
    unique = f"unique-{file_id}"
    return {"file_id": file_id, "file_unique_id": unique, "width": width, "height": height, "file_size": file_size}
