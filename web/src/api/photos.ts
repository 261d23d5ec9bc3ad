/* Photos of records: files of Supabase Storage in the bucket of the record's module. */
import { call, currentToken, removeFiles } from "./client";
import type { Database } from "./database.gen";
import { entityOf } from "./rows";
import type { EntityName } from "./entities.gen";
import { ApiError, apiError } from "./errors";

export type PhotoLink = Database["public"]["Functions"]["photo_links"]["Returns"][number];
export type PhotoSize = "thumbnail" | "screen" | "original";

/** What a camera or a folder may bring; the server decides by the bytes. */
export const PHOTO_TYPES = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif";
const IDS_PER_REQUEST = 100;

const bucketOf = (entity: EntityName) => `${entityOf(entity).module}-photos`;

export async function readPhotos(
  entity: EntityName,
  records: readonly string[],
  size: PhotoSize,
  first = false,
): Promise<PhotoLink[]> {
  const found: PhotoLink[] = [];
  for (let at = 0; at < records.length; at += IDS_PER_REQUEST)
    found.push(
      ...(await call("photo_links", { entity, records: records.slice(at, at + IDS_PER_REQUEST), size, first })),
    );
  return found;
}

export const orderPhotos = (entity: EntityName, record: string, photos: readonly string[]) =>
  call("photo_order", { entity, record_id: record, photos: [...photos] });

export const removePhoto = (entity: EntityName, photo: PhotoLink) => removeFiles(bucketOf(entity), [photo.path]);

const startsWith = (bytes: Uint8Array, text: string, at = 0) =>
  [...text].every((letter, i) => bytes[at + i] === letter.charCodeAt(0));

/** What it is by its first bytes: phones name pictures wrongly, or not at all. */
export async function photoType(file: Blob): Promise<string> {
  const head = new Uint8Array(await file.slice(0, 16).arrayBuffer());
  if (startsWith(head, "\xff\xd8\xff")) return "image/jpeg";
  if (startsWith(head, "\x89PNG")) return "image/png";
  if (startsWith(head, "RIFF") && startsWith(head, "WEBP", 8)) return "image/webp";
  if (startsWith(head, "ftyphei", 4) || startsWith(head, "ftypmif1", 4)) return "image/heic";
  return file.type || "application/octet-stream";
}

interface Refusal {
  readonly originalResponse?: { getStatus: () => number; getBody: () => string } | null;
}

function errorOf(cause: unknown): ApiError {
  const answer = (cause as Refusal).originalResponse;
  if (!answer) return new ApiError({ kind: "offline", message: "" });
  try {
    return apiError(JSON.parse(answer.getBody()), answer.getStatus());
  } catch {
    return apiError({}, answer.getStatus());
  }
}

interface PhotoToSend {
  readonly entity: EntityName;
  readonly record: string;
  readonly id: string;
  readonly file: Blob;
  readonly onProgress: (part: number) => void;
}

/** Sends a photo, and goes on where the line broke. That it is there already is fine: the answer was lost. */
export async function sendPhoto({ entity, record, id, file, onProgress }: PhotoToSend): Promise<void> {
  const [{ Upload }, contentType] = await Promise.all([import("tus-js-client"), photoType(file)]);
  await new Promise<void>((done, fail) => {
    new Upload(file, {
      endpoint: `${location.origin}/storage/v1/upload/resumable`,
      retryDelays: [500, 2000, 5000],
      storeFingerprintForResuming: false,
      metadata: { bucketName: bucketOf(entity), objectName: `${entity}/${record}/${id}`, contentType },
      onBeforeRequest: async (request) => {
        request.setHeader("Authorization", `Bearer ${(await currentToken()) ?? ""}`);
        request.setHeader("Accept-Language", document.documentElement.lang || "en");
      },
      onProgress: (sent, all) => onProgress(all > 0 ? sent / all : 0),
      onSuccess: () => done(),
      onError: (cause) => {
        const error = errorOf(cause);
        if (error.code === "KeyAlreadyExists") done();
        else fail(error);
      },
    }).start();
  });
}
