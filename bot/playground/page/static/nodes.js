/** Nodes of the page: found by id, stamped from templates; and the round picture that stands for a person or chat. */

import { say } from "./words.js";

const TINTS = 7; // colours for names, in style.css

/** The element of that id. */
export function byId(id) {
  return document.getElementById(id);
}

/** A new copy of what stands in a template. */
export function stamp(template) {
  return byId(template).content.firstElementChild.cloneNode(true);
}

/** Puts text into the element that a selector finds in a node; the element. */
export function put(node, selector, text) {
  const found = node.querySelector(selector);
  found.textContent = text;
  return found;
}

/** Shows in a badge how many messages are unread, nothing for none. */
export function count(badge, number) {
  badge.hidden = number === 0;
  badge.ariaLabel = say("unread", { count: number });
  badge.textContent = number > 99 ? "99+" : String(number);
}

/** The class that colours the name of a user or chat, always the same for one id; bots have a colour of their own. */
export function tintOf({ id, is_bot: isBot }) {
  return isBot ? "tint-bot" : `tint-${Math.abs(id) % TINTS}`;
}

/** Makes a node the picture of a user or chat: the initials of its name on its colour. */
export function portray(node, who, name) {
  node.className = `avatar ${tintOf(who)}`;
  const initials = name.split(/\s+/).slice(0, 2).map((part) => Array.from(part)[0] ?? "");
  node.textContent = initials.join("").toUpperCase();
}

/** Whether somebody asked for less movement. */
export function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
