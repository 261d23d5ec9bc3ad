/* Instance export: head, rows, files, manifest. */
#include "files/instance_export.h"

#include "base/encode.h"
#include "codec/json_write.h"
#include "files/files.h"
#include "files/instance_archive.h"
#include "files/rows.h"
#include "store/row.h"

static const struct identity system_identity = { .is_system = true };

/* ---- sums ---- */

static void free_digest(void *subject)
{
    digest_stream_free(subject);
}

struct file_sum file_sum_new(struct arena *arena)
{
    struct file_sum sum = { .digest = digest_stream_new() };

    arena_defer(arena, free_digest, sum.digest);
    return sum;
}

void file_sum_begin(struct file_sum *sum, struct id id, int64_t size)
{
    struct arena scratch = { 0 };

    digest_stream_append(sum->digest,
                         arena_print(&scratch, "%s %lld\n", id_to_text(id).at, (long long)size));
    sum->totals.files++;
    sum->totals.file_bytes += size;
    arena_release(&scratch);
}

static void write_sum(struct json_writer *json, struct arena *arena,
                      const struct digest_stream *digest)
{
    json_write_text_member(json, T("sha256"), digest_hex(arena, digest_stream_read(digest)));
}

struct text export_manifest(const struct schema *schema, const struct row_sum *rows,
                            const struct file_sum *files, struct arena *arena)
{
    struct buffer text = buffer_in(arena, LIMIT_EXPORT_MANIFEST);
    struct json_writer json = json_writer_to(&text);

    json_begin_object(&json);
    json_write_integer_member(&json, T("format"), EXPORT_FORMAT);
    json_write_key(&json, T("rows"));
    json_begin_object(&json);
    for (size_t i = 0; i < schema->count; i++) {
        if (rows[i].count == 0)
            continue;
        json_write_key(&json, text_from(schema->entities[i]->name));
        json_begin_object(&json);
        json_write_integer_member(&json, T("count"), rows[i].count);
        write_sum(&json, arena, rows[i].digest);
        json_end_object(&json);
    }
    json_end_object(&json);
    json_write_key(&json, T("files"));
    json_begin_object(&json);
    json_write_integer_member(&json, T("count"), files->totals.files);
    json_write_integer_member(&json, T("bytes"), files->totals.file_bytes);
    write_sum(&json, arena, files->digest);
    json_end_object(&json);
    json_end_object(&json);
    buffer_append_byte(&text, '\n');
    return buffer_text(&text);
}

/* ---- writing ---- */

struct exporting {
    const struct instance *instance;
    struct archive_writer *writer;
    struct row_sum *rows;
    struct file_sum files;
    struct arena *arena;
    struct text reason;
};

static enum status write_head(const struct exporting *exporting)
{
    struct buffer text = buffer_in(exporting->arena, LIMIT_EXPORT_MANIFEST);
    struct json_writer json = json_writer_to(&text);
    const struct instance *instance = exporting->instance;

    json_begin_object(&json);
    json_write_integer_member(&json, T("format"), EXPORT_FORMAT);
    json_write_text_member(&json, T("program"), text_from(steward_version()));
    json_write_text_member(&json, T("made_at"), text_from(instant_to_text(clock_now_ms()).at));
    json_write_text_member(&json, T("engine"),
                           store_engine(instance->store) == ENGINE_SQLITE ? T("sqlite")
                                                                          : T("postgresql"));
    json_write_text_member(&json, T("master_key"),
                           text_from(key_name_text(key_name_of(instance->keys->keys[0])).at));
    json_end_object(&json);
    buffer_append_byte(&text, '\n');
    return archive_add(exporting->writer, T(EXPORT_HEAD), buffer_text(&text));
}

static enum status write_bytes(struct exporting *exporting, const struct blob *blob,
                               struct blob_reader *reader)
{
    enum status status = OK;
    int64_t at = 0;

    file_sum_begin(&exporting->files, blob->row.id, blob->size);
    while (status == OK && at < blob->size) {
        struct text bytes = { 0 };

        status = blob_read(reader, at, &bytes);
        if (status == OK && bytes.size == 0)
            status = FAILED;
        if (status == OK)
            status = archive_append(exporting->writer, bytes);
        digest_stream_append(exporting->files.digest, bytes);
        at += (int64_t)bytes.size;
    }
    return status;
}

/* Its wrapped key goes first: who puts the bytes back needs it. */
static enum status write_file(struct exporting *exporting, const struct blob *blob,
                              struct arena *arena)
{
    const struct blob_store *store = &exporting->instance->files->blobs;
    struct id_text id = id_to_text(blob->row.id);
    struct blob_reader *reader;
    struct text wrapped;
    enum status status =
        archive_add(exporting->writer, arena_print(arena, "files/%s.key", id.at), blob->key);

    if (status == OK && !base64_decode(arena, blob->key, BASE64_URL, &wrapped))
        status = FAILED;
    if (status == OK)
        status = blob_reader_open(store, blob->row.id, wrapped, blob->size, arena, &reader);
    if (status == OK)
        status =
            archive_begin(exporting->writer, arena_print(arena, "files/%s", id.at), blob->size);
    if (status == OK)
        status = write_bytes(exporting, blob, reader);
    if (status == OK)
        status = archive_end(exporting->writer);
    if (status != OK && exporting->reason.size == 0)
        exporting->reason =
            arena_print(exporting->arena,
                        "The file %s cannot be exported: its bytes are damaged, out of reach, or "
                        "were removed meanwhile. steward doctor says more; otherwise try again.",
                        id.at);
    return status;
}

static enum status each_blob(struct tx *tx, void *row, void *context)
{
    struct arena scratch = { 0 };
    enum status status = write_file(context, row, &scratch);

    (void)tx;
    arena_release(&scratch);
    return status;
}

static enum status export_all(struct tx *tx, void *context)
{
    struct exporting *exporting = context;
    struct blob blob;
    enum status status = write_head(exporting);

    if (status == OK)
        status = store_export(tx, exporting->writer, exporting->rows);
    if (status == OK)
        status = row_each(tx, &blob_entity, T("state = 'kept' ORDER BY workspace_id, id"), NULL, 0,
                          &blob, each_blob, exporting);
    if (status == OK)
        status = archive_add(exporting->writer, T(EXPORT_MANIFEST),
                             export_manifest(&exporting->instance->schema, exporting->rows,
                                             &exporting->files, exporting->arena));
    return status;
}

enum status instance_export(const struct instance *instance, const char *path, bool is_plain,
                            struct arena *arena, struct export_totals *ret_totals,
                            struct text *ret_reason)
{
    struct exporting exporting = { .instance = instance,
                                   .rows = row_sums_new(&instance->schema, arena),
                                   .files = file_sum_new(arena),
                                   .arena = arena };
    enum status status = archive_create(path, is_plain ? NULL : instance->keys, arena,
                                        &exporting.writer, ret_reason);

    if (status != OK)
        return status;
    status = store_read(instance->store, &system_identity, arena, export_all, &exporting, NULL);
    if (status == OK)
        status = archive_finish(exporting.writer);
    archive_writer_free(exporting.writer);
    if (status != OK) {
        *ret_reason =
            exporting.reason.size > 0
                ? exporting.reason
                : arena_print(arena, "%s cannot be written: the disk, or the store.", path);
        return status;
    }
    for (size_t i = 0; i < instance->schema.count; i++)
        exporting.files.totals.rows += exporting.rows[i].count;
    *ret_totals = exporting.files.totals;
    return OK;
}
