/** Light or dark: as the system has it, until somebody chooses; their choice is remembered. */

const SAVED = "playground-theme";
const system = matchMedia("(prefers-color-scheme: dark)");

show(read());

/** Lets a button turn light to dark and back. */
export function themeButton(button) {
  const tell = () => (button.ariaPressed = String(isDark()));
  button.addEventListener("click", () => {
    const theme = isDark() ? "light" : "dark";
    write(theme);
    show(theme);
    tell();
  });
  system.addEventListener("change", tell);
  tell();
}

function isDark() {
  return (document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
}

function show(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
}

function read() {
  try {
    return localStorage.getItem(SAVED);
  } catch {
    return null;
  }
}

function write(theme) {
  try {
    localStorage.setItem(SAVED, theme);
  } catch {
    // storage is barred: the choice lasts as long as the page
  }
}
