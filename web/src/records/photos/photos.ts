/* Photos through the cache. Addresses are good for an hour at least: they are asked for again before. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { EntityName } from "../../api/entities.gen";
import { forget, keys } from "../../api/keys";
import { orderPhotos, readPhotos, removePhoto, type PhotoLink, type PhotoSize } from "../../api/photos";
import { entityOf } from "../../api/rows";
import { levelIn, type Me } from "../../api/session";
import { sentenceOf } from "../../i18n/sentence";
import { useTranslate } from "../../i18n/translate";
import { useFeedback } from "../../ui/feedback";

const FRESH_MS = 30 * 60_000;

export function usePhotos(entity: EntityName, record: string, size: PhotoSize, enabled = true) {
  return useQuery({
    queryKey: keys.named("photo", entity, record, size),
    queryFn: () => readPhotos(entity, [record], size),
    staleTime: FRESH_MS,
    refetchInterval: FRESH_MS,
    enabled,
  });
}

/** The first photo of each of these records, by record. */
export function useFirstPhotos(entity: EntityName, records: readonly string[]): ReadonlyMap<string, PhotoLink> {
  const found = useQuery({
    queryKey: keys.named("photo", entity, "first", records.join()),
    queryFn: () => readPhotos(entity, records, "thumbnail", true),
    staleTime: FRESH_MS,
    refetchInterval: FRESH_MS,
    enabled: Boolean(entityOf(entity).photos) && records.length > 0,
  });
  return new Map((found.data ?? []).map((photo) => [photo.record_id, photo]));
}

export const mayAddPhotos = (me: Me, entity: EntityName) => levelIn(me, entityOf(entity).module) >= 2;

export const mayRemovePhoto = (me: Me, entity: EntityName, photo: PhotoLink) =>
  levelIn(me, entityOf(entity).module) >= 3 || (mayAddPhotos(me, entity) && photo.created_by === me.account);

export const mayOrderPhotos = (me: Me, entity: EntityName, photos: readonly PhotoLink[]) =>
  photos.every((photo) => mayRemovePhoto(me, entity, photo));

export function useForgetPhotos() {
  const cache = useQueryClient();
  return () => void forget(cache, "photo");
}

export function usePhotoChanges(entity: EntityName, record: string) {
  const t = useTranslate();
  const { toast } = useFeedback();
  const onSettled = useForgetPhotos();
  const onError = (error: unknown) => toast({ message: sentenceOf(error, t), tone: "bad" });
  return {
    remove: useMutation({ mutationFn: (photo: PhotoLink) => removePhoto(entity, photo), onSettled, onError }),
    order: useMutation({
      mutationFn: (ids: readonly string[]) => orderPhotos(entity, record, ids),
      onSettled,
      onError,
    }),
  };
}
