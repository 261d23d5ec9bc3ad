/* sharp, one picture after the other in one thread, as a media worker does:
     node sharp.cjs FOLDER picture FILE           writes a JPEG of 6 megapixels
     node sharp.cjs FOLDER thumbnail FILE SECONDS milliseconds of one thumbnail, and the versions */
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");

const [, , folder, what, file, seconds] = process.argv;
const sharp = createRequire(`${folder}/package.json`)("sharp");
const WIDTH = 3000;
const HEIGHT = 2000;

/* Soft shapes with the grain of a camera: what a photograph costs a decoder. */
function pixels() {
  const bytes = Buffer.alloc(WIDTH * HEIGHT * 3);
  let grain = 1;
  for (let y = 0, at = 0; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++)
      for (let colour = 0; colour < 3; colour++) {
        grain = (Math.imul(grain, 1103515245) + 12345) & 0x7fffffff;
        const shape = Math.sin(x / (90 + 40 * colour)) * 50 + Math.cos(y / (70 + 30 * colour)) * 50;
        bytes[at++] = 128 + shape + Math.sin((x * y) / 40000) * 12 + ((grain >> 16) % 9) - 4;
      }
  return bytes;
}

async function main() {
  sharp.concurrency(1);
  sharp.cache(false);
  if (what === "picture") {
    await sharp(pixels(), { raw: { width: WIDTH, height: HEIGHT, channels: 3 } }).jpeg({ quality: 90 }).toFile(file);
    return;
  }
  const image = readFileSync(file);
  const make = () => sharp(image).rotate().resize(400).jpeg({ quality: 80 }).toBuffer();
  await make();
  const from = performance.now();
  let count = 0;
  for (; performance.now() - from < Number(seconds) * 1000; count++) await make();
  console.log(JSON.stringify({ ms: (performance.now() - from) / count, vips: sharp.versions.vips, sharp: sharp.versions.sharp }));
}
main();
