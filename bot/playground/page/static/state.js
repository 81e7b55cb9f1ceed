/**
 * What the page knows: bot, people, chats and messages as the server tells them, and who speaks and which chat is open.
 *
 * Every change is an event: "reset" (everything is new), "move" (another person, chat or topic), "message", "deleted",
 * "counts" (what is unread), "typing", "asked" (the bot wants a reply). Who speaks where, drafts and counts outlast a
 * reload of the page. A draft is its writer's own, and never answers or changes a message that is gone.
 */

const GENERAL = 1; // the topic of messages without a thread
const SAVED = "playground"; // in the browser's storage of this tab

/** A draft that is not begun. */
export const EMPTY = { text: "", reply: null, edit: null, placeholder: null };

/** The topic that a message stands in, null in a chat without topics. */
export function topicOf(chat, message) {
  return chat.forum ? (message.message_thread_id ?? GENERAL) : null;
}

/** The name of a place: a chat, or one topic of it. */
export function placeOf(chatId, topic) {
  return `${chatId}/${topic ?? ""}`;
}

export class Store extends EventTarget {
  #messages = new Map(); // by chat id: messages by their ids, oldest first
  #typing = new Map(); // by place: what the bot is doing there
  #around = ""; // all but the messages, as it was last told
  #saved = { person: null, inGroup: false, topic: GENERAL, drafts: {}, unread: {}, ...read() };

  bot = null;
  people = [];
  chats = [];
  commands = { private: [], group: [], admins: [] };
  privacy = true;
  looking = true; // whether the open chat is to be seen, not the list of chats

  /** Takes what the server says there is: where the page knew all but some messages only these change. */
  replace({ bot, people, chats, commands, privacy, messages }) {
    const around = JSON.stringify({ bot, people, chats, commands, privacy });
    const told = new Map(
      Object.entries(messages).map(([id, list]) => [Number(id), new Map(list.map((one) => [one.message_id, one]))]),
    );
    const goesOn = this.#goesOn(told);
    if (goesOn && around === this.#around) {
      this.#catchUp(told);
      return;
    }
    if (!goesOn) this.#saved.unread = {};
    this.#around = around;
    Object.assign(this, { bot: { ...bot, is_bot: true }, people, chats, commands, privacy });
    this.#messages = told;
    this.#typing.clear();
    this.#settle();
    this.#tell("reset");
    if (this.looking) this.#count(this.place, 0);
  }

