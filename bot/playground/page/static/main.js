/** The playground's page: puts the parts together and tells each what concerns it. */

import { Log } from "./chat.js";
import { Clicks } from "./clicks.js";
import { Composer } from "./composer.js";
import { mindDialogs, toast } from "./dialogs.js";
import { ActError, Feed } from "./feed.js";
import { Layout } from "./layout.js";
import { Links } from "./links.js";
import { byId } from "./nodes.js";
import { Places } from "./places.js";
import { Settings } from "./settings.js";
import { showPanel } from "./panel.js";
import { Store } from "./state.js";
import { themeButton } from "./theme.js";
import { say } from "./words.js";

const store = new Store();
const panelApi = { act: (name, fields) => feed.act(name, fields) };
const feed = new Feed(
  {
    state(state) {
      store.replace(state);
      showPanel(state.panel, panelApi);
    },
    message: ({ chat, message }) => store.keep(chat, message),
    deleted: ({ chat, message_id }) => store.forget(chat, message_id),
    typing: ({ chat, topic, action }) => store.type(chat, topic, action),
    asks: ({ chat, message_id, placeholder, person }) => store.ask(chat, message_id, placeholder, person),
    panel: (panel) => showPanel(panel, panelApi),
  },
  (connected) => {
    byId("connection").textContent = connected ? "" : say("connecting");
  },
);
const layout = new Layout((looking) => store.look(looking));
const show = () => layout.showChat();
const log = new Log(store);
const composer = new Composer({ store, act, start: (payload) => links.start(payload) });
const links = new Links({ store, log, show, send: (text) => composer.send(text) });
const places = new Places(store, show);
const settings = new Settings({ store, act });
new Clicks({ store, log, links, composer, act, show });

for (const change of ["reset", "move"]) {
  store.addEventListener(change, () => {
    places.show();
    composer.show(); // before the messages: a focus that they lose goes to the input line or the button in its place
    log.show();
    settings.show();
  });
}
store.addEventListener("message", ({ detail }) => {
  log.take(detail);
  places.show();
  composer.fit();
});
store.addEventListener("deleted", ({ detail }) => {
  composer.fit();
  log.drop(detail);
  places.show();
});
store.addEventListener("counts", () => places.show());
store.addEventListener("typing", () => places.show());
store.addEventListener("asked", ({ detail }) => {
  if (detail.place !== store.place) return;
  composer.show();
  composer.focus();
});
themeButton(byId("theme"));
mindDialogs();
feed.open();

/** Does an act; what the server answers, null where it failed, which the page says. */
async function act(name, fields) {
  try {
    return await feed.act(name, fields);
  } catch (error) {
    if (!(error instanceof ActError)) throw error;
    toast(say("failed", { error: error.message || say("no-answer") }));
    return null;
  }
}
