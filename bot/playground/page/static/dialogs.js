/** What comes over the page: a bot's alert, a question, a photo in full, a passing line. */

import { byId, portray, put, stamp } from "./nodes.js";
import { say } from "./words.js";

const PASSING = 2500; // milliseconds that a passing line stays, and some more for each letter
const EACH = 40;
const LONGEST = 5000; // but no longer than this
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
  passing = setTimeout(() => (line.textContent = ""), Math.min(LONGEST, PASSING + EACH * text.length));
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

/** Lets a click beside a dialog close it, and the focus go on where what opened the dialog is gone. */
export function mindDialogs() {
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close(""));
    dialog.addEventListener("close", () => {
      const held = document.activeElement; // the browser leaves it in the dialog where it finds no way back
      if (held === document.body || dialog.contains(held)) focusInput();
    });
  }
}

/** Brings the focus to where one writes, or to the button that is there instead, or else to the messages. */
export function focusInput() {
  const [place] = ["text", "start", "log"].map(byId).filter((node) => node.checkVisibility());
  place?.focus({ preventScroll: true });
}

function answerOf(dialog) {
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true }));
}
