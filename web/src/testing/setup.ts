/* What jsdom lacks: sizes, media, scrolling. And a clean desk after every test. */
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

/* Pages are fetched lazily, and the machine may be busy. */
configure({ asyncUtilTimeout: 45_000 });

const px = (value: number) => ({ configurable: true, get: () => value });
Object.defineProperties(HTMLElement.prototype, {
  offsetHeight: px(800),
  offsetWidth: px(1200),
  clientHeight: px(800),
  clientWidth: px(1200),
});
Element.prototype.scrollIntoView = () => undefined;
Object.defineProperty(document, "fonts", { value: new EventTarget() });
window.scrollTo = () => undefined;

globalThis.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

/** Tests set this to be on a phone. */
export const screen = { phone: false };

window.matchMedia = (query) => ({
  matches: query.includes("max-width") && screen.phone,
  media: query,
  onchange: null,
  addListener: () => undefined,
  removeListener: () => undefined,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  dispatchEvent: () => false,
});

afterEach(() => {
  cleanup();
  screen.phone = false;
  localStorage.clear();
  history.replaceState(null, "", "/");
});