  /** Keeps a new or changed message. */
  keep(chatId, message) {
    const known = this.#messages.get(chatId);
    const old = known.get(message.message_id);
    known.set(message.message_id, message);
    const topic = topicOf(this.chatOf(chatId), message);
    const place = placeOf(chatId, topic);
    if (message.from?.is_bot && this.#typing.delete(place)) this.#tell("typing");
    if (!old && !this.#sees(place)) this.#count(place, this.unread(place) + 1);
    this.#tell("message", { chatId, topic, message, old });
  }

  /** Forgets a message. */
  forget(chatId, messageId) {
    const message = this.message(chatId, messageId);
    if (!message) return;
    this.#messages.get(chatId).delete(messageId);
    this.#settle();
    this.#tell("deleted", { chatId, message });
  }

  /** Notes that the bot is doing something somewhere, for as long as Telegram would show it. */
  type(chatId, topic, action) {
    const chat = this.chatOf(chatId);
    const place = placeOf(chatId, chat.forum ? (topic ?? GENERAL) : null);
    this.#typing.set(place, action);
    clearTimeout(this.stopTyping);
    this.stopTyping = setTimeout(() => {
      this.#typing.clear();
      this.#tell("typing");
    }, 5000);
    this.#tell("typing");
  }

  /** Opens the reply to a message for the person asked; null asks all of the chat. */
  ask(chatId, messageId, placeholder, personId) {
    const message = this.message(chatId, messageId);
    if (!message) return;
    const chat = this.chatOf(chatId);
    const place = placeOf(chatId, topicOf(chat, message));
    const only = personId ?? chat.person; // nobody else is in a private chat
    const asked = this.people.map(({ id }) => id).filter((id) => only === null || id === only);
    for (const id of asked) {
      const { text, edit } = this.draft(place, id);
      this.saveDraft({ ...EMPTY, text: edit === null ? text : "", reply: messageId, placeholder }, place, id);
    }
    if (asked.includes(this.person.id)) this.#tell("asked", { place });
  }

  /** Lets another person speak. */
  speakAs(personId) {
    this.#saved.person = personId;
    this.#moved();
  }

  /** Opens the group (in a topic) or the private chat of whoever speaks. */
  open(inGroup, topic = this.#saved.topic) {
    Object.assign(this.#saved, { inGroup, topic });
    this.#moved();
  }

  /** Notes whether the open chat is to be seen. */
  look(looking) {
    this.looking = looking;
    if (looking && this.person) this.#count(this.place, 0);
  }

  get person() {
    return this.people.find((person) => person.id === this.#saved.person);
  }

  get group() {
    return this.chats.find((chat) => chat.kind !== "private");
  }

  /** The private chat of whoever speaks. */
  get alone() {
    return this.chats.find((chat) => chat.person === this.person.id);
  }

  get chat() {
    return this.#saved.inGroup ? this.group : this.alone;
  }

  get topic() {
    return this.chat.forum ? this.#saved.topic : null;
  }

  get place() {
    return placeOf(this.chat.id, this.topic);
  }

  chatOf(id) {
    return this.chats.find((chat) => chat.id === id);
  }

  /** A message, undefined where there is none. */
  message(chatId, messageId) {
    return this.#messages.get(chatId)?.get(messageId);
  }

  /** The messages of a chat, or of one topic of it, oldest first. */
  messagesOf(chat, topic = null) {
    const all = Array.from(this.#messages.get(chat.id)?.values() ?? []);
    return topic === null ? all : all.filter((message) => topicOf(chat, message) === topic);
  }

  /** What the bot is doing in the open place, undefined for nothing. */
  get doing() {
    return this.#typing.get(this.place);
  }

  /** How many messages of a place nobody has looked at. */
  unread(place) {
    return this.#saved.unread[place] ?? 0;
  }

  /** How many messages of a chat nobody has looked at, in all its topics. */
  unreadIn(chat) {
    const topics = chat.forum ? chat.topics.map((topic) => topic.id) : [null];
    return topics.reduce((sum, topic) => sum + this.unread(placeOf(chat.id, topic)), 0);
  }

  /** What somebody is writing in a place, and which message it answers or changes. */
  draft(place = this.place, personId = this.person.id) {
    return this.#saved.drafts[personId]?.[place] ?? EMPTY;
  }

  /** Keeps what somebody is writing in a place. */
  saveDraft(draft, place = this.place, personId = this.person.id) {
    const drafts = (this.#saved.drafts[personId] ??= {});
    drafts[place] = this.#fitting(draft, place);
    this.#save();
  }

  /** A draft that answers or changes nothing where that message is gone; what was written stays. */
  #fitting(draft, place) {
    const messageId = draft.edit ?? draft.reply;
    const isThere = messageId === null || this.message(partsOf(place)[0], messageId);
    return isThere ? draft : { ...EMPTY, text: draft.text };
  }

  /** Makes what was saved fit to what there is. */
  #settle() {
    const { drafts, unread } = this.#saved;
    if (!this.person) this.#saved.person = this.people[0].id;
    if (!this.group.topics.some((topic) => topic.id === this.#saved.topic)) this.#saved.topic = GENERAL;
    for (const id of Object.keys(drafts)) {
      if (!this.people.some((person) => person.id === Number(id))) delete drafts[id];
      for (const place of Object.keys(drafts[id] ?? {})) drafts[id][place] = this.#fitting(drafts[id][place], place);
    }
    for (const place of Object.keys(unread)) unread[place] = Math.min(unread[place], this.#messagesIn(place).length);
    this.#save();
  }

  #messagesIn(place) {
    const [chatId, topic] = partsOf(place);
    const chat = this.chatOf(chatId);
    return chat ? this.messagesOf(chat, topic) : [];
  }

  /** Whether messages are those that the page knows, but for some that came, changed or went. */
  #goesOn(told) {
    return Array.from(this.#messages).every(([chatId, known]) => {
      const now = told.get(chatId) ?? new Map();
      const stay = Array.from(known.values()).filter(({ message_id }) => now.has(message_id));
      if (stay.length === 0 && known.size > 0) return false; // everything began anew
      return stay.every(({ message_id, date }) => now.get(message_id).date === date);
    });
  }

  /** Takes what came, changed or went while the page was not told. */
  #catchUp(told) {
    for (const [chatId, known] of this.#messages) {
      const now = told.get(chatId) ?? new Map();
      for (const id of Array.from(known.keys())) if (!now.has(id)) this.forget(chatId, id);
      for (const message of now.values()) {
        const old = known.get(message.message_id);
        if (JSON.stringify(old) !== JSON.stringify(message)) this.keep(chatId, message);
      }
    }
  }

  #moved() {
    this.#save();
    this.#tell("move");
    if (this.looking) this.#count(this.place, 0);
  }

  #sees(place) {
    return this.looking && place === this.place;
  }

  #count(place, number) {
    if (this.unread(place) === number) return;
    this.#saved.unread[place] = number;
    this.#save();
    this.#tell("counts");
  }

  #save() {
    try {
      sessionStorage.setItem(SAVED, JSON.stringify(this.#saved));
    } catch {
      // storage is barred or full: drafts last as long as the page
    }
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** The chat and the topic of a place. */
function partsOf(place) {
  const [chatId, topic] = place.split("/");
  return [Number(chatId), topic ? Number(topic) : null];
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(SAVED)) ?? {};
  } catch {
    return {};
  }
}
