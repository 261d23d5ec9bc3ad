/* Photo: the pictures of a record. A kind of record that says `.photos = 12` (schema/entity.h) has
   them; nothing else is to be written. They are files of the bucket `<module>-photos`, at
   `<entity>/<record id>/<photo id>`, uploaded as any file is, and each is a row of `photo` besides.
   What arrives is decoded and written anew before it is kept (photo_develop.c): no place, no
   device, no comment of the camera is in it. Photos go with their record. */
#ifndef FILES_PHOTO_H
#define FILES_PHOTO_H

#include "files/object.h"

struct incoming;

enum { LIMIT_PHOTO_BYTES = 25 << 20, PHOTO_QUALITY = 85 };

/* What photos may be when they arrive. Kept are JPEG, PNG and WebP. */
#define PHOTO_TYPES "image/jpeg image/png image/webp image/heic image/heif"

/* The module whose photos the bucket holds; MODULE_UNDECLARED when it is no bucket for photos. */
enum module photo_bucket_module(const struct schema *schema, struct text bucket);
/* "warehouse-photos" */
struct text photo_bucket_name(struct arena *arena, enum module module);
bool module_has_photos(const struct schema *schema, enum module module);
/* A name that no administrator gives a bucket: it may become the program's. */
bool photo_bucket_name_is_reserved(struct text bucket);

/* "product/<record id>/<photo id>" */
struct text photo_path(struct arena *arena, const struct photo_target *target);
/* Refuses with InvalidKey what is no such path, or of another module than the bucket's. */
enum status MUST_CHECK photo_target_read(struct call *call, const struct bucket *bucket,
                                         struct text name, struct photo_target *ret_target);

/* --- inside a transaction as the server's own code */

/* Refuses when the record is not there (NoSuchKey) or full (TooManyPhotos). */
enum status MUST_CHECK photo_check(struct call *call, struct tx *tx, const struct put *put);
/* The photo's row, behind the others of its record; what was staged for it is doomed. */
enum status MUST_CHECK photo_put(struct call *call, struct tx *tx, const struct put *put,
                                 struct id object_id);
/* The row of the photo that is this file, if it is one: before the file's own. */
enum status MUST_CHECK photo_remove(struct tx *tx, const struct storage_object *object);
/* instance->forget_records */
enum status MUST_CHECK photo_forget(struct call *call, struct tx *tx, const struct entity *entity,
                                    int64_t workspace_id, const struct id *ids, size_t count);

/* Its photos are seen by whom the record is seen (struct entity, seen): after every change of that.
   As the server's own code. */
enum status MUST_CHECK photo_follow_record(struct tx *tx, const struct entity *entity,
                                           int64_t workspace_id, struct id record_id);

/* --- by the clock */

/* Photos whose record is gone by a way that took nothing along. */
enum status MUST_CHECK photo_sweep(const struct instance *instance, int64_t *ret_removed);

/* --- photo_develop.c */

/* The bytes that are staged become a picture without metadata, upright, in a blob of its own, which
   is from here on what `incoming` is about. Refuses what is no picture, too large, or broken. */
enum status MUST_CHECK photo_develop(struct incoming *incoming);

#endif
