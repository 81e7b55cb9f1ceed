/**
 * A text with its entities as nodes. No text is ever read as markup: each piece becomes a text node.
 *
 * Offsets and lengths are UTF-16 units, as JavaScript counts. What can be pressed is a real button or link; chat.js and
 * message.js hear them by their classes.
 */

import { put, stamp } from "./nodes.js";

const TAGS = { bold: "b", italic: "i", underline: "u", strikethrough: "s" };
const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);
const VERBATIM = new Set(["code", "pre", "url", "text_link", "bot_command"]);
const COMMAND = /(?<![\w/<>@])\/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])/g;
const SAFE = new Set(["http:", "https:", "mailto:", "tel:", "tg:"]);

/** The nodes of a text; the commands in it can be pressed, as Telegram shows them to everybody. */
export function nodesOf(text, entities = []) {
  const fragment = document.createDocumentFragment();
  fill(fragment, text, ordered([...entities, ...commandsIn(text, entities)]), 0, text.length);
  return fragment;
}

/** An address that a link may lead to, null for any other. */
export function safeAddress(address) {
  try {
    const url = new URL(/^[a-z]+:/i.test(address) ? address : `https://${address}`);
    return SAFE.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** The outer entity comes before the inner ones. */
function ordered(entities) {
  return entities.toSorted((one, other) => one.offset - other.offset || other.length - one.length);
}

function commandsIn(text, entities) {
  const taken = entities.filter((entity) => VERBATIM.has(entity.type));
  return Array.from(text.matchAll(COMMAND), (found) => ({
    type: "bot_command",
    offset: found.index,
    length: found[0].length,
  })).filter((found) => !taken.some((entity) => found.offset < end(entity) && entity.offset < end(found)));
}

function end(entity) {
  return entity.offset + entity.length;
}

/** Puts a stretch of text into a node; entities that cross each other are cut where the outer one ends. */
function fill(parent, text, entities, from, to) {
  let at = from;
  let afterBlock = false;
  for (let i = 0; i < entities.length; i += 1) {
    const entity = entities[i];
    if (entity.offset < at || entity.offset >= to) continue;
    const stop = Math.min(end(entity), to);
    const inner = entities.slice(i + 1).filter((other) => other.offset >= entity.offset && other.offset < stop);
    const isBlock = BLOCKS.has(entity.type);
    parent.append(plain(text.slice(at, entity.offset), afterBlock, isBlock));
    parent.append(made(entity, text, inner, stop));
    at = stop;
    afterBlock = isBlock;
  }
  parent.append(plain(text.slice(at, to), afterBlock, false));
}

/** A text between entities, without the line breaks that a block makes by itself. */
function plain(text, afterBlock, beforeBlock) {
  const begun = afterBlock ? text.replace(/^\n/, "") : text;
  return document.createTextNode(beforeBlock ? begun.replace(/\n$/, "") : begun);
}

function made(entity, text, inner, stop) {
  const words = text.slice(entity.offset, stop);
  const make = MAKERS[entity.type];
  if (make) return make(words, entity, (node) => fill(node, text, inner, entity.offset, stop));
  const node = document.createElement(TAGS[entity.type] ?? "span");
  node.dataset.entity = entity.type;
  fill(node, text, inner, entity.offset, stop);
  return node;
}

const MAKERS = {
  code(words) {
    const node = stamp("t-code");
    put(node, "code", words);
    return node;
  },
  pre(words, entity) {
    const node = stamp("t-pre");
    put(node, "code", words);
    put(node, ".pre-language", entity.language ?? "");
    return node;
  },
  bot_command(words) {
    const node = document.createElement("button");
    node.type = "button";
    node.className = "command";
    node.textContent = words;
    return node;
  },
  text_link: (words, entity, pour) => link(entity.url, pour),
  url: (words, entity, pour) => link(words, pour),
  blockquote(words, entity, pour) {
    const node = stamp("t-quote");
    pour(node);
    return node;
  },
  expandable_blockquote(words, entity, pour) {
    const node = stamp("t-fold");
    pour(node.querySelector(".fold-body"));
    foldable(node);
    return node;
  },
  spoiler(words, entity, pour) {
    const hidden = stamp("t-spoiler");
    hidden.append(words);
    hidden.addEventListener("click", () => {
      const shown = document.createElement("span");
      shown.className = "spoilt";
      shown.tabIndex = -1;
      pour(shown);
      hidden.replaceWith(shown);
      shown.focus();
    });
    return hidden;
  },
};

function link(address, pour) {
  const safe = safeAddress(address);
  const node = document.createElement(safe ? "a" : "span");
  if (safe) Object.assign(node, { href: safe, target: "_blank", rel: "noopener noreferrer" });
  pour(node);
  return node;
}

/** Lets a quote be opened and folded; one that is short enough needs no button. */
function foldable(quote) {
  const body = quote.querySelector(".fold-body");
  const button = quote.querySelector("button");
  const turn = (open) => button.setAttribute("aria-expanded", open);
  button.addEventListener("click", () => turn(button.getAttribute("aria-expanded") !== "true"));
  body.addEventListener("focusin", () => turn(true)); // what has the focus is to be seen
  sizes.observe(body);
}

const sizes = new ResizeObserver((changes) => {
  for (const { target } of changes) {
    const button = target.nextElementSibling;
    if (button.getAttribute("aria-expanded") === "true") continue;
    target.parentElement.classList.toggle("short", target.scrollHeight <= target.clientHeight + 2);
  }
});
