/* Instance import: the archive is read once to check everything, once for the files, and once or
   twice for the rows, which are one transaction. */
#include "base/encode.h"
#include "codec/json_read.h"
#include "files/files.h"
#include "files/instance_archive.h"
#include "files/rows.h"
#include "store/store_backup.h"

static const struct identity system_identity = { .is_system = true };

struct importing {
    const struct instance *instance;
    const char *path;
    struct archive_reader *reader;
    struct arena *arena;
    struct text *ret_reason;
    struct row_sum *rows;
    struct file_sum files;
    bool has_links;      /* from an entity to itself */
    struct text wrapped; /* of the file that comes next; in wrapped_bytes */
    char wrapped_bytes[LIMIT_WRAPPED_KEY];
    struct id wrapped_of;
};

struct member {
    struct text name;
    int64_t size;
};

/* Calls `each` for every member, in an arena of its own. */
static enum status each_member(struct importing *importing,
                               enum status (*each)(struct importing *importing,
                                                   struct member member, struct arena *arena,
                                                   void *context),
                               void *context)
{
    struct arena scratch = { 0 };
    struct member member;
    bool is_found = true;
    enum status status = archive_open(importing->path, importing->instance->keys, importing->arena,
                                      &importing->reader, importing->ret_reason);

    if (status != OK)
        return status;
    while (status == OK &&
           (status = archive_next(importing->reader, &member.name, &member.size, &is_found)) ==
               OK &&
           is_found) {
        status = each(importing, member, &scratch, context);
        arena_clear(&scratch);
    }
    if (status != OK && archive_reason(importing->reader).size > 0)
        *importing->ret_reason = archive_reason(importing->reader);
    archive_reader_free(importing->reader);
    arena_release(&scratch);
    return status;
}

/* "files/<id>" or, with .key behind it, its wrapped key. */
static bool read_file_name(struct text name, struct id *ret_id, bool *ret_is_key)
{
    struct text rest = name;

    if (!text_equal(text_cut(&rest, '/'), T("files")))
        return false;
    *ret_is_key = text_ends_with(rest, T(".key"));
    if (*ret_is_key)
        rest = text_slice(rest, 0, rest.size - 4);
    return id_from_text(rest, ret_id);
}

/* ---- looking through it ---- */

struct checking {
    bool has_head, has_manifest;
};

static enum status check_head(struct importing *importing, struct arena *arena)
{
    const struct store_keys *keys = importing->instance->keys;
    const struct json *head = NULL;
    struct text bytes, key;
    enum status status = archive_read_all(importing->reader, LIMIT_EXPORT_MANIFEST, arena, &bytes);

    if (status != OK)
        return status;
    if (json_parse(arena, bytes, NULL, &head, NULL) != OK)
        return archive_refuse(importing->reader, "its head is no JSON");
    if (json_integer_member(head, T("format")) != EXPORT_FORMAT) {
        *importing->ret_reason = arena_print(
            importing->arena,
            "%s has the format %lld, made by Steward %.*s; this program reads format %d. Import "
            "it with a newer program.",
            importing->path, (long long)json_integer_member(head, T("format")),
            TEXT_ARG(json_text_member(head, T("program"))), EXPORT_FORMAT);
        return INVALID;
    }
    key = json_text_member(head, T("master_key"));
    for (size_t i = 0; i < keys->count; i++)
        if (text_equal(key, text_from(key_name_text(key_name_of(keys->keys[i])).at)))
            return OK;
    *importing->ret_reason = arena_print(
        importing->arena,
        "What is sealed in %s was sealed with master key %.*s; the configured key is %s. Set "
        "STEWARD_MASTER_KEY or key_file to the right one, or add it behind the current one.",
        importing->path, TEXT_ARG(key), key_name_text(key_name_of(keys->keys[0])).at);
    return UNAVAILABLE;
}

static enum status check_rows(struct importing *importing, struct member member,
                              struct arena *arena)
{
    const struct schema *schema = &importing->instance->schema;
    struct text kind, bytes, name = arena_copy(arena, member.name);
    const struct entity *entity = store_export_entity(schema, name, &kind);
    const char *why = "";
    size_t at = 0;
    enum status status;

