// The tour: what a test shows step by step becomes docs/tour.md, with its pictures. `make tour`
// writes them; any other run only compares the steps, so that the page cannot tell of a step that
// is not there any more.
import { execFileSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

import type { Page } from "playwright-core";

import { takePicture } from "./browser.ts";

export interface Stop {
  name: string;
  title: string;
  text: string;
}

const docs = resolve(import.meta.dirname, "../../docs");
const heading = (stop: Stop, index: number) => `## ${index + 1}. ${stop.title}`;

/** docs/tour.md: a heading, a sentence and a picture of each variant for every stop. */
export function describeTour(title: string, intro: string, stops: readonly Stop[], variants: readonly string[]): string {
  const parts = stops.map((stop, index) => {
    const pictures = variants.map((variant) => `<img src="tour/${variant}-${stop.name}.jpg" height="420" alt="${stop.title}, ${variant}">`);
    return [heading(stop, index), stop.text, pictures.join(" ")].join("\n\n");
  });
  return `${[`# ${title}`, intro, ...parts].join("\n\n")}\n`;
}

/** The page as it stands, as the picture of this stop. */
export async function showStop(page: Page, variant: string, stop: string): Promise<void> {
  await takePicture(page, `tour/${variant}-${stop}`);
  if (!process.env["STEWARD_TOUR"]) return;
  const path = join(docs, "tour", `${variant}-${stop}.jpg`);
  await mkdir(dirname(path), { recursive: true });
  await page.screenshot({ path, type: "jpeg", quality: 70, animations: "disabled" });
}

/** The first page of a PDF, as the picture of this stop. */
export async function showPaper(path: string, variant: string, stop: string): Promise<void> {
  const folder = process.env["STEWARD_TOUR"] ? join(docs, "tour") : resolve(docs, "../build/screenshots/tour");
  await mkdir(folder, { recursive: true });
  execFileSync("pdftoppm", ["-jpeg", "-r", "60", "-singlefile", path, join(folder, `${variant}-${stop}`)]);
}

/** Writes docs/tour.md when asked to, and returns what is there. */
export async function keepTour(text: string): Promise<string> {
  const path = join(docs, "tour.md");
  if (process.env["STEWARD_TOUR"]) await writeFile(path, text);
  return readFile(path, "utf8");
}
