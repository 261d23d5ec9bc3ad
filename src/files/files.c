/* Files: opening and closing. */
#include "files/files.h"

#include "crypto/cipher.h"
#include "crypto/store_key.h"
#include "egress/s3.h"
#include "files/photo.h"
#include "files/sweep.h"
#include "media/media.h"

#include <sys/stat.h>

static const struct ticker_task *const tasks[] = { &sweep_task, &stray_task, NULL };

static enum status open_keys(const struct instance *instance, struct files *files)
{
    files->signs = store_key_derive(instance->keys, KEY_FOR_TOKENS, T("signed addresses"));
    return store_key_ring(instance->keys, KEY_FOR_BLOBS, (struct text){ 0 }, &files->wraps);
}

/* Where the settings say that blobs are: *ret_place NULL means the data directory. */
static enum status open_place(struct instance *instance, struct blob_place *place,
                              const struct blob_place **ret_place, struct text *ret_reason)
{
    enum status status;

    *ret_place = NULL;
    if (!s3_is_wanted(instance->settings))
        return OK;
    status = s3_open(instance->settings, instance->arena, &instance->files->s3, ret_reason);
    if (status != OK)
        return status;
    *place = s3_place(instance->files->s3);
    *ret_place = place;
    return OK;
}

enum status files_open(struct instance *instance, struct text *ret_reason)
{
    struct files *files = ARENA_NEW(instance->arena, struct files);
    const char *directory = arena_print(instance->arena, "%s/blobs", instance->settings->data).at;
    const struct blob_place *place;
    struct blob_place other;
    enum status status;

    instance->files = files;
    files->media =
        media_start(&(struct media_settings){ .workers = (int)instance->settings->media_workers });
    files->press = media_start(&(struct media_settings){
        .trade = MEDIA_FOR_PAPER, .workers = (int)instance->settings->media_workers });
    (void)mkdir(instance->settings->data, 0700); /* there is none yet beside PostgreSQL */
    status = open_place(instance, &other, &place, ret_reason);
    if (status != OK)
        return status;
    status = open_keys(instance, files);
    if (status == OK)
        status = blob_store_open(&files->blobs, directory, &files->wraps, place,
                                 instance->settings->is_durable);
    if (status == OK)
        status = key_ring_add(&files->passing_key, secret_random(CIPHER_KEY_SIZE));
    if (status == OK)
        status = blob_store_open(&files->passing, directory, &files->passing_key, NULL,
                                 instance->settings->is_durable);
    instance->forget_records = photo_forget;
    if (status == OK)
        return OK;
    *ret_reason = arena_print(instance->arena, "The directory %s cannot be made.", directory);
    return status;
}

void files_close(struct instance *instance)
{
    if (!instance->files)
        return;
    media_stop(instance->files->media);
    media_stop(instance->files->press);
    s3_close(instance->files->s3);
    key_ring_release(&instance->files->wraps);
    key_ring_release(&instance->files->passing_key);
    secret_free(instance->files->signs);
    instance->files = NULL;
}

enum status files_start(struct instance *instance)
{
    instance->files->ticker = ticker_start(instance, tasks);
    return instance->files->ticker ? OK : FAILED;
}

void files_stop(struct instance *instance)
{
    ticker_stop(instance->files->ticker);
    instance->files->ticker = NULL;
}

int64_t files_largest(const struct instance *instance)
{
    return instance->settings->file_megabytes << 20;
}
