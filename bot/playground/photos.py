"""Uploaded files: what Telegram takes, and the sizes that it shows of a photo.

Of pictures only PNG is read, which is what the bot draws; anything else counts as none. Nothing is loaded from the web.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.playground.refusals import ApiError, bad
from bot.playground.world import Json, World

_LARGEST_FILE, _LARGEST_DOCUMENT = 10 * 1024 * 1024, 50 * 1024 * 1024  # bytes
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
    content = _kept(world, str(photo))
    if not content.startswith(_PNG):
        raise bad("can't use file of type Document as Photo")
    return _sizes(str(photo).removesuffix(_SMALL_ID), content)


def document_of(world: World, document: object) -> Json:
    """A document that is uploaded or known by its file id; raises ApiError."""
    if not document:
        raise bad("there is no document in the request")
    if isinstance(document, Upload):
        _check_size(document.content, _LARGEST_DOCUMENT)
        return _file(world.keep_file(document.content), document.content)
    return _file(str(document), _kept(world, str(document)))


def file_of(world: World, file_id: object) -> Json:
    """A file as the method getFile tells of it; raises ApiError."""
    try:
        content = _kept(world, str(file_id))
    except ApiError:
        raise bad("invalid file_id" if file_id else "file_id not specified") from None
    return {**_file(str(file_id), content), "file_path": f"files/{file_id}"}


def _kept(world: World, file_id: str) -> bytes:
    if file_id.startswith(_ATTACHED) or file_id.removesuffix(_SMALL_ID) not in world.files:
        raise bad("wrong file identifier/HTTP URL specified")
    return world.files[file_id.removesuffix(_SMALL_ID)]


def _check_size(content: bytes, largest: int) -> None:
    if not content:
        raise bad("file must be non-empty")
    if len(content) > largest:
        raise bad(f"file of size {len(content)} bytes is too big; the maximum size is {largest} bytes")


def _check(content: bytes) -> None:
    _check_size(content, _LARGEST_FILE)
    if not content.startswith(_PNG):
        raise bad("IMAGE_PROCESS_FAILED")
    shorter, longer = sorted(_width_and_height(content))
    if not _is_whole(content):
        raise bad("IMAGE_PROCESS_FAILED")
    if shorter == 0 or shorter + longer > _LONGEST_SIDES or longer > _LONGEST_RATIO * shorter:
        raise bad("PHOTO_INVALID_DIMENSIONS")


def _is_whole(png: bytes) -> bool:
    """Whether a picture has its end; a torn one is none."""
    return b"IDAT" in png and b"IEND" in png


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
    return {"file_id": file_id, **_unique(file_id), "width": width, "height": height, "file_size": file_size}


def _file(file_id: str, content: bytes) -> Json:
    return {"file_id": file_id, **_unique(file_id), "file_size": len(content)}


def _unique(file_id: str) -> Json:
    return {"file_unique_id": f"unique-{file_id}"}
