/**
 * The open conversation: its messages with the days between them, and where one is in it.
 *
 * Only a stretch of a long chat is in the page: its last messages, or those around one that was looked up; the others
 * come as one scrolls. What changes, changes its own node and nothing else, also where all is told anew. Arrow keys walk
 * from message to message, Enter opens what can be done with one.
 */

import { focusInput } from "./dialogs.js";
import { isService, messageNode, renew } from "./message.js";
import { byId, calm, count, portray, put, stamp } from "./nodes.js";
import { topicOf } from "./state.js";
import { dayOf, onOneDay } from "./words.js";

const FIRST = 120; // messages that are in the page as a chat is opened
const MORE = 80; // that come as one scrolls to an end of the stretch
const AROUND = 20; // that stand at least before one that is looked up
const NEAR = 80; // pixels from an end that count as being there
const FAR = 2; // heights of the window beyond which nobody wants to watch the way
const TOGETHER = 600; // seconds within which messages of one sender form a group
const QUIET = 500; // milliseconds in which screen readers do not say what comes in

export class Log {
  #log = byId("log");
  #list = document.createElement("div");
  #toEnd = byId("to-end");
  #all = []; // the messages of the open place
  #from = 0; // where those begin that are in the page
  #to = 0; // and where they end
  #nodes = new Map(); // by message id
  #shown = ""; // which place is shown, and for whom
  #atEnd = true;
  #top = 0; // where it was scrolled to
  #below = 0; // new messages under what is to be seen
  #speaking; // the timer of the quiet

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

