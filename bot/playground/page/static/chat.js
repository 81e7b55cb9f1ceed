/**
 * The open conversation: its messages with the days between them, and where one is in it.
 *
 * Only the last messages of a long chat are in the page; earlier ones come as one scrolls up. A changed message changes
 * its own node and nothing else. Arrow keys walk from message to message, Enter opens what can be done with one.
 */

import { isService, messageNode, renew } from "./message.js";
import { byId, calm, count, portray, put, stamp } from "./nodes.js";
import { topicOf } from "./state.js";
import { dayOf, onOneDay } from "./words.js";

const FIRST = 120; // messages that are in the page as a chat is opened
const MORE = 80; // that come as one scrolls up
const NEAR = 80; // pixels from the end that count as being there
const TOGETHER = 600; // seconds within which messages of one sender form a group

export class Log {
  #log = byId("log");
  #list = document.createElement("div");
  #toEnd = byId("to-end");
  #shown = []; // the messages in the page
  #earlier = []; // those before them
  #nodes = new Map(); // by message id
  #atEnd = true;
  #top = 0; // where it was scrolled to
  #below = 0; // new messages under what is to be seen

  constructor(store) {
    this.store = store;
    this.#list.className = "log-list";
    this.#log.append(this.#list);
    this.#log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.#log.addEventListener("keydown", (event) => this.#walk(event));
    this.#toEnd.addEventListener("click", () => this.#goToEnd(true));
    const sizes = new ResizeObserver(() => this.#atEnd && this.#goToEnd());
    sizes.observe(this.#list);
    sizes.observe(this.#log);
  }

  /** Shows the open place from its end. */
  show() {
    const all = this.store.messagesOf(this.store.chat, this.store.topic);
    this.#earlier = all.slice(0, -FIRST);
    this.#shown = [];
    this.#nodes.clear();
    this.#log.ariaLive = "off"; // a chat that is opened is not read out from its beginning
    this.#log.classList.toggle("in-group", this.store.chat.kind !== "private");
    this.#list.replaceChildren();
    for (const message of all.slice(-FIRST)) this.#append(message);
    this.#welcome();
    this.#goToEnd();
    setTimeout(() => (this.#log.ariaLive = "polite"), 500);
  }

  /** Takes up a new or changed message, where it belongs to the open place. */
  take({ chatId, topic, message, old }) {
    if (chatId !== this.store.chat.id || topic !== this.store.topic) return;
    if (old) {
      this.#change(message, old);
      return;
    }
    const follow = this.#atEnd || message.from?.id === this.store.person.id;
    this.#append(message);
    this.#welcome();
    if (follow) this.#goToEnd();
    else this.#count(this.#below + 1);
  }

  /** Takes a deleted message out. */
  drop({ chatId, message }) {
    const id = message.message_id;
    if (chatId !== this.store.chat.id || topicOf(this.store.chat, message) !== this.store.topic) return;
    this.#earlier = this.#earlier.filter((one) => one.message_id !== id);
    const index = this.#shown.findIndex((one) => one.message_id === id);
    if (index < 0) return;
    this.#shown.splice(index, 1);
    const node = this.#nodes.get(id);
    this.#nodes.delete(id);
    dayBefore(node)?.remove();
    node.remove();
    this.#dress(index - 1);
    this.#dress(index);
    this.#welcome();
  }

  /** Goes to a message of the open place; whether it is there. */
  jump(messageId) {
    while (!this.#nodes.has(messageId) && this.#earlier.length > 0) this.#prepend();
    const node = this.#nodes.get(messageId);
    if (!node) return false;
    this.#atEnd = false;
    node.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
    node.focus({ preventScroll: true });
    node.classList.remove("flash");
    void node.offsetWidth; // so that the flash begins again
    node.classList.add("flash");
    return true;
  }

  /** The message that a node stands in, undefined outside of any. */
  messageAt(node) {
    const id = Number(node.closest("[data-id]")?.dataset.id);
    return this.store.message(this.store.chat.id, id);
  }

  #append(message) {
    const node = this.#nodeOf(message);
    this.#shown.push(message);
    this.#list.append(node);
    this.#dress(this.#shown.length - 2);
    this.#dress(this.#shown.length - 1);
  }

  #prepend() {
    const more = this.#earlier.splice(-MORE);
    const nodes = more.map((message) => this.#nodeOf(message));
    const fromEnd = this.#log.scrollHeight - this.#log.scrollTop;
    this.#shown.unshift(...more);
    this.#list.prepend(...nodes);
    for (let index = 0; index <= more.length; index += 1) this.#dress(index);
    this.#log.scrollTop = this.#log.scrollHeight - fromEnd;
  }

  #nodeOf(message) {
    const node = messageNode(message, this.store.person.id, this.#admins());
    this.#nodes.set(message.message_id, node);
    return node;
  }

  #change(message, old) {
    const id = message.message_id;
    const all = this.#nodes.has(id) ? this.#shown : this.#earlier;
    all[all.findIndex((one) => one.message_id === id)] = message;
    const node = this.#nodes.get(id);
    if (!node) return;
    const key = Array.from(node.querySelectorAll(".key")).indexOf(document.activeElement);
    const hadFocus = node.contains(document.activeElement);
    renew(node, message, old, this.#admins());
    if (hadFocus && !node.contains(document.activeElement)) (node.querySelectorAll(".key")[key] ?? node).focus();
  }

  /** Shows where a message stands among its neighbours: its day, the first or last of a group. */
  #dress(index) {
    const message = this.#shown[index];
    if (!message) return;
    const node = this.#nodes.get(message.message_id);
    const before = this.#shown[index - 1];
    const day = dayBefore(node);
    if (before && onOneDay(before.date, message.date)) day?.remove();
    else if (!day) node.before(dayNode(message.date));
    node.classList.toggle("first", !together(before, message));
    node.classList.toggle("last", !together(message, this.#shown[index + 1]));
  }

  #admins() {
    return new Set(this.store.people.filter((person) => person.role === "creator").map((person) => person.id));
  }

  /** Says what the bot can do where nobody has written yet. */
  #welcome() {
    this.#list.querySelector(".welcome")?.remove();
    if (this.#shown.some((message) => !isService(message))) return;
    const { chat, bot } = this.store;
    const node = stamp(chat.kind === "private" ? "t-welcome" : "t-empty");
    if (chat.kind === "private") {
      portray(node.querySelector(".avatar"), bot, bot.name);
      put(node, "p", bot.description);
    }
    this.#list.append(node);
  }

  #goToEnd(smooth = false) {
    this.#atEnd = true;
    this.#log.scrollTo({ top: this.#log.scrollHeight, behavior: smooth && !calm() ? "smooth" : "instant" });
    this.#count(0);
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#log;
    const near = scrollHeight - clientHeight - scrollTop < NEAR;
    if (near || scrollTop < this.#top) this.#atEnd = near; // what grows below is not somebody who scrolls up
    this.#top = scrollTop;
    if (near) this.#count(0);
    this.#toEnd.hidden = this.#atEnd;
    if (scrollTop < NEAR && this.#earlier.length > 0) this.#prepend();
  }

  #count(number) {
    this.#below = number;
    count(this.#toEnd.querySelector(".badge"), number);
  }

  #walk(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const here = event.target;
    if (!step || (here !== this.#log && !here.matches(".message"))) return;
    const messages = Array.from(this.#list.querySelectorAll(".message"));
    const next = here === this.#log ? messages.at(-1) : messages[messages.indexOf(here) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}

function dayNode(seconds) {
  const node = stamp("t-day");
  put(node, "p", dayOf(seconds));
  return node;
}

function dayBefore(node) {
  const before = node.previousElementSibling;
  return before?.matches(".day") ? before : null;
}

function together(one, other) {
  if (!one || !other || isService(one) || isService(other)) return false;
  return one.from.id === other.from.id && other.date - one.date < TOGETHER && onOneDay(one.date, other.date);
}
