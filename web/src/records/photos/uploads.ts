/* Photos on their way to the server. They outlive the page that took them: whoever goes on to the
   next box does not wait, and a lost line loses nothing. One after the other, in order. */
import { useSyncExternalStore } from "react";
import type { EntityName } from "../../api/entities.gen";
import { ApiError, apiError } from "../../api/errors";
import { sendPhoto } from "../../api/photos";
import { newId } from "../../api/newId";

export interface PhotoUpload {
  readonly id: string;
  readonly entity: EntityName;
  readonly record: string;
  readonly file: File;
  readonly preview: string;
  readonly state: "waiting" | "sending" | "failed";
  readonly part: number;
  readonly error: ApiError | null;
  readonly onDone: () => void;
}

let uploads: readonly PhotoUpload[] = [];
let isRunning = false;
const listeners = new Set<() => void>();
const stay = (event: BeforeUnloadEvent) => event.preventDefault();

function change(next: readonly PhotoUpload[]) {
  uploads = next;
  if (uploads.length > 0) addEventListener("beforeunload", stay);
  else removeEventListener("beforeunload", stay);
  for (const told of listeners) told();
}

const update = (id: string, parts: Partial<PhotoUpload>) =>
  change(uploads.map((one) => (one.id === id ? { ...one, ...parts } : one)));

export function dropUpload(id: string) {
  const gone = uploads.find((one) => one.id === id);
  if (gone) URL.revokeObjectURL(gone.preview);
  change(uploads.filter((one) => one.id !== id));
}

async function send(one: PhotoUpload) {
  update(one.id, { state: "sending", error: null });
  try {
    await sendPhoto({ ...one, onProgress: (part) => update(one.id, { part }) });
    dropUpload(one.id);
    one.onDone();
  } catch (cause) {
    update(one.id, { state: "failed", error: cause instanceof ApiError ? cause : apiError(cause) });
  }
}

async function run() {
  if (isRunning) return;
  isRunning = true;
  for (;;) {
    const next = uploads.find((one) => one.state === "waiting");
    if (!next) break;
    await send(next);
  }
  isRunning = false;
}

export function retryUpload(id: string) {
  update(id, { state: "waiting", part: 0 });
  void run();
}

/* What only the line stopped goes on when it is back. */
addEventListener("online", () => {
  for (const one of uploads) if (one.state === "failed" && one.error?.kind === "offline") retryUpload(one.id);
});

interface Place {
  readonly entity: EntityName;
  readonly record: string;
  readonly onDone: () => void;
}

export function addUploads(place: Place, files: readonly File[]) {
  const added = files.map((file): PhotoUpload => {
    const preview = URL.createObjectURL(file);
    return { ...place, id: newId(), file, preview, state: "waiting", part: 0, error: null };
  });
  change([...uploads, ...added]);
  void run();
}

function subscribe(told: () => void) {
  listeners.add(told);
  return () => listeners.delete(told);
}

export function useUploads(entity: EntityName, record: string): readonly PhotoUpload[] {
  const all = useSyncExternalStore(subscribe, () => uploads);
  return all.filter((one) => one.entity === entity && one.record === record);
}
