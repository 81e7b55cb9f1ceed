"""How it reads when a question goes to the operators: the asker's screens, the operators' notice, the answer."""

from __future__ import annotations

from dataclasses import dataclass

from bot.content.library import Library
from bot.content.texts import Texts
from bot.replies.dates import Dates, local
from bot.replies.guest import remove_button
from bot.replies.relay_taps import RelayAct, RelayTap, code_of
from bot.replies.reply import Button, Reply, Row, escape, fill
from bot.replies.report import number
from bot.scrubbing import MASK

ANSWER_LIMIT = 2_500  # UTF-16 units of an operator's answer: there must be room for the question above it


@dataclass(frozen=True)
class Consent:
    """What somebody is asked to agree to: the text that is sent, the name that may be, and where the answer goes.

    `key` was made with `asked`. `own` says whether the words are the asker's own: then nothing of them is kept yet, and
    `asked` is the key of what they typed.
    """

    key: str
    asked: str
    question: str
    who: str
    owner: int | None = None  # None in a private chat
    own: bool = False
    cut: bool = False


def relay_row(texts: Texts, key: str, owners: tuple[int, ...] = ()) -> Row:
    """The way from an answer that is none to the operators; `key` is the question's, in a group the first owner's."""
    tap = RelayTap(RelayAct.OFFER, asked=key, owner=owners[0] if owners else None)
    return (Button(texts.relay.offer, tap.data()),)


def name_of(first_name: str, username: str | None) -> str:
    """The name that the operators see of somebody who wants them to."""
    return f"{first_name} (@{username})" if username else first_name


