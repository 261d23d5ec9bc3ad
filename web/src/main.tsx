/* Start: the address, the words, then the page. */
import "./ui/styles.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { openRecoveryLink } from "./app/recoveryLink";
import { registerShellWorker } from "./app/shellWorker";
import { firstLanguage, loadWords } from "./i18n/language";
import { LanguageProvider } from "./i18n/LanguageProvider";

async function start() {
  const language = firstLanguage();
  const words = await loadWords(language);
  const root = document.getElementById("root");
  if (!root) throw new Error("index.html has no #root");
  createRoot(root).render(
    <StrictMode>
      <LanguageProvider language={language} words={words}>
        <App />
      </LanguageProvider>
    </StrictMode>,
  );
  await registerShellWorker();
}

openRecoveryLink();
void start();
