/* Developing: what a camera wrote is read from where it is staged, made into a picture by the media
   worker, and only that picture is kept. The staged bytes were encrypted under a key that is in
   the memory of this process alone. */
#include "call/pool.h"
#include "files/files.h"
#include "files/incoming.h"
#include "files/photo.h"
#include "files/render.h"

static enum status refuse_size(struct call *call)
{
    return REFUSE(
        call, TOO_LARGE, .code = "EntityTooLarge", .limit = LIMIT_PHOTO_BYTES >> 20,
        .say = L("The photo is too large: at most {limit} MiB.", "照片太大：最大 {limit} MiB。"));
}

static enum status make_picture(struct incoming *incoming, struct text *ret_picture,
                                struct media_facts *ret_facts)
{
    static const struct media_wish as_it_is = { .quality = PHOTO_QUALITY };
    struct call *call = incoming->call;
    struct text image;
    enum media_fault fault = MEDIA_NO_IMAGE;
    enum status status = OK;

    if (blob_writer_size(incoming->writer) > LIMIT_PHOTO_BYTES)
        return refuse_size(call);
    status = blob_writer_read_back(incoming->writer, call->arena, &image);
    if (status != OK)
        return refuse_blob(call, status);
    pool_wait_begin();
    fault = media_make(call->instance->files->media, image, &as_it_is, call->arena, ret_picture,
                       ret_facts);
    pool_wait_end();
    if (fault != MEDIA_FINE)
        return refuse_media(call, fault);
    return ret_picture->size <= LIMIT_PHOTO_BYTES ? OK : refuse_size(call);
}

static enum status write_picture(struct incoming *incoming, struct text picture)
{
    struct call *call = incoming->call;
    const struct blob_store *blobs = &call->instance->files->blobs;
    struct text wrapped;
    enum status status =
        blob_row_new(call, blobs, incoming->put.actor.workspace_id, &incoming->blob);

    if (status != OK)
        return status;
    incoming->put.blob_id = incoming->blob.row.id;
    status = blob_row_key(call->arena, &incoming->blob, &wrapped);
    if (status == OK)
        status =
            blob_writer_open(blobs, incoming->blob.row.id, wrapped, call->arena, &incoming->writer);
    if (status == OK)
        status = blob_write(incoming->writer, picture);
    return status == OK ? OK : refuse_blob(call, status);
}

enum status photo_develop(struct incoming *incoming)
{
    struct media_facts facts;
    struct text picture;
    enum status status = make_picture(incoming, &picture, &facts);

    if (status != OK)
        return status;
    incoming->staged = incoming->blob;
    incoming->photo.staged_blob_id = incoming->staged.row.id;
    incoming->photo.width = facts.picture_width;
    incoming->photo.height = facts.picture_height;
    incoming->put.content_type = text_from(media_type_of(facts.picture_kind));
    return write_picture(incoming, picture);
}