class RelayPages:
    """Words what askers and operators see."""

    def __init__(self, library: Library) -> None:
        self._all = library.texts
        self._texts = library.texts.relay
        self._dates = Dates(library)

    # For the asker

    def consent(self, of: Consent) -> Reply:
        """All that the operators would see; nothing is sent yet."""
        texts = self._texts
        html = fill(
            texts.consent,
            question=of.question,
            place=texts.place_private if of.owner is None else texts.place_group,
            who=of.who,
            answer_place=texts.answer_private if of.owner is None else texts.answer_group,
        )
        acts = ((texts.send, RelayAct.SEND), (texts.send_named, RelayAct.SEND_NAMED))
        rows = tuple((Button(label, RelayTap(act, of.asked, of.key, of.owner).data()),) for label, act in acts)
        kept = "" if of.own else of.asked
        rewrite = Button(texts.rewrite, RelayTap(RelayAct.REWRITE, asked=kept, owner=of.owner).data())
        last = (rewrite, self._cancel(kept, of.owner))
        notes = [note for note, holds in ((texts.masks, MASK.search(of.question)), (texts.cut, of.cut)) if holds]
        return Reply("\n\n".join((html, *notes)), self._removable((*rows, last), of.owner))

    def asks_to_rewrite(self, asked: str, owner: int | None) -> Reply:
        """The asker is to write what is sent."""
        html = self._texts.ask_rewrite if owner is None else self._texts.ask_rewrite_group
        return Reply(html, self._removable(((self._cancel(asked, owner),),), owner))

    def cancelled(self, asked: str, owner: int | None) -> Reply:
        """Nothing is sent; in a group, where this took the place of the offer, it may be offered again."""
        again = (relay_row(self._all, asked, (owner,)),) if owner is not None and asked else ()
        return Reply(self._texts.cancelled, self._removable(again, owner))

    def sent(self, key: str, question: str, who: str | None, owner: int | None) -> Reply:
        """It is on its way; `who` is the name that went along."""
        texts = self._texts
        name = fill(texts.sent_named, who=who) if who else texts.sent_nameless
        html = texts.sent.format(question=escape(question), name=name)
        check = Button(texts.check, RelayTap(RelayAct.CHECK, relay=key, owner=owner).data())
        withdraw = Button(texts.withdraw, RelayTap(RelayAct.WITHDRAW, relay=key, owner=owner).data())
        return Reply(html, self._removable(((check, withdraw),), owner))

    def unreached(self, owner: int | None) -> Reply:
        """No operator could be written to."""
        return Reply(self._texts.unreached, self._removable((), owner))

    def limit(self, most: int) -> str:
        """They have sent as many as they may, for an alert."""
        return fill(self._texts.limit, most=most)

    def withdrawn(self, question: str, owner: int | None) -> Reply:
        """The asker took it back."""
        return Reply(fill(self._texts.withdrawn, question=question), self._removable((), owner))

    def is_answered(self, question: str, owner: int | None) -> Reply:
        """It was answered, in a message of its own."""
        return Reply(fill(self._texts.is_answered, question=question), self._removable((), owner))

    def is_closed(self, question: str, owner: int | None) -> Reply:
        """The operators let it be."""
        return Reply(fill(self._texts.is_closed, question=question), self._removable((), owner))

    def status(self, status: str, at: float) -> str:
        """How it stands, for an alert; `at` is when it was sent or answered."""
        texts = self._texts
        timed = {"open": texts.waiting, "answered": texts.answered}
        if status in timed:
            return fill(timed[status], when=self._when(at))
        return {"closed": texts.closed, "withdrawn": texts.taken_back}.get(status, texts.on_its_way)

    def answer(self, answer: str, question: str | None, owner: int | None, *, first: bool) -> Reply:
        """What an operator wrote, as text; `question` where it is to be quoted."""
        texts = self._texts
        if question is None:
            html = fill(texts.answer if first else texts.addition, answer=answer)
        else:
            template = texts.answer_quoting if first else texts.addition_quoting
            html = fill(template, answer=answer, question=question)
        return Reply(html, self._removable((), owner))

    # For the operators

    def notice(self, key: str, question: str, who: str | None, *, in_group: bool) -> Reply:
        """The question as an operator gets it."""
        texts = self._texts
        html = fill(
            texts.notice,
            code=code_of(key),
            question=question,
            who=who or texts.nameless,
            place=texts.place_group if in_group else texts.place_private,
            limit=number(ANSWER_LIMIT),
        )
        return Reply(html, self.closing(key))

    def closing(self, key: str, *, asks: bool = False) -> tuple[Row, ...]:
        """The buttons under a notice; with `asks`, those of whether it is to be closed indeed."""
        texts = self._texts
        if not asks:
            return ((Button(texts.close, RelayTap(RelayAct.CLOSE, relay=key).data()),),)
        acts = ((texts.close_yes, RelayAct.CLOSE_YES), (texts.close_no, RelayAct.CLOSE_NO))
        return (tuple(Button(label, RelayTap(act, relay=key).data()) for label, act in acts),)

    def delivered(self, key: str, *, first: bool) -> Reply:
        """The answer has gone out."""
        html = self._texts.delivered if first else self._texts.delivered_again
        draft = Button(self._texts.draft, RelayTap(RelayAct.DRAFT, relay=key).data())
        return Reply(fill(html, code=code_of(key)), ((draft,),))

    def too_long(self, length: int) -> str:
        """The answer has more than the limit."""
        return fill(self._texts.too_long, length=number(length), limit=number(ANSWER_LIMIT))

    def draft_made(self, key: str) -> Reply:
        """A draft was made of the answer."""
        return Reply(fill(self._texts.draft_made, code=code_of(key)))

    def _cancel(self, asked: str, owner: int | None) -> Button:
        return Button(self._texts.cancel, RelayTap(RelayAct.CANCEL, asked=asked, owner=owner).data())

    def _removable(self, rows: tuple[Row, ...], owner: int | None) -> tuple[Row, ...]:
        """In a group, whatever the bot says can be taken away."""
        return rows if owner is None else (*rows, (remove_button(self._all, owner),))

    def _when(self, at: float) -> str:
        return f"{self._dates.day(at)} {local(at):%H.%M} WIB"
