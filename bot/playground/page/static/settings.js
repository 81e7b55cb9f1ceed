/** The settings of the open chat: the bot's privacy mode, its rank in the group, and a new beginning. */

import { confirmClear, toast } from "./dialogs.js";
import { beMenu, opens } from "./menus.js";
import { byId } from "./nodes.js";
import { say } from "./words.js";

export class Settings {
  #menu = byId("more-menu");
  #privacy = byId("privacy");
  #admin = byId("admin");

  /** `act` does an act, null where it failed. */
  constructor({ store, act }) {
    this.store = store;
    opens(byId("more"), this.#menu);
    beMenu(this.#menu);
    this.#privacy.addEventListener("click", () => act("privacy", { on: !store.privacy }));
    this.#admin.addEventListener("click", () => act("admin", { on: !this.#isAdmin }));
    byId("clear").addEventListener("click", async () => {
      if ((await confirmClear()) && (await act("clear"))) toast(say("cleared"));
    });
  }

  /** Shows how things are set. */
  show() {
    for (const item of [this.#privacy, this.#admin]) item.hidden = this.store.chat.kind === "private";
    this.#privacy.ariaChecked = String(this.store.privacy);
    this.#admin.ariaChecked = String(this.#isAdmin);
  }

  get #isAdmin() {
    return this.store.group.bot === "administrator";
  }
}
