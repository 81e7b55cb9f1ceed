"""The buttons under a message, held to the Bot API's limits."""

from __future__ import annotations

from collections.abc import Callable

from bot.playground.accounts import Json
from bot.playground.fields import Fields
from bot.playground.links import LinkError, checked_link
from bot.playground.refusals import bad

_WIDEST_ROW, _MOST_BUTTONS = 8, 100
_STYLES = frozenset({"", "default", "primary", "danger", "success"})
_LONGEST_DATA, _LONGEST_QUERY, _LONGEST_COPY, _LONGEST_PLACEHOLDER = 64, 256, 256, 64  # bytes, then characters
_REPLY = ("force_reply", "selective", "input_field_placeholder")


def asks_for_reply(markup: object) -> bool:
    """Whether it opens the reader's input line; that is the app's to show and no part of the message."""
    return isinstance(markup, dict) and "force_reply" in markup


def check_reply_asked_for(markup: object) -> bool:
    """Whether a markup that is a ForceReply asks for anything; raises ApiError."""
    fields = Fields.of("ForceReply", markup, _REPLY)
    placeholder = fields.text("input_field_placeholder")
    if placeholder is not None and not 1 <= len(placeholder) <= _LONGEST_PLACEHOLDER:
        raise bad("input_field_placeholder must be 1-64 characters long")
    fields.flag("selective")
    return fields.flag("force_reply")


def checked_keyboard(markup: object, *, switches: bool = True) -> object:
    """An inline keyboard as a message keeps it, None where it has no buttons; raises ApiError.

    Without `switches` it has no buttons that open inline mode, which a channel has no use for.
    """
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    if markup and "inline_keyboard" not in markup:
        raise bad("inline keyboard expected: the desk knows no keyboards of other kinds")
    rows = Fields.of("InlineKeyboardMarkup", markup, ("inline_keyboard",)).array("inline_keyboard")
    if rows in ([], [[]]):
        return None
    checked = [_checked_row(row, switches=switches) for row in rows]
    if sum(map(len, checked)) > _MOST_BUTTONS:
        raise bad("reply markup is too long")
    return {"inline_keyboard": checked}


def _checked_row(row: object, *, switches: bool) -> list[Json]:
    if not isinstance(row, list | tuple):
        raise bad('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    if not 1 <= len(row) <= _WIDEST_ROW:
        raise bad("reply markup is too long: a row holds one to eight buttons")
    return [_checked_button(button, switches=switches) for button in row]


def _checked_button(button: object, *, switches: bool) -> Json:
    fields = Fields.of("inline keyboard button", button, {"text", "style", *_ACTIONS})
    text = fields.needed_text("text")
    actions = [name for name in _ACTIONS if fields.values.get(name) is not None]
    if len(actions) > 1:
        raise bad(f"an inline keyboard button has exactly one action, not {', '.join(actions)}")
    if not actions or (fields.values[actions[0]] == "" and actions[0] in {"url", "callback_data"}):
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if not text.strip():
        raise bad("inline keyboard button text must be non-empty")
    if (fields.text("style") or "") not in _STYLES:
        raise bad("can't parse inline keyboard button: invalid button style specified")
    if not switches and actions[0].startswith("switch_inline_query"):
        raise bad(
            f"can't use {actions[0]} button in a channel chat, because users will not be able to use the button "
            "without knowing bot's username"
        )
    return {**fields.values, actions[0]: _ACTIONS[actions[0]](fields, actions[0])}


def _data(fields: Fields, name: str) -> object:
    data = fields.needed_text(name)
    if len(data.encode()) > _LONGEST_DATA:
        raise bad("BUTTON_DATA_INVALID")
    return data


def _url(fields: Fields, name: str) -> object:
    url = fields.needed_text(name)
    try:
        return checked_link(url)
    except LinkError as error:
        raise bad(f"inline keyboard button {error}") from None


def _query(fields: Fields, name: str) -> object:
    query = fields.needed_text(name)
    if len(query) > _LONGEST_QUERY:
        raise bad("BUTTON_SWITCH_INLINE_QUERY_INVALID")
    return query


def _copied(fields: Fields, name: str) -> object:
    copied = Fields.of("CopyTextButton", fields.values[name], ("text",))
    if not 1 <= len(copied.needed_text("text")) <= _LONGEST_COPY:
        raise bad("BUTTON_COPY_TEXT_INVALID")
    return copied.values


_ACTIONS: dict[str, Callable[[Fields, str], object]] = {
    "url": _url,
    "callback_data": _data,
    "switch_inline_query": _query,
    "switch_inline_query_current_chat": _query,
    "copy_text": _copied,
}
