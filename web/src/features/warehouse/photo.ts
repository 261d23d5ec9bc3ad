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

async function readHere(photo: Blob): Promise<string | null> {
  const picture = await createImageBitmap(photo).catch(() => null);
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  if (!picture || !context) return null;
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return readPixels(context.getImageData(0, 0, canvas.width, canvas.height));
}

/** Every code once. */
export async function readPhoto(photo: Blob): Promise<string[]> {
  const here = await readHere(photo);
  if (here !== null) return [here];
  const found = await sendFile("barcode_read", {}, photo);
  return [...new Set(found.map(({ code }) => code))];
}
