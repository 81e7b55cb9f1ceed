"""What people send that is no text, so that one can see what the bot makes of it."""

from __future__ import annotations

import io

from PIL import Image

from bot.playground.accounts import Json
from bot.playground.photos import Upload, photo_of
from bot.playground.world import World

_SIZE, _COLOUR = (640, 480), (0x5B, 0x8D, 0xB8)  # pixels; RGB
_STICKER: Json = {
    "file_id": "desk-sticker",
    "file_unique_id": "desk-sticker",
    "type": "regular",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
    "emoji": "👋",
}
_VOICE: Json = {"file_id": "desk-voice", "file_unique_id": "desk-voice", "duration": 4, "mime_type": "audio/ogg"}


def sample(world: World, kind: str) -> Json | None:
    """The fields of a message that is a photo, a sticker or a voice; None where the kind is another."""
    if kind == "photo":
        return {"photo": photo_of(world, Upload(_picture()))}
    return {"sticker": _STICKER} if kind == "sticker" else {"voice": _VOICE} if kind == "voice" else None


def _picture() -> bytes:
    picture = io.BytesIO()
    Image.new("RGB", _SIZE, _COLOUR).save(picture, "PNG")
    return picture.getvalue()
