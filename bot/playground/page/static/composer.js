/** The input line: writes, answers, edits, attaches; what was written in a place waits there until it is sent. */

import { Commands } from "./commands.js";
import { Inline } from "./inline.js";
import { beMenu, opens } from "./menus.js";
import { briefOf, isService, nameOf } from "./message.js";
import { byId } from "./nodes.js";
import { EMPTY } from "./state.js";
import { Suggestions } from "./suggestions.js";
import { say } from "./words.js";

export class Composer {
  #field = byId("text");
  #list = new Suggestions();
  #sent = Promise.resolve(); // texts go one after the other, in the order in which they were written

  /** `act` does an act, null where it failed; `start(payload)` opens the private chat and starts the bot there. */
  constructor({ store, act, start }) {
    Object.assign(this, { store, act });
    this.commands = new Commands({
      store,
      list: this.#list,
      use: (text) => this.#use(text),
      write: (text) => this.write(text),
    });
    this.inline = new Inline({ store, list: this.#list, act, start, done: () => this.#clear() });
    this.#listen();
  }

  /** Shows the draft of the open place, and what can be done there. */
  show() {
    const { text } = this.store.draft();
    if (this.#field.value !== text) this.#field.value = text;
    this.fit();
    this.#grow();
    this.inline.stop();
    this.#suggest();
  }

  /** Shows what can be done in the open place as its messages are now. */
  fit() {
    const { chat, person } = this.store;
    const isNew = chat.kind === "private" && this.store.messagesOf(chat).length === 0;
    const topic = chat.topics?.find(({ id }) => id === this.store.topic);
    const isClosed = Boolean(topic?.closed) && person.role !== "creator";
    const hadFocus = document.activeElement === byId("start");
    byId("start").hidden = !isNew;
    byId("closed").hidden = !isClosed;
    byId("composer").hidden = isNew || isClosed;
    if (hadFocus && !isNew) this.#field.focus(); // the button goes, the focus does not
    this.#showContext();
  }

  /** Puts a text into the line of the open place. */
  write(text) {
    this.#field.value = text;
    this.#typed();
    this.#field.focus();
  }

  /** Sends a text as whoever speaks, to the open place. */
  send(text, replyTo = null) {
    const { person, chat, topic } = this.store;
    const fields = { person: person.id, chat: chat.id, topic, text, reply_to: replyTo };
    return (this.#sent = this.#sent.then(() => this.act("send", fields)));
  }

  /** Begins a reply to a message. */
  reply(message) {
    const { text, edit } = this.store.draft();
    this.#keep({ ...EMPTY, text: edit ? "" : text, reply: message.message_id });
    this.focus();
  }

  /** Begins to change one's own message. */
  edit(message) {
    this.#keep({ ...EMPTY, text: message.text, edit: message.message_id });
    this.focus();
  }

  /** Whether somebody may change a message: a text of their own. */
  canEdit(message) {
    return message.from?.id === this.store.person.id && "text" in message && !message.via_bot;
  }

  focus() {
    this.#field.focus();
    this.#field.setSelectionRange(this.#field.value.length, this.#field.value.length);
  }

  #listen() {
    this.#field.addEventListener("input", () => this.#typed());
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    byId("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    byId("context-close").addEventListener("click", () => this.#cancel());
    byId("commands-button").addEventListener("click", () => this.#turnCommands());
    byId("start").addEventListener("click", () => this.#use("/start"));
    const menu = byId("attach-menu");
    opens(byId("attach"), menu);
    beMenu(menu);
    menu.addEventListener("click", (event) => this.#attach(event.target.closest("[data-kind]")?.dataset.kind));
    document.addEventListener("pointerdown", (event) => event.target.closest("#write") || this.#list.hide());
  }

  #typed() {
    this.store.saveDraft({ ...this.store.draft(), text: this.#field.value });
    this.#grow();
    this.#suggest();
  }

  #suggest() {
    const text = this.#field.value;
    const isEdit = this.store.draft().edit !== null;
    if (!isEdit && this.inline.wants(text)) {
      this.inline.offer(text);
      return;
    }
    this.inline.stop();
    if (!isEdit && this.commands.wants(text)) this.commands.offer(text);
    else this.#list.hide();
  }

  #key(event) {
    if (event.isComposing) return;
    const onButton = event.key === "ArrowUp" && this.#list.atTop && this.inline.enterButton();
    if (onButton || this.#list.key(event) || this.#ownKey(event)) event.preventDefault();
  }

  #ownKey(event) {
    if (event.key === "Enter" && !event.shiftKey) {
      this.#submit();
      return true;
    }
    const draft = this.store.draft();
    if (event.key === "Escape" && (draft.reply ?? draft.edit) !== null) {
      this.#cancel();
      return true;
    }
    return event.key === "ArrowUp" && this.#field.value === "" && this.#editLast();
  }

  #editLast() {
    const mine = this.store.messagesOf(this.store.chat, this.store.topic).filter((message) => this.canEdit(message));
    if (mine.length === 0) return false;
    this.edit(mine.at(-1));
    return true;
  }

  #submit() {
    const text = this.#field.value.trim();
    const { reply, edit } = this.store.draft();
    const { person, chat } = this.store;
    if (!text) return;
    if (edit === null) this.#finish(() => this.send(text, reply));
    else this.#finish(() => this.act("edit", { person: person.id, chat: chat.id, message_id: edit, text }));
  }

  /** Sends a command in the place of what was begun, as the reply that this was to be. */
  #use(text) {
    const { reply } = this.store.draft();
    this.#finish(() => this.send(text, reply));
    this.#field.focus();
  }

  /** Empties the line and does an act with what stood there. */
  async #finish(work) {
    const { place, person } = this.store;
    const draft = this.store.draft();
    this.#clear();
    if ((await work()) || this.store.draft(place, person.id).text) return;
    this.store.saveDraft(draft, place, person.id); // what could not be sent is not lost
    this.show();
  }

  #attach(kind) {
    const { person, chat, topic } = this.store;
    if (kind) this.act("media", { person: person.id, chat: chat.id, topic, kind });
  }

  #turnCommands() {
    const open = this.#list.open;
    this.#field.focus();
    if (open) this.#list.hide();
    else this.commands.offer("", -1);
  }

  #clear() {
    this.#keep(EMPTY);
  }

  #cancel() {
    const { text, edit } = this.store.draft();
    this.#keep({ ...EMPTY, text: edit === null ? text : "" });
    this.#field.focus();
  }

  #keep(draft) {
    this.store.saveDraft(draft);
    this.show();
  }

  #showContext() {
    const { reply, edit, placeholder } = this.store.draft();
    const message = this.store.message(this.store.chat.id, edit ?? reply);
    byId("context").hidden = !message || isService(message);
    this.#field.placeholder = placeholder ?? say(reply ? "reply-here" : "write");
    byId("send").querySelector("use").setAttribute("href", edit ? "#i-check" : "#i-send");
    if (!message) return;
    byId("context").querySelector("use").setAttribute("href", edit ? "#i-edit" : "#i-reply");
    byId("context-title").textContent = edit ? say("editing") : say("replying", { name: nameOf(message.from) });
    byId("context-text").textContent = briefOf(message);
  }

  /** The line is as high as its text. */
  #grow() {
    this.#field.style.height = "auto";
    this.#field.style.height = `${this.#field.scrollHeight + 2}px`;
  }
}
