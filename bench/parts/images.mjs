/* Thumbnails, 400 pixels wide, of a JPEG of 6 megapixels, one after the other: the confined media
   worker, its library without the worker around it and with other settings, and npm's sharp. */
import { statSync } from "node:fs";
import { resolve } from "node:path";

import { notes_of } from "../lib/context.mjs";
import { installed } from "../lib/install.mjs";
import { run } from "../lib/process.mjs";
import { failure_of, is_whole, median_of, ratio_of, take_turns } from "../lib/rounds.mjs";
import { BARE, STEWARD } from "../targets/steward.mjs";

const TITLE = "thumbnail of a 6 MP JPEG";
const WAYS = [
  ["media worker", "worker"],
  ["libvips without the worker", "library"],
  ["libvips, vector code on", "vectors"],
  ["libvips, no shrink on load", "unshrunk"],
];

export async function images(context) {
  const notes = notes_of("images");
  if (!context.peers.includes("sharp")) return notes.entries;
  const folder = await installed("sharp");
  const picture = `${context.scratch}/picture.jpg`;
  const sharp = (...words) => run("node", ["bench/targets/sharp.cjs", folder, ...words], { seconds: 120 });
  await sharp("picture", picture);
  let versions = "";
  const targets = WAYS.map(([name, way]) => ({
    name,
    make: async (seconds) => ({ ms: Number(await run(BARE, ["thumbnail", way, picture, resolve(STEWARD), String(seconds)])) }),
  }));
  targets.push({
    name: "sharp",
    make: async (seconds) => {
      const said = JSON.parse(await sharp("thumbnail", picture, String(seconds)));
      versions = `sharp ${said.sharp}, libvips ${said.vips}`;
      return said;
    },
  });
  const { make } = await take_turns(context, targets, ["make"], { warm_up_s: 0 });
  const own = make[targets[0].name];
  for (const { name } of targets) {
    const label = name === "sharp" ? versions || name : name;
    if (!is_whole(make[name])) notes.note(TITLE, null, "", label, { reason: failure_of(make[name]).reason });
    else notes.note(TITLE, median_of(make[name], ({ ms }) => ms), "ms", label, {
      ratio: name !== targets[0].name && is_whole(own) ? ratio_of(make[name], own, ({ ms }) => ms) : null,
    });
  }
  notes.note("the picture", statSync(picture).size / 2 ** 20, "MiB", "JPEG, 3000 x 2000");
  return notes.entries;
}
