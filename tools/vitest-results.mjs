// A vitest reporter: writes build/results/SUITE.tsv (suite, file, test, passed or failed) and
// prints the counts, and which tests passed only at a second try: a defect of the test or of the
// server to be looked into. The suite is named by STEWARD_SUITE; without it nothing is written.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const results = join(dirname(fileURLToPath(import.meta.url)), "..", "build", "results");
const oneLine = (text) => text.replace(/\s+/g, " ").trim();

export default class Results {
  onInit(vitest) {
    this.folder = vitest.config.dir ?? vitest.config.root;
  }

  onTestRunEnd(modules, unhandledErrors) {
    const suite = process.env.STEWARD_SUITE;
    if (!suite) return;
    const lines = [];
    const add = (file, test, verdict) => lines.push([suite, file, oneLine(test), verdict].join("\t"));
    for (const each of modules) {
      const file = relative(this.folder, each.moduleId);
      let failures = 0;
      for (const test of each.children.allTests()) {
        const { state } = test.result();
        if (state === "skipped") continue;
        const { retryCount = 0 } = test.diagnostic() ?? {};
        if (state === "passed" && retryCount > 0) {
          const reason = oneLine(test.result().errors?.[0]?.message ?? "no reason");
          console.log(`${suite}: passed at a second try only: ${file}: ${test.fullName}: ${reason}`);
        }
        failures += state === "passed" ? 0 : 1;
        add(file, test.fullName, state === "passed" ? "passed" : "failed");
      }
      // A hook that failed, or a file that did not load.
      if (failures === 0 && each.state() === "failed") add(file, "(the file as a whole)", "failed");
    }
    unhandledErrors.forEach((error, at) => add("-", `(unhandled error ${at + 1})`, "failed"));

    mkdirSync(results, { recursive: true });
    writeFileSync(join(results, `${suite}.tsv`), lines.map((line) => `${line}\n`).join(""));
    const failed = lines.filter((line) => line.endsWith("\tfailed")).length;
    console.log(`${suite}: ${lines.length - failed} passed, ${failed} failed`);
  }
}
