/* Buckets: those for photos and the workspace's, found by name. */
#include "files/bucket.h"

#include "files/files.h"
#include "files/photo.h"
#include "store/row.h"

#include <ctype.h>

/* Second segments of the API's own paths. */
static const char *const reserved[] = { "authenticated", "copy",   "info", "list",  "list-v2",
                                        "move",          "public", "sign", "upload" };

bool bucket_name_is_valid(struct text name)
{
    if (name.size < 1 || name.size > LIMIT_BUCKET_NAME || !isalnum((unsigned char)name.at[0]))
        return false;
    for (size_t i = 0; i < name.size; i++) {
        unsigned char c = (unsigned char)name.at[i];

        if (!islower(c) && !isdigit(c) && c != '-' && c != '_' && c != '.')
            return false;
    }
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (text_equal(name, text_from(reserved[i])))
            return false;
    return true;
}

bool bucket_takes_type(struct text types, struct text content_type)
{
    struct text type = text_trim(text_cut(&content_type, ';'));

    if (types.size == 0)
        return true;
    while (types.size > 0) {
        struct text allowed = text_cut(&types, ' ');
        size_t slash = text_find_byte(allowed, '/');

        if (text_equal_nocase(allowed, type) || text_equal(allowed, T("*/*")))
            return true;
        if (text_equal(text_from_offset(allowed, slash), T("/*")) &&
            text_equal_nocase(text_slice(allowed, 0, slash + 1), text_slice(type, 0, slash + 1)))
            return true;
    }
    return false;
}

static int64_t size_limit_of(const struct call *call, int64_t limit)
{
    int64_t largest = files_largest(call->instance);

    return limit > 0 && limit < largest ? limit : largest;
}

struct bucket bucket_of_photos(struct call *call, enum module module)
{
    return (struct bucket){ .name = photo_bucket_name(call->arena, module),
                            .module = module,
                            .takes_photos = true,
                            .size_limit = size_limit_of(call, LIMIT_PHOTO_BYTES),
                            .types = T(PHOTO_TYPES),
                            .workspace_id = call->identity.workspace_id };
}

struct bucket bucket_of_row(const struct call *call, const struct storage_bucket *row)
{
    return (struct bucket){ .name = row->name,
                            .module = (enum module)row->module,
                            .is_public = row->is_public,
                            .size_limit = size_limit_of(call, row->size_limit),
                            .types = row->types,
                            .created_at = row->row.created_at,
                            .updated_at = row->row.updated_at,
                            .id = row->row.id,
                            .owner = row->row.created_by,
                            .workspace_id = row->row.workspace_id };
}

enum status bucket_load(struct call *call, struct tx *tx, int64_t workspace_id, struct text name,
                        struct bucket *ret_bucket)
{
    enum module photos_of = photo_bucket_module(&call->instance->schema, name);
    const struct value values[] = { VALUE_OF_INTEGER(workspace_id), VALUE_OF_TEXT(name) };
    struct storage_bucket row;
    enum status status;

    if (photos_of != MODULE_UNDECLARED) {
        *ret_bucket = bucket_of_photos(call, photos_of);
        ret_bucket->workspace_id = workspace_id;
        return OK;
    }
    if (!bucket_name_is_valid(name))
        return NOT_FOUND;
    status = row_find_where(tx, &storage_bucket_entity, T("workspace_id = $1 AND name = $2"),
                            values, 2, &row);
    if (status != OK)
        return status;
    *ret_bucket = bucket_of_row(call, &row);
    return OK;
}

struct requiring {
    struct call *call;
    struct text name;
    struct bucket bucket;
};

static enum status require_work(struct tx *tx, void *context)
{
    struct requiring *requiring = context;
    struct call *call = requiring->call;
    enum status status =
        bucket_load(call, tx, call->identity.workspace_id, requiring->name, &requiring->bucket);

    if (status != NOT_FOUND)
        return status;
    return REFUSE(call, NOT_FOUND, .code = "NoSuchBucket",
                  .say = L("Bucket not found", "没有此存储桶"));
}

/* As the server's own code: who has no grant is told so, and not that there is none. */
enum status bucket_require(struct call *call, struct text name, enum level level,
                           struct bucket *ret_bucket)
{
    struct requiring requiring = { .call = call, .name = name };
    enum status status = call_read_as_system(call, require_work, &requiring);

    if (status == OK)
        status = call_require(call, requiring.bucket.module, level);
    if (status == OK)
        *ret_bucket = requiring.bucket;
    return status;
}
