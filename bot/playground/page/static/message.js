/** One message as a node: who wrote it, what it answers, what it says or shows, when, and the buttons under it. */

import { nodesOf } from "./entities.js";
import { rowsOf } from "./keys.js";
import { portray, put, stamp, tintOf } from "./nodes.js";
import { say, timeOf } from "./words.js";

const EVENTS = {
  new_chat_members: (message) => say("joined", { who: message.new_chat_members.map(nameOf).join(", ") }),
  left_chat_member: (message) => say("left", { who: nameOf(message.left_chat_member) }),
  forum_topic_created: (message) => say("topic-created", { topic: message.forum_topic_created.name }),
  forum_topic_edited: () => say("topic-edited"),
  forum_topic_closed: () => say("topic-closed"),
  forum_topic_reopened: () => say("topic-reopened"),
  pinned_message: (message) => say("pinned", { who: nameOf(message.from) }),
  group_chat_created: () => say("group-created"),
  supergroup_chat_created: () => say("group-created"),
};
const CONTENTS = ["text", "photo", "sticker", "voice"];

/** What somebody is called. */
export function nameOf(user) {
  return [user.first_name, user.last_name].filter(Boolean).join(" ");
}

/** Whether a message tells that something happened, and nobody wrote it. */
export function isService(message) {
  return eventOf(message) !== undefined;
}

/** A message in one line, for the list of chats and for those that answer it. */
export function briefOf(message) {
  const event = eventOf(message);
  if (event) return event(message);
  const text = (message.text ?? message.caption ?? "").replaceAll(/\s+/g, " ").trim();
  if (text) return text;
  if (message.sticker?.emoji) return `${message.sticker.emoji} ${say("sticker")}`;
  return say(CONTENTS.find((kind) => kind in message) ?? "unshown");
}

/** A new node for a message; `reader` is the id of the person who reads, `admins` are the ids of the group's admins. */
export function messageNode(message, reader, admins) {
  const event = eventOf(message);
  if (event) {
    const node = stamp("t-service");
    node.dataset.id = message.message_id;
    put(node, "p", event(message));
    return node;
  }
  const node = stamp("t-message");
  node.dataset.id = message.message_id;
  node.dataset.sender = message.from.id;
  node.classList.toggle("own", message.from.id === reader);
  portray(node.querySelector(".avatar"), message.from, nameOf(message.from));
  fill(node, message, null, admins);
  return node;
}

/** Shows a changed message in its node; what is the same stays as it is, with its open quotes. */
export function renew(node, message, old, admins) {
  if (!isService(message)) fill(node, message, old, admins);
}

function eventOf(message) {
  const kind = Object.keys(EVENTS).find((name) => name in message);
  return kind && EVENTS[kind];
}

function fill(node, message, old, admins) {
  const bubble = node.querySelector(".bubble");
  const kept = (selector, contentOf) => (old && same(contentOf, old, message) ? bubble.querySelector(selector) : null);
  const media = kept(":scope > .photo", (one) => one.photo) ?? mediaOf(message);
  const words = kept(":scope > .text", wordsOf) ?? textOf(message);
  const parts = [senderOf(message, admins), replyOf(message), media, words].filter(Boolean);
  words?.querySelector(":scope > .meta")?.remove();
  bubble.replaceChildren(...parts);
  (words ?? bubble).append(metaOf(message));
  node.classList.toggle("pictured", "photo" in message);
  node.classList.toggle("bare", !message.text && !message.caption);
  node.querySelector(".keys").replaceChildren(...rowsOf(message));
  const label = isEdited(message) ? "message-label-edited" : "message-label";
  node.ariaLabel = say(label, { name: nameOf(message.from), time: timeOf(message.date) });
}

function same(contentOf, one, other) {
  return JSON.stringify(contentOf(one)) === JSON.stringify(contentOf(other));
}

function wordsOf({ text, caption, entities, caption_entities: captionEntities }) {
  return [text ?? caption, entities ?? captionEntities];
}

function metaOf(message) {
  const node = stamp("t-meta");
  const time = put(node, "time", timeOf(message.date));
  time.dateTime = new Date(message.date * 1000).toISOString();
  node.querySelector(".edited").hidden = !isEdited(message);
  return node;
}

function senderOf(message, admins) {
  const node = stamp("t-sender");
  node.classList.add(tintOf(message.from));
  put(node, ".sender-name", nameOf(message.from));
  node.querySelector(".role").hidden = !admins.has(message.from.id);
  if (message.via_bot) {
    node.classList.add("by-bot");
    node.querySelector(".via").hidden = false;
    put(node, ".via b", `@${message.via_bot.username}`);
  }
  return node;
}

function replyOf(message) {
  const original = message.reply_to_message;
  if (!original || original.forum_topic_created) return null; // every message of a topic is a reply to its beginning
  const node = stamp("t-reply");
  node.classList.add(tintOf(original.from));
  node.dataset.to = original.message_id;
  put(node, "strong", nameOf(original.from));
  put(node, ".quoted-text", briefOf(original));
  return node;
}

function mediaOf(message) {
  if (message.photo) return photoOf(message);
  if (message.sticker) return stickerOf(message.sticker);
  return message.voice ? voiceOf(message.voice) : null;
}

function photoOf(message) {
  const size = message.photo.at(-1);
  const node = stamp("t-photo");
  const picture = node.querySelector("img");
  picture.width = size.width;
  picture.height = size.height;
  picture.alt = say("photo-from", { name: nameOf(message.from) });
  picture.src = `/files/${encodeURIComponent(size.file_id)}`;
  return node;
}

function stickerOf(sticker) {
  const node = stamp("t-sticker");
  put(node, "span", sticker.emoji ?? "");
  return node;
}

function voiceOf(voice) {
  const node = stamp("t-voice");
  put(node, ".voice-length", `${Math.floor(voice.duration / 60)}:${String(voice.duration % 60).padStart(2, "0")}`);
  return node;
}

function textOf(message) {
  const text = message.text ?? message.caption;
  if (text === undefined && CONTENTS.some((kind) => kind in message)) return null;
  const node = document.createElement("div");
  node.className = "text";
  node.append(nodesOf(text ?? say("unshown"), message.entities ?? message.caption_entities));
  return node;
}

/** Whether an app says that a message was edited; of a bot's messages it does not. */
function isEdited(message) {
  return Boolean(message.edit_date) && !message.from?.is_bot;
}
