/** The list over the input line, from which one chooses without leaving the line: commands or inline results. */

import { byId } from "./nodes.js";
import { say } from "./words.js";

const NEAR = 60; // pixels from the end of the list at which more is wanted

export class Suggestions {
  #box = byId("suggestions");
  #list = byId("suggestions-list");
  #field = byId("text");
  #offer = null;

  constructor() {
    this.#box.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the line
    this.#list.addEventListener("keydown", (event) => this.key(event) && event.preventDefault());
    this.#list.addEventListener("click", (event) => this.#clicked(event));
    this.#list.addEventListener("scroll", () => this.#nearEnd(), { passive: true });
  }

  /**
   * Shows rows to choose from. `choose(index, byTab)` is called with what was chosen; `more()` as the end comes near;
   * `selected` is the row that Enter chooses at once, -1 for none.
   */
  show(rows, { choose, more = () => {}, selected = -1 }) {
    this.#offer = { choose, more };
    this.#list.replaceChildren();
    this.add(rows);
    this.#box.hidden = false;
    this.#list.scrollTop = 0;
    byId("suggestions-none").hidden = rows.length > 0;
    byId("commands-button").ariaExpanded = "true";
    this.#select(selected);
  }

  /** Adds rows at the end. */
  add(rows) {
    for (const row of rows) {
      row.id = `suggestion-${this.#list.childElementCount}`;
      this.#list.append(row);
    }
    byId("suggestions-count").textContent = say("choices", { count: this.#list.childElementCount });
  }

  /** Shows that other rows are on their way. */
  wait(waiting) {
    this.#box.ariaBusy = waiting ? "true" : null;
  }

  hide() {
    if (!this.open) return;
    this.#offer = null;
    this.#box.hidden = true;
    this.#list.replaceChildren();
    byId("inline-button").hidden = true;
    byId("suggestions-count").textContent = "";
    byId("commands-button").ariaExpanded = "false";
    this.#field.removeAttribute("aria-activedescendant");
  }

  get open() {
    return this.#offer !== null;
  }

  /** Whether there is no row above the selected one. */
  get atTop() {
    return this.open && this.#selected <= 0;
  }

  /** Takes a key of the input line; true where it was meant for the list. */
  key(event) {
    if (!this.open) return false;
    const rows = this.#list.childElementCount;
    const here = this.#selected;
    if (event.key === "Escape") this.hide();
    else if (event.key === "ArrowDown" && rows) this.#select((here + 1) % rows);
    else if (event.key === "ArrowUp" && rows) this.#select(here <= 0 ? rows - 1 : here - 1);
    else if (event.key === "Enter" && !event.shiftKey && here >= 0) this.#offer.choose(here, false);
    else if (event.key === "Tab" && !event.shiftKey && here >= 0) return this.#offer.choose(here, true) !== false;
    else return false;
    return true;
  }

  get #selected() {
    return Array.from(this.#list.children).findIndex((row) => row.ariaSelected === "true");
  }

  #select(index) {
    for (const [at, row] of Array.from(this.#list.children).entries()) row.ariaSelected = String(at === index);
    const row = this.#list.children[index];
    row?.scrollIntoView({ block: "nearest" });
    for (const holder of [this.#field, this.#list]) {
      if (row) holder.setAttribute("aria-activedescendant", row.id);
      else holder.removeAttribute("aria-activedescendant");
    }
    this.#nearEnd();
  }

  #clicked(event) {
    const row = event.target.closest("[role=option]");
    if (row) this.#offer?.choose(Array.from(this.#list.children).indexOf(row), false);
  }

  #nearEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.#list;
    if (this.open && scrollHeight - clientHeight - scrollTop < NEAR) this.#offer.more();
  }
}