  /** Shows the open place: from its end, or where it is shown already, just what became different. */
  show() {
    const { chat, topic, place, person } = this.store;
    const all = this.store.messagesOf(chat, topic);
    const shown = JSON.stringify([place, person.id, ...this.#admins()]);
    if (shown === this.#shown) {
      this.#keepFocus(() => this.#update(all));
      return;
    }
    this.#shown = shown;
    this.#all = all;
    this.#log.classList.toggle("in-group", chat.kind !== "private");
    const hadFocus = this.#list.contains(document.activeElement);
    this.#open(all.length - FIRST, all.length);
    this.#goToEnd();
    if (hadFocus) this.#log.focus({ preventScroll: true });
  }

  /** Takes up a new or changed message, where it belongs to the open place. */
  take({ chatId, topic, message, old }) {
    if (chatId !== this.store.chat.id || topic !== this.store.topic) return;
    if (old) {
      this.#change(message, old);
      return;
    }
    const follow = this.#atEnd || message.from?.id === this.store.person.id;
    const whole = this.#whole;
    this.#all.push(message);
    if (whole) this.#lengthen(1);
    this.#welcome();
    if (follow) this.#goToEnd();
    else this.#count(this.#below + 1);
  }

  /** Takes a deleted message out; a focus in it goes to the next one. */
  drop({ chatId, message }) {
    if (chatId !== this.store.chat.id || topicOf(this.store.chat, message) !== this.store.topic) return;
    const index = this.#indexOf(message.message_id);
    if (index < 0) return;
    this.#all.splice(index, 1);
    if (index < this.#to) this.#to -= 1;
    if (index < this.#from) this.#from -= 1;
    this.#keepFocus(() => this.#remove(message.message_id));
    this.#dress(index - 1);
    this.#dress(index);
    this.#welcome();
  }

  /** Goes to a message of the open place; whether it is there. */
  jump(messageId) {
    const index = this.#indexOf(messageId);
    if (index < 0) return false;
    const isHere = this.#nodes.has(messageId);
    if (!isHere) this.#open(index - FIRST / 2, index + FIRST / 2);
    else if (this.#from > 0 && index - this.#from < AROUND) this.#prepend();
    const node = this.#nodes.get(messageId);
    this.#center(node, isHere);
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

  /** Whether the last message is in the page. */
  get #whole() {
    return this.#to === this.#all.length;
  }

  #indexOf(messageId) {
    return this.#all.findIndex((one) => one.message_id === messageId);
  }

  /** Puts another stretch into the page. */
  #open(from, to) {
    this.#hush();
    this.#from = Math.max(0, from);
    this.#to = Math.min(this.#all.length, to);
    this.#nodes.clear();
    this.#list.replaceChildren(...this.#all.slice(this.#from, this.#to).map((message) => this.#nodeOf(message)));
    for (let index = this.#from; index < this.#to; index += 1) this.#dress(index);
    this.#welcome();
  }

  #lengthen(number) {
    const end = this.#to;
    this.#to = Math.min(this.#all.length, end + number);
    this.#list.append(...this.#all.slice(end, this.#to).map((message) => this.#nodeOf(message)));
    for (let index = end - 1; index < this.#to; index += 1) this.#dress(index);
  }

  #prepend() {
    this.#hush();
    const begin = this.#from;
    this.#from = Math.max(0, begin - MORE);
    const fromEnd = this.#log.scrollHeight - this.#log.scrollTop;
    this.#list.prepend(...this.#all.slice(this.#from, begin).map((message) => this.#nodeOf(message)));
    for (let index = this.#from; index <= begin; index += 1) this.#dress(index);
    this.#log.scrollTop = this.#log.scrollHeight - fromEnd;
  }

  /** Makes the stretch what the place holds now, with the nodes that are there. */
  #update(all) {
    const old = new Map(this.#all.slice(this.#from, this.#to).map((message) => [message.message_id, message]));
    const [first, last, latest] = [this.#from, this.#to - 1, this.#all.length - 1].map((at) => this.#all[at]?.message_id);
    const whole = this.#whole;
    this.#all = all;
    this.#from = all.findIndex((message) => message.message_id >= first);
    this.#to = whole ? all.length : all.findLastIndex((message) => message.message_id <= last) + 1;
    if (this.#from < 0 || this.#to <= this.#from) this.#open(all.length - FIRST, all.length);
    else this.#reconcile(old);
    if (this.#atEnd) this.#goToEnd();
    else this.#count(this.#below + all.filter((message) => message.message_id > latest).length);
  }

  #reconcile(old) {
    const shown = this.#all.slice(this.#from, this.#to);
    const ids = new Set(shown.map((message) => message.message_id));
    for (const [id, before] of old) {
      const message = ids.has(id) && shown.find((one) => one.message_id === id);
      if (!message || !isOneOf(before, message)) this.#remove(id);
      else if (JSON.stringify(before) !== JSON.stringify(message)) this.#change(message, before);
    }
    let last = null;
    for (const message of shown) {
      const known = this.#nodes.get(message.message_id);
      const node = known ?? this.#nodeOf(message);
      if (!known && last) last.after(node);
      else if (!known) this.#list.prepend(node);
      last = node;
    }
    for (let index = this.#from; index < this.#to; index += 1) this.#dress(index);
    this.#welcome();
  }

  #remove(messageId) {
    const node = this.#nodes.get(messageId);
    if (!node) return;
    this.#nodes.delete(messageId);
    dayBefore(node)?.remove();
    node.remove();
  }

  /** Does what may take out the node with the focus, which then goes to the next message, or to where one writes. */
  #keepFocus(work) {
    const held = this.#list.contains(document.activeElement) && document.activeElement.closest("[data-id]");
    work();
    if (!held || this.#list.contains(document.activeElement)) return;
    const id = Number(held.dataset.id);
    const others = this.#all.slice(this.#from, this.#to).filter((message) => !isService(message));
    const next = others.find((one) => one.message_id >= id) ?? others.at(-1);
    if (next) this.#nodes.get(next.message_id).focus({ preventScroll: true });
    else focusInput();
  }

  /** Lets nobody be read what comes into the page without being new. */
  #hush() {
    this.#log.ariaLive = "off";
    clearTimeout(this.#speaking);
    this.#speaking = setTimeout(() => (this.#log.ariaLive = "polite"), QUIET);
  }

  #nodeOf(message) {
    const node = messageNode(message, this.store.person.id, this.#admins());
    this.#nodes.set(message.message_id, node);
    return node;
  }

  #change(message, old) {
    const id = message.message_id;
    this.#all[this.#indexOf(id)] = message;
    const node = this.#nodes.get(id);
    if (!node) return;
    const key = Array.from(node.querySelectorAll(".key")).indexOf(document.activeElement);
    const hadFocus = node.contains(document.activeElement);
    renew(node, message, old, this.#admins());
    if (hadFocus && !node.contains(document.activeElement)) (node.querySelectorAll(".key")[key] ?? node).focus();
  }

  /** Shows where a message stands among its neighbours: its day, the first or last of a group. */
  #dress(index) {
    if (index < this.#from || index >= this.#to) return;
    const message = this.#all[index];
    const node = this.#nodes.get(message.message_id);
    const before = index > this.#from ? this.#all[index - 1] : undefined;
    const day = dayBefore(node);
    if (before && onOneDay(before.date, message.date)) day?.remove();
    else if (!day) node.before(dayNode(message.date));
    node.classList.toggle("first", !together(before, message));
    node.classList.toggle("last", !together(message, this.#all[index + 1]));
  }

  #admins() {
    return new Set(this.store.people.filter((person) => person.role === "creator").map((person) => person.id));
  }

  /** Says what the bot can do where nobody has written yet. */
  #welcome() {
    this.#list.querySelector(".welcome")?.remove();
    if (this.#all.some((message) => !isService(message))) return;
    const { chat, bot } = this.store;
    const node = stamp(chat.kind === "private" ? "t-welcome" : "t-empty");
    if (chat.kind === "private") {
      portray(node.querySelector(".avatar"), bot, bot.name);
      put(node, "p", bot.description);
    }
    this.#list.append(node);
  }

  #goToEnd(smooth = false) {
    const isHere = this.#whole;
    if (!isHere) this.#open(this.#all.length - FIRST, this.#all.length);
    this.#atEnd = true;
    this.#scrollTo(this.#log.scrollHeight - this.#log.clientHeight, smooth && isHere);
    this.#count(0);
  }

  /** Brings a node to the middle, or its beginning to be seen where it is higher than the window. */
  #center(node, smooth) {
    const { scrollTop, scrollHeight, clientHeight } = this.#log;
    const box = node.getBoundingClientRect();
    const top = scrollTop + box.top - this.#log.getBoundingClientRect().top;
    const end = scrollHeight - clientHeight;
    const aim = Math.min(end, Math.max(0, top - Math.max(0, (clientHeight - box.height) / 2)));
    this.#atEnd = this.#whole && end - aim < NEAR;
    this.#scrollTo(aim, smooth);
  }

  #scrollTo(top, smooth) {
    const isFar = Math.abs(top - this.#log.scrollTop) > FAR * this.#log.clientHeight;
    this.#log.scrollTo({ top, behavior: smooth && !isFar && !calm() ? "smooth" : "instant" });
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#log;
    const rest = scrollHeight - clientHeight - scrollTop;
    const near = this.#whole && rest < NEAR;
    const up = scrollTop < this.#top;
    if (near && (!up || rest < 2)) this.#atEnd = true; // on the way up to a message one leaves the end
    else if (up && !near) this.#atEnd = false; // what grows below is not somebody who scrolls up
    this.#top = scrollTop;
    if (near) this.#count(0);
    this.#toEnd.hidden = this.#atEnd || near;
    if (scrollTop < NEAR && this.#from > 0) this.#prepend();
    if (rest < NEAR && !this.#whole) {
      this.#hush();
      this.#lengthen(MORE);
    }
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

/** Whether two states are of one message, so that one node can show both. */
function isOneOf(one, other) {
  return isService(one) === isService(other) && one.from?.id === other.from?.id && one.date === other.date;
}

function together(one, other) {
  if (!one || !other || isService(one) || isService(other)) return false;
  return one.from.id === other.from.id && other.date - one.date < TOGETHER && onOneDay(one.date, other.date);
}
