/* Says the result aloud, for a packer whose eyes are on the shelf. */
import { localeOf, type Language } from "../../i18n/translate";

const KEY = "steward.scan.speak";

export const speaksAloud = () => localStorage.getItem(KEY) === "on";

export function setSpeaksAloud(on: boolean): void {
  localStorage.setItem(KEY, on ? "on" : "off");
}

export function speak(sentence: string, language: Language): void {
  if (!speaksAloud() || typeof speechSynthesis === "undefined") return;
  const spoken = new SpeechSynthesisUtterance(sentence);
  spoken.lang = localeOf[language];
  speechSynthesis.cancel();
  speechSynthesis.speak(spoken);
}