    if (!entity && kind.size > 0) {
        *importing->ret_reason =
            arena_print(importing->arena,
                        "%s holds records of the kind %.*s, which this program does not know: a "
                        "newer one has made it.",
                        importing->path, TEXT_ARG(kind));
        return INVALID;
    }
    if (!entity)
        return archive_refuse(importing->reader, "this member does not belong there");
    status = archive_read_all(importing->reader, LIMIT_EXPORT_PART, arena, &bytes);
    if (status != OK)
        return status;
    while (schema->entities[at] != entity)
        at++;
    importing->has_links |= store_import_links(entity);
    status = store_import_check(entity, bytes, &importing->rows[at], &why);
    if (status != OK)
        *importing->ret_reason = arena_print(importing->arena, "%s cannot be imported: in %.*s %s.",
                                             importing->path, TEXT_ARG(name), why);
    return status;
}

static enum status check_key(struct importing *importing, struct id id, struct arena *arena)
{
    struct text bytes, wrapped;
    enum status status = archive_read_all(importing->reader, LIMIT_WRAPPED_KEY, arena, &bytes);

    if (status == OK && (!base64_decode(arena, bytes, BASE64_URL, &wrapped) || wrapped.size == 0))
        status = archive_refuse(importing->reader, "a wrapped key is none");
    if (status != OK)
        return status;
    memcpy(importing->wrapped_bytes, wrapped.at, wrapped.size);
    importing->wrapped_of = id;
    importing->wrapped = (struct text){ importing->wrapped_bytes, wrapped.size };
    return OK;
}

static enum status check_file(struct importing *importing, struct id id, int64_t size)
{
    struct text bytes = { 0 };
    enum status status = OK;

    if (!id_equal(importing->wrapped_of, id))
        return archive_refuse(importing->reader, "a file comes without its key");
    file_sum_begin(&importing->files, id, size);
    do {
        status = archive_read(importing->reader, &bytes);
        if (status == OK)
            digest_stream_append(importing->files.digest, bytes);
    } while (status == OK && bytes.size > 0);
    return status;
}

/* Says the same as one that is made from what was read. */
static enum status check_manifest(struct importing *importing, struct arena *arena)
{
    struct text wanted =
        export_manifest(&importing->instance->schema, importing->rows, &importing->files, arena);
    struct text bytes;
    enum status status = archive_read_all(importing->reader, LIMIT_EXPORT_MANIFEST, arena, &bytes);

    if (status == OK && !text_equal(bytes, wanted))
        status = archive_refuse(importing->reader,
                                "its counts and hashes are not those of what stands before it");
    return status;
}

static enum status check_member(struct importing *importing, struct member member,
                                struct arena *arena, void *context)
{
    struct checking *checking = context;
    struct id id;
    bool is_key;

    if (text_equal(member.name, T(EXPORT_HEAD)) && !checking->has_head) {
        checking->has_head = true;
        return check_head(importing, arena);
    }
    if (!checking->has_head) {
        *importing->ret_reason =
            arena_print(importing->arena, "%s is no export of Steward.", importing->path);
        return INVALID;
    }
    if (checking->has_manifest)
        return archive_refuse(importing->reader, "something stands behind its manifest");
    if (text_equal(member.name, T(EXPORT_MANIFEST))) {
        checking->has_manifest = true;
        return check_manifest(importing, arena);
    }
    if (read_file_name(member.name, &id, &is_key))
        return is_key ? check_key(importing, id, arena) : check_file(importing, id, member.size);
    return check_rows(importing, member, arena);
}

static enum status check_all(struct importing *importing)
{
    struct checking checking = { 0 };
    enum status status = each_member(importing, check_member, &checking);

    if (status == OK && !checking.has_manifest) {
        *importing->ret_reason =
            arena_print(importing->arena, "%s is damaged: it has no manifest.", importing->path);
        status = FAILED;
    }
    return status;
}

/* ---- files ---- */

static enum status put_file(struct importing *importing, struct id id, struct arena *arena)
{
    const struct blob_store *store = &importing->instance->files->blobs;
    struct blob_writer *writer = NULL;
    struct digest digest;
    struct text bytes = { 0 };
    /* What an import that was killed has left. */
    enum status status = blob_remove(store, id);

    if (status == OK)
        status = blob_writer_open(store, id, importing->wrapped, arena, &writer);
    while (status == OK && (status = archive_read(importing->reader, &bytes)) == OK &&
           bytes.size > 0)
        status = blob_write(writer, bytes);
    if (status == OK)
        status = blob_writer_finish(writer, &digest);
    if (status != OK && archive_reason(importing->reader).size == 0)
        *importing->ret_reason = arena_print(
            importing->arena,
            "The file %s cannot be put in place: the disk or the object store. Import again.",
            id_to_text(id).at);
    return status;
}

