/** The buttons under a message. */

import { safeAddress } from "./entities.js";
import { put, stamp } from "./nodes.js";

const waiting = new Set(); // pressed buttons that have no answer yet; they outlast a change of their message

/** The rows of buttons of a message, as nodes. */
export function rowsOf(message) {
  const rows = message.reply_markup?.inline_keyboard ?? [];
  return rows.map((row) => {
    const node = document.createElement("div");
    node.className = "key-row";
    node.append(...row.map((key) => keyOf(message, key)));
    return node;
  });
}

/** Presses a button: it is busy until `work` is done, and cannot be pressed again meanwhile. */
export async function press(message, data, work) {
  const name = nameOf(message, data);
  if (waiting.has(name)) return;
  waiting.add(name);
  mark(name, true);
  try {
    await work();
  } finally {
    waiting.delete(name);
    mark(name, false);
  }
}

function keyOf(message, key) {
  const node = KINDS.find(([field]) => field in key)?.[1](key, message) ?? stamp("t-key");
  put(node, ".key-text", key.text);
  return node;
}

const KINDS = [
  ["callback_data", (key, message) => {
    const node = stamp("t-key");
    node.dataset.data = key.callback_data;
    node.dataset.key = nameOf(message, key.callback_data);
    node.ariaBusy = waiting.has(node.dataset.key) ? "true" : null;
    return node;
  }],
  ["url", (key) => {
    const node = stamp("t-key-url");
    node.href = safeAddress(key.url) ?? "";
    return node;
  }],
  ["switch_inline_query_current_chat", (key) => inline(key.switch_inline_query_current_chat, "here")],
  ["switch_inline_query", (key) => inline(key.switch_inline_query, "elsewhere")],
  ["copy_text", (key) => {
    const node = stamp("t-key-copy");
    node.dataset.copy = key.copy_text.text;
    return node;
  }],
];

function inline(query, where) {
  const node = stamp("t-key-inline");
  Object.assign(node.dataset, { query, where });
  return node;
}

function nameOf(message, data) {
  return `${message.chat.id}/${message.message_id}/${data}`;
}

function mark(name, busy) {
  for (const node of document.querySelectorAll(".key[data-key]")) {
    if (node.dataset.key === name) node.ariaBusy = busy ? "true" : null;
  }
}
