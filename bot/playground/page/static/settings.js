/** The settings of the open chat: the bot's privacy mode, its rank in the group, and a new beginning. */

import { confirmClear, focusInput, toast } from "./dialogs.js";
import { beMenu, opens } from "./menus.js";
import { byId } from "./nodes.js";
import { say } from "./words.js";

export class Settings {
  #menu = byId("more-menu");
  #privacy = byId("privacy");
  #admin = byId("admin");
  #begins = false; // whether all begins anew as soon as the server says so

  /** `act` does an act, null where it failed. */
  constructor({ store, act }) {
    this.store = store;
    opens(byId("more"), this.#menu);
    beMenu(this.#menu);
    this.#privacy.addEventListener("click", () => act("privacy", { on: !store.privacy }));
    this.#admin.addEventListener("click", () => act("admin", { on: !this.#isAdmin }));
    byId("clear").addEventListener("click", () => this.#clear(act));
  }

  /** Shows how things are set. */
  show() {
    for (const item of [this.#privacy, this.#admin]) item.hidden = this.store.chat.kind === "private";
    this.#privacy.ariaChecked = String(this.store.privacy);
    this.#admin.ariaChecked = String(this.#isAdmin);
    if (this.#begins) focusInput();
    this.#begins = false;
  }

  async #clear(act) {
    byId("more").focus(); // to which the focus returns: the menu is gone by then
    this.#begins = await confirmClear();
    if (!this.#begins) return;
    if (await act("clear")) toast(say("cleared"));
    else this.#begins = false;
  }

  get #isAdmin() {
    return this.store.group.bot === "administrator";
  }
}
