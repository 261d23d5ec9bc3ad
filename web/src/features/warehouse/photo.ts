/* Barcodes in a photo: read here first, which needs no network, and then by the server, which tries
   harder. */
import { sendFile } from "../../api/client";

const LONGEST = 2400;

/* Its own worker, as long as one photo takes. */
function readPixels(pixels: ImageData): Promise<string | null> {
  const worker = new Worker(new URL("./scanner.worker.ts", import.meta.url), { type: "module" });
  return new Promise<string | null>((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<{ code: string | null }>) => resolve(data.code);
    worker.onerror = () => resolve(null);
    worker.postMessage(pixels);
  }).finally(() => worker.terminate());
}

function drawn(picture: ImageBitmap, scale: number): ImageData | null {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  if (!context) return null;
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

/* As it is; smaller, where what is out of focus shows; larger, for a small code. */
async function readHere(photo: Blob): Promise<string | null> {
  const picture = await createImageBitmap(photo).catch(() => null);
  if (!picture) return null;
  const most = LONGEST / Math.max(picture.width, picture.height);
  for (const wish of [1, 0.5, 2, 0.75]) {
    const pixels = drawn(picture, Math.min(wish, most));
    const code = pixels && (await readPixels(pixels));
    if (code) return code;
  }
  return null;
}

/** Every code once. */
export async function readPhoto(photo: Blob): Promise<string[]> {
  const here = await readHere(photo);
  if (here !== null) return [here];
  const found = await sendFile("barcode_read", {}, photo);
  return [...new Set(found.map(({ code }) => code))];
}
