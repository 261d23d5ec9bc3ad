/* Finds barcodes in pictures. A worker, because only here may WebAssembly be compiled: its file is
   served with a policy of its own (src/http/assets.c). */
import { scanImageData } from "@undecaf/zbar-wasm";

interface Found {
  readonly code: string | null;
}

/* The scope of a worker, without its own library of types. */
const scope = self as unknown as {
  onmessage: ((event: MessageEvent<ImageData>) => void) | null;
  postMessage: (found: Found) => void;
};

scope.onmessage = (event) => {
  void scanImageData(event.data)
    .then((symbols) => scope.postMessage({ code: symbols[0]?.decode() ?? null }))
    .catch(() => scope.postMessage({ code: null }));
};
