/** Where links lead: those of Telegram to a chat or message of this page, all others to a new tab. */

import { toast } from "./dialogs.js";
import { topicOf } from "./state.js";
import { say } from "./words.js";

const HOSTS = new Set(["t.me", "telegram.me"]);
const GROUPS = -(10 ** 12); // what links leave out of a group's id: its number is subtracted from this

export class Links {
  /** `send` sends a text as whoever speaks to the open chat; `show` brings the open chat to be seen. */
  constructor({ store, log, send, show }) {
    Object.assign(this, { store, log, send, show });
  }

  /** Follows an address within the page; false where it leads out of it. */
  follow(address) {
    if (!URL.canParse(address)) return false;
    const url = new URL(address);
    if (!HOSTS.has(url.hostname)) return false;
    const [name, ...path] = url.pathname.split("/").filter(Boolean);
    if (name === "c") return this.#toMessage(path.map(Number));
    if (name?.toLowerCase() !== this.store.bot.username.toLowerCase()) return false;
    if (url.searchParams.has("startgroup")) toast(say("would-add"));
    else this.start(url.searchParams.get("start"));
    return true;
  }

  /** Opens the private chat of whoever speaks and starts the bot there; null only opens it. */
  start(payload) {
    this.store.open(false);
    this.show();
    if (payload !== null) this.send(`/start ${payload}`.trim());
  }

  /** Goes to a message of the open chat, in whatever topic. */
  goTo(messageId) {
    if (!this.log.jump(messageId)) toast(say("no-such-message"));
  }

  #toMessage(numbers) {
    const { group } = this.store;
    const chatId = GROUPS - numbers[0];
    const message = this.store.message(chatId, numbers.at(-1));
    if (chatId !== group.id || !message) {
      toast(say("no-such-message"));
      return true;
    }
    this.store.open(true, topicOf(group, message));
    this.show();
    this.goTo(message.message_id);
    return true;
  }
}