static enum status put_member(struct importing *importing, struct member member,
                              struct arena *arena, void *context)
{
    struct id id;
    bool is_key;

    (void)context;
    if (!read_file_name(member.name, &id, &is_key))
        return OK;
    return is_key ? check_key(importing, id, arena) : put_file(importing, id, arena);
}

/* ---- rows ---- */

struct inserting {
    struct importing *importing;
    struct tx *tx;
    enum import_pass pass;
};

static enum status insert_member(struct importing *importing, struct member member,
                                 struct arena *arena, void *context)
{
    struct inserting *inserting = context;
    struct text kind, bytes, name = arena_copy(arena, member.name);
    const struct entity *entity = store_export_entity(&importing->instance->schema, name, &kind);
    enum status status;

    if (!entity || (inserting->pass == IMPORT_LINKS && !store_import_links(entity)))
        return OK;
    status = archive_read_all(importing->reader, LIMIT_EXPORT_PART, arena, &bytes);
    if (status == OK)
        status = store_import_part(inserting->tx, entity, bytes, inserting->pass);
    if (status != OK && archive_reason(importing->reader).size == 0)
        *importing->ret_reason = arena_print(
            importing->arena, "%s cannot be imported: in %.*s a row is refused: %.*s",
            importing->path, TEXT_ARG(name), TEXT_ARG(tx_error(inserting->tx)->message));
    return status;
}

/* Every file that a row counts on came along. */
static enum status count_files(struct tx *tx, const struct importing *importing)
{
    struct cursor *cursor;
    bool is_found = false;
    enum status status =
        tx_query(tx, T("SELECT count(*) FROM main.blob WHERE state = 'kept'"), NULL, 0, &cursor);

    if (status == OK)
        status = cursor_next(cursor, &is_found);
    if (status != OK)
        return status;
    if (cursor_value(cursor, 0).integer == importing->files.totals.files)
        return OK;
    *importing->ret_reason = arena_print(
        importing->arena, "%s is damaged: it has %lld of %lld files.", importing->path,
        (long long)importing->files.totals.files, (long long)cursor_value(cursor, 0).integer);
    return FAILED;
}

static enum status insert_all(struct tx *tx, void *context)
{
    struct importing *importing = context;
    struct inserting inserting = { importing, tx, IMPORT_ROWS };
    enum status status = each_member(importing, insert_member, &inserting);

    inserting.pass = IMPORT_LINKS;
    if (status == OK && importing->has_links)
        status = each_member(importing, insert_member, &inserting);
    return status == OK ? count_files(tx, importing) : status;
}

static enum status require_empty(const struct importing *importing)
{
    struct store_counts counts;
    enum status status = store_count(importing->instance->store, importing->arena, &counts);

    *importing->ret_reason = T("The store cannot be read.");
    for (size_t i = 0; status == OK && i < counts.count; i++) {
        if (counts.rows[i] == 0)
            continue;
        *importing->ret_reason =
            arena_print(importing->arena,
                        "There are records already (%s): an export is imported into an empty "
                        "instance only.",
                        importing->instance->schema.entities[i]->name);
        return CONFLICT;
    }
    return status;
}

enum status instance_import_check(const struct instance *instance, const char *path,
                                  struct arena *arena, struct importing **ret_importing,
                                  struct text *ret_reason)
{
    struct importing *importing = ARENA_NEW(arena, struct importing);
    enum status status;

    importing->instance = instance;
    importing->path = path;
    importing->arena = arena;
    importing->ret_reason = ret_reason;
    importing->rows = row_sums_new(&instance->schema, arena);
    importing->files = file_sum_new(arena);
    status = check_all(importing);
    if (status == OK)
        *ret_importing = importing;
    return status;
}

enum status instance_import(struct importing *importing, struct export_totals *ret_totals,
                            struct text *ret_reason)
{
    const struct instance *instance = importing->instance;
    enum status status;

    importing->ret_reason = ret_reason;
    status = require_empty(importing);
    if (status == OK)
        status = each_member(importing, put_member, NULL);
    if (status == OK)
        status = store_write(instance->store, &system_identity, importing->arena, insert_all,
                             importing, NULL);
    if (status != OK)
        return status;
    *ret_totals = importing->files.totals;
    for (size_t i = 0; i < instance->schema.count; i++)
        ret_totals->rows += importing->rows[i].count;
    return OK;
}
