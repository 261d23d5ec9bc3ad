/* The camera, frame by frame, through the worker that reads barcodes. */

const WIDTH = 960;
/** How long the same code is not told again: it stays in the picture. */
const AGAIN_MS = 2500;

export interface Camera {
  readonly stop: () => void;
}

/** Asks for the camera, so only after a press. `told` gets each code once while it is in sight. */
export async function startCamera(video: HTMLVideoElement, told: (code: string) => void): Promise<Camera> {
  const wanted = { video: { facingMode: "environment", width: { ideal: 1280 } }, audio: false };
  const stream = await navigator.mediaDevices.getUserMedia(wanted);
  const worker = new Worker(new URL("./scanner.worker.ts", import.meta.url), { type: "module" });
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const last = { code: "", at: 0 };
  let running = true;

  const next = () => {
    if (!running || !context) return;
    if (video.videoWidth === 0) {
      setTimeout(next, 100);
      return;
    }
    const scale = Math.min(1, WIDTH / video.videoWidth);
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    worker.postMessage(context.getImageData(0, 0, canvas.width, canvas.height));
  };
  worker.onmessage = ({ data }: MessageEvent<{ code: string | null }>) => {
    const now = Date.now();
    if (running && data.code && (data.code !== last.code || now - last.at > AGAIN_MS)) told(data.code);
    if (data.code) Object.assign(last, { code: data.code, at: now });
    setTimeout(next, 120);
  };

  video.srcObject = stream;
  await video.play();
  next();
  return {
    stop: () => {
      running = false;
      worker.terminate();
      for (const track of stream.getTracks()) track.stop();
      video.srcObject = null;
    },
  };
}
