/** What comes over the page: a bot's alert, a question, a photo in full, a passing line. */

import { byId, portray, put, stamp } from "./nodes.js";
import { say } from "./words.js";

const PASSING = 4000; // milliseconds that a passing line stays, and some more for each letter
const EACH = 40;
let passing;

/** Shows a bot's alert until it is closed. */
export function alertWith(title, text) {
  byId("alert-title").textContent = title;
  byId("alert-text").textContent = text;
  byId("alert").showModal();
}

/** Shows a line for a few seconds; screen readers say it. */
export function toast(text) {
  const line = byId("toast");
  clearTimeout(passing);
  line.textContent = text;
  passing = setTimeout(() => (line.textContent = ""), PASSING + EACH * text.length);
}

/** Asks whether to begin anew; true for yes. */
export async function confirmClear() {
  return (await answerOf(byId("confirm-clear"))) === "yes";
}

/** Asks in which of the chats (each with its id, title and whose picture it has) to write; its id, null for none. */
export async function chooseChat(chats) {
  const choices = chats.map(({ id, title, face }) => {
    const node = stamp("t-choice");
    node.value = id;
    put(node, ".choice-title", title);
    portray(node.querySelector(".avatar"), face, title);
    return node;
  });
  byId("choose-list").replaceChildren(...choices);
  return Number(await answerOf(byId("choose-chat"))) || null;
}

/** Shows a picture as large as it fits. */
export function view(picture) {
  const viewer = byId("viewer");
  const large = viewer.querySelector("img");
  large.src = picture.src;
  large.alt = picture.alt;
  viewer.showModal();
}

/** Copies a text and says so. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(say("copied"));
  } catch {
    toast(say("not-copied"));
  }
}

/** Lets a click beside a dialog close it. */
export function closeBeside() {
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close(""));
  }
}

function answerOf(dialog) {
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true }));
}
