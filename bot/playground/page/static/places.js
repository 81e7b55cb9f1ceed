/** Around the conversation: who speaks, the list of chats, the head of the open one and the topics of the group. */

import { briefOf, isService, nameOf } from "./message.js";
import { byId, count, portray, put, stamp } from "./nodes.js";
import { placeOf } from "./state.js";
import { dayOf, onOneDay, say, timeOf } from "./words.js";

const DOING = { upload_photo: "sending-photo" };

export class Places {
  #speakers = new Map(); // by person id: the label
  #rows = new Map(); // by whether it is the group: the row of the list
  #topics = new Map(); // by topic id: the tab

  /** `onOpen` is called where somebody opens a chat. */
  constructor(store, onOpen) {
    this.store = store;
    this.onOpen = onOpen;
    byId("topics").addEventListener("keydown", (event) => this.#walk(event));
    for (const inGroup of [false, true]) this.#rows.set(inGroup, this.#row(inGroup));
  }

  /** Shows everything anew; nodes that are there stay, and so does the focus. */
  show() {
    this.#showSpeakers();
    this.#showRow(false, this.store.alone, this.store.bot.name);
    this.#showRow(true, this.store.group, this.store.group.title);
    this.#showHead();
    this.#showTopics();
  }

  #showSpeakers() {
    const { people, person } = this.store;
    keepNodes(this.#speakers, people, byId("speaker-choices"), (one) => this.#speaker(one));
    for (const one of people) {
      const node = this.#speakers.get(one.id);
      put(node, ".speaker-name", one.role === "creator" ? say("admin", { name: one.name }) : one.name);
      node.querySelector("input").checked = one.id === person.id;
      badge(node, one.id === person.id ? 0 : this.store.unread(placeOf(one.id, null)));
    }
  }

  #speaker({ id }) {
    const node = stamp("t-speaker");
    const input = node.querySelector("input");
    input.value = id;
    input.addEventListener("change", () => this.store.speakAs(id));
    return node;
  }

  #row(inGroup) {
    const item = stamp("t-chat");
    item.querySelector("button").addEventListener("click", () => {
      this.store.open(inGroup);
      this.onOpen();
    });
    byId("chat-list").append(item);
    return item;
  }

  #showRow(inGroup, chat, title) {
    const node = this.#rows.get(inGroup);
    const last = this.store.messagesOf(chat).at(-1);
    portray(node.querySelector(".avatar"), inGroup ? chat : this.store.bot, title);
    put(node, ".chat-row-title", title);
    put(node, ".chat-row-last", last ? this.#brief(chat, last) : say("no-messages"));
    put(node, "time", last ? lately(last.date) : "");
    badge(node, this.store.unreadIn(chat));
    node.querySelector("button").ariaCurrent = chat.id === this.store.chat.id ? "true" : null;
  }

  #brief(chat, message) {
    if (isService(message)) return briefOf(message);
    const name = message.from.id === this.store.person.id ? say("you") : nameOf(message.from);
    const aside = chat.kind === "private" && message.from.id !== this.store.person.id;
    return aside ? briefOf(message) : say("last-of", { name, text: briefOf(message) });
  }

  #showHead() {
    const { chat, bot } = this.store;
    const isGroup = chat.kind !== "private";
    const title = isGroup ? chat.title : bot.name;
    portray(byId("chat-avatar"), isGroup ? chat : bot, title);
    byId("chat-title").textContent = title;
    const status = byId("chat-status");
    const calmly = isGroup ? say("members", { count: this.store.people.length + 1 }) : say("bot");
    const doing = this.#doing(isGroup) ?? calmly;
    status.classList.toggle("doing", doing !== calmly);
    if (status.textContent !== doing) status.textContent = doing; // so that it is said once
    badge(byId("back"), this.store.unreadIn(isGroup ? this.store.alone : this.store.group));
  }

  #doing(isGroup) {
    const { doing, bot } = this.store;
    if (!doing) return null;
    if (DOING[doing]) return say(DOING[doing]);
    return isGroup ? say("typing-in-group", { name: bot.name }) : say("typing");
  }

  #showTopics() {
    const { chat, topic } = this.store;
    const bar = byId("topics");
    bar.hidden = !chat.forum;
    if (!chat.forum) return;
    keepNodes(this.#topics, chat.topics, bar, (one) => this.#tab(one));
    for (const one of chat.topics) {
      const node = this.#topics.get(one.id);
      put(node, ".topic-name", one.name);
      node.querySelector(".lock").toggleAttribute("hidden", !one.closed);
      node.ariaCurrent = one.id === topic ? "true" : null;
      badge(node, this.store.unread(placeOf(chat.id, one.id)));
    }
  }

  #tab({ id }) {
    const node = stamp("t-topic");
    node.addEventListener("click", () => this.store.open(true, id));
    return node;
  }

  #walk(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const tabs = Array.from(this.#topics.values());
    const next = step && tabs[tabs.indexOf(document.activeElement) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.click();
  }
}

/** When a message came: its time today, else its day. */
function lately(seconds) {
  return onOneDay(seconds, Date.now() / 1000) ? timeOf(seconds) : dayOf(seconds);
}

function badge(node, number) {
  count(node.querySelector(".badge"), number);
}

/** Keeps one node for each thing with an id, in a parent and in order. */
function keepNodes(nodes, things, parent, make) {
  if (things.length === nodes.size && things.every(({ id }) => nodes.has(id))) return;
  nodes.clear();
  for (const thing of things) nodes.set(thing.id, make(thing));
  parent.replaceChildren(...nodes.values());
}
