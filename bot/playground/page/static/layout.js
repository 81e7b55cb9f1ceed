/** What is to be seen: at phone width the list of chats or one chat, and the author's panel folded or over it. */

import { byId } from "./nodes.js";

const SAVED = "playground-panel"; // in the browser's storage, by width: whether the panel is open
const narrow = matchMedia("(width < 900px)");

export class Layout {
  #panel = byId("panel");
  #fold = byId("panel-fold");

  /** `onLook` is told whether the open chat is to be seen. */
  constructor(onLook) {
    this.onLook = onLook;
    this.#fold.addEventListener("click", () => this.#turn(this.#panel.hidden));
    document.addEventListener("keydown", (event) => this.#escape(event));
    byId("back").addEventListener("click", () => this.showList());
    narrow.addEventListener("change", () => this.#fit());
    this.#fit();
  }

  /** Shows the open chat; where that hides the list, the focus goes along. */
  showChat() {
    const moved = narrow.matches && document.body.dataset.view !== "chat";
    document.body.dataset.view = "chat";
    if (narrow.matches && !this.#panel.hidden) this.#turn(false);
    this.#look();
    if (moved) byId("log").focus({ preventScroll: true });
  }

  /** Shows the list of chats. */
  showList() {
    document.body.dataset.view = "list";
    this.#look();
    byId("chat-list").querySelector("[aria-current]")?.focus();
  }

  #fit() {
    this.#open(read()[this.#width] ?? !narrow.matches);
    this.#look();
  }

  #turn(open) {
    write({ ...read(), [this.#width]: open });
    this.#open(open);
  }

  #open(open) {
    this.#panel.hidden = !open;
    this.#fold.ariaExpanded = String(open);
    const covered = open && narrow.matches;
    byId("chat").inert = covered;
    byId("chats").inert = covered;
  }

  #escape(event) {
    if (event.key !== "Escape" || event.defaultPrevented || !narrow.matches || this.#panel.hidden) return;
    if (document.querySelector("dialog[open]")) return;
    this.#turn(false);
    this.#fold.focus();
  }

  #look() {
    this.onLook(!narrow.matches || document.body.dataset.view === "chat");
  }

  get #width() {
    return narrow.matches ? "narrow" : "wide";
  }
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(SAVED)) ?? {};
  } catch {
    return {};
  }
}

function write(folds) {
  try {
    localStorage.setItem(SAVED, JSON.stringify(folds));
  } catch {
    // storage is barred: the fold lasts as long as the page
  }
}
