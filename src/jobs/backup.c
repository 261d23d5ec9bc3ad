/* Backup: make, verify, restore, and every day. */
#include "jobs/backup.h"

#include "base/log.h"
#include "codec/json_read.h"
#include "codec/json_write.h"
#include "crypto/digest_stream.h"
#include "jobs/backup_folder.h"
#include "jobs/backup_keep.h"
#include "jobs/backup_snapshot.h"
#include "jobs/erasure.h"
#include "store/store_backup.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    LOOK_EVERY_MS = 15 * 60000,
    ON_DEMAND_MS = 1 << 30,
    LIMIT_MANIFEST = 1 << 20,
    PIECE_SIZE = 1 << 16
};

/* One backup in the making. */
struct making {
    const struct instance *instance;
    const char *folder; /* of all */
    struct text name;
    const char *path; /* "....partial" */
    const char *file; /* the store in it */
    const char *key;  /* outside of it */
    struct text hash; /* of the store's file */
    int64_t erasures; /* lines of their ledger: what the store has erased already */
    struct store_counts counts;
    int64_t now_ms, rows;
    struct arena *arena;
    struct text *ret_reason;
};

const char *backup_path(const struct instance *instance, struct arena *arena)
{
    struct text data = text_from(instance->settings->data);

    if (instance->settings->backup_directory[0])
        return instance->settings->backup_directory;
    while (data.size > 1 && data.at[data.size - 1] == '/')
        data.size--;
    return arena_print(arena, "%.*s.backups", TEXT_ARG(data)).at;
}

static const char *inside(struct arena *arena, const char *path, const char *name)
{
    return arena_print(arena, "%s/%s", path, name).at;
}

static void clear(const char *path)
{
    if (folder_remove(path) != OK)
        LOG(LOG_ERROR, "a folder of a backup cannot be removed");
}

/* ---- manifest ---- */

static enum status write_manifest(struct making *making)
{
    const struct schema *schema = &making->instance->schema;
    struct buffer text = buffer_in(making->arena, LIMIT_MANIFEST);
    struct json_writer json = json_writer_to(&text);
    FILE *file = fopen(inside(making->arena, making->path, "manifest.json"), "we");
    bool is_written;

    json_begin_object(&json);
    json_write_text_member(&json, T("made_at"), text_from(instant_to_text(making->now_ms).at));
    json_write_text_member(
        &json, T("master_key"),
        text_from(key_name_text(key_name_of(making->instance->keys->keys[0])).at));
    json_write_text_member(&json, T("sha256"), making->hash);
    json_write_integer_member(&json, T("erasures"), making->erasures);
    json_write_key(&json, T("rows"));
    json_begin_object(&json);
    for (size_t i = 0; i < making->counts.count; i++) {
        json_write_integer_member(&json, text_from(schema->entities[i]->name),
                                  making->counts.rows[i]);
        making->rows += making->counts.rows[i];
    }
    json_end_object(&json);
    json_end_object(&json);
    if (!file)
        return FAILED;
    is_written = buffer_status(&text) == OK && fwrite(text.at, 1, text.size, file) == text.size &&
                 fflush(file) == 0 && fsync(fileno(file)) == 0;
    return fclose(file) == 0 && is_written ? OK : FAILED;
}

static const struct json *read_manifest(const char *path, struct arena *arena)
{
    char *text = arena_alloc(arena, LIMIT_MANIFEST);
    FILE *file = fopen(inside(arena, path, "manifest.json"), "re");
    const struct json *json = NULL;
    size_t size;

    if (!file)
        return NULL;
    size = fread(text, 1, LIMIT_MANIFEST, file);
    fclose(file);
    if (json_parse(arena, (struct text){ text, size }, NULL, &json, NULL) != OK)
        return NULL;
    return json;
}

enum status backup_hash(const char *path, struct arena *arena, struct text *ret_hash)
{
    FILE *file = fopen(path, "re");
    struct digest_stream *digest;
    char piece[PIECE_SIZE];
    size_t size;
    bool is_read;

    if (!file)
        return FAILED;
    digest = digest_stream_new();
    while ((size = fread(piece, 1, sizeof piece, file)) > 0)
        digest_stream_append(digest, (struct text){ piece, size });
    is_read = !ferror(file);
    fclose(file);
    *ret_hash = digest_hex(arena, digest_stream_read(digest));
    digest_stream_free(digest);
    return is_read ? OK : FAILED;
}

/* Earlier versions wrote no hash. */
static enum status compare_hash(const char *backup, const char *file, struct text wanted,
                                struct arena *arena, struct text *ret_reason)
{
    struct text hash;

    if (wanted.size == 0)
        return OK;
    if (backup_hash(file, arena, &hash) != OK) {
        *ret_reason = arena_print(arena, "%s cannot be read.", file);
        return FAILED;
    }
    if (text_equal(hash, wanted))
        return OK;
    *ret_reason = arena_print(arena,
                              "%s is damaged: its SHA-256 is not the one of %s/manifest.json. Take "
                              "another backup.",
                              file, backup);
    return FAILED;
}

/* Every kind of record has as many rows as the manifest says; one that the manifest does not know
   came with a later version and has none. */
static enum status compare_counts(const struct schema *schema, struct store_counts counts,
                                  const struct json *rows, struct arena *arena, int64_t *ret_rows,
                                  struct text *ret_reason)
{
    int64_t total = 0;

    for (size_t i = 0; i < counts.count; i++) {
        struct text name = text_from(schema->entities[i]->name);
        int64_t wanted = json_integer_member(rows, name);

        if (counts.rows[i] != wanted) {
            *ret_reason = arena_print(arena, "The backup has %lld of %lld rows of %.*s.",
                                      (long long)counts.rows[i], (long long)wanted, TEXT_ARG(name));
            return FAILED;
        }
        total += wanted;
    }
    *ret_rows = total;
    return OK;
}

/* The manifest of a backup whose key is in the backup itself has no hash. */
static enum status find_key(const struct json *manifest, const char **key, struct arena *arena,
                            struct text *ret_reason)
{
    if (json_text_member(manifest, T("sha256")).size == 0) {
        *key = NULL;
        return OK;
    }
    if (access(*key, R_OK) == 0)
        return OK;
    *ret_reason = arena_print(arena,
                              "The key of this backup, %s, is not there: either the backup was "
                              "destroyed, or its key was not copied with it.",
                              *key);
    return NOT_FOUND;
}

/* Restores the store of a backup into `directory`, looks through it and counts. */
static enum status restore_store(const struct instance *instance, const char *backup,
                                 const char *directory, struct arena *arena,
                                 struct store **ret_store, int64_t *ret_rows,
                                 struct text *ret_reason)
{
    struct store_settings settings = {
        .directory = directory, .readers = 1, .keys = instance->keys, .is_durable = true
    };
    const struct json *manifest = read_manifest(backup, arena);
    const struct json *rows = json_member(manifest, T("rows"));
    const char *file = inside(arena, backup, "steward.backup");
    const char *key = backup_key_path(backup, arena);
    struct store_counts counts;
    struct store *store;
    struct text report;
    enum status status;

    if (!rows) {
        *ret_reason = arena_print(arena,
                                  "%s has no manifest that can be read: it is no backup, or "
                                  "a damaged one.",
                                  backup);
        return NOT_FOUND;
    }
    status = compare_hash(backup, file, json_text_member(manifest, T("sha256")), arena, ret_reason);
    if (status == OK)
        status = find_key(manifest, &key, arena, ret_reason);
    if (status == OK)
        status = store_backup_restore(file, key, instance->keys, directory, arena, ret_reason);
    if (status == OK)
        status = store_open(&settings, &instance->schema, arena, &store, ret_reason);
    if (status != OK)
        return status;
    status = store_verify(store, arena, &report);
    if (status != OK)
        *ret_reason = arena_print(arena, "The backup is damaged: %.*s", TEXT_ARG(report));
    else
        status = store_count(store, arena, &counts);
    if (status == OK)
        status = compare_counts(&instance->schema, counts, rows, arena, ret_rows, ret_reason);
    if (status == OK)
        *ret_store = store;
    else
        store_close(store);
    return status;
}

/* ---- making ---- */

static enum status verify(struct making *making)
{
    const char *scratch = arena_print(making->arena, "%s.scratch", making->path).at;
    struct store *store;
    int64_t rows;
    enum status status = restore_store(making->instance, making->path, scratch, making->arena,
                                       &store, &rows, making->ret_reason);

    if (status == OK)
        store_close(store);
    if (folder_remove(scratch) != OK && status == OK)
        status = FAILED;
    return status;
}

static enum status make_content(struct making *making)
{
    const char *blobs = inside(making->arena, making->instance->settings->data, "blobs");
    enum status status = mkdir(making->path, 0700) == 0 ? OK : FAILED;

    if (status == OK)
        status = erasure_follow(making->instance, making->folder, making->arena, &making->erasures,
                                making->ret_reason);
    if (status == OK)
        status = store_backup_write(making->instance->store, making->instance->keys, making->file,
                                    making->key, making->arena, &making->counts,
                                    making->ret_reason);
    if (status == OK)
        status = backup_hash(making->file, making->arena, &making->hash);
    /* After the rows: every file that they name is there by then. */
    if (status == OK)
        status = folder_copy(blobs, inside(making->arena, making->path, "blobs"), "staged");
    if (status == OK)
        status = write_manifest(making);
    return status == OK ? verify(making) : status;
}

static int64_t size_of(const char *path)
{
    struct stat file;

    return stat(path, &file) == 0 ? file.st_size : 0;
}

/* The folder gets its name, and the log its line; or everything goes, and the log says why. */
static enum status finish(struct making *making, const struct backup_folder *folder,
                          enum status status)
{
    const char *name = inside(making->arena, folder->path, making->name.at);
    struct backup_record record = { .name = making->name,
                                    .state = BACKUP_KEPT,
                                    .made_ms = making->now_ms,
                                    .verified_ms = clock_now_ms(),
                                    .rows = making->rows,
                                    .size_bytes = size_of(making->file),
                                    .hash = making->hash };

    if (status == OK && (rename(making->path, name) != 0 || fsync(folder->lock) != 0))
        status = FAILED;
    if (status != OK) {
        record = (struct backup_record){ .name = making->name,
                                         .state = BACKUP_FAILED,
                                         .made_ms = making->now_ms,
                                         .reason = *making->ret_reason };
        clear(making->path);
        if (store_backup_destroy_key(making->file, making->key) != OK)
            LOG(LOG_ERROR, "the key of a backup cannot be removed");
    }
    if (backup_log_write(folder->path, &record, making->arena) != OK && status == OK) {
        *making->ret_reason = T("The log of the backups cannot be written.");
        status = FAILED;
    }
    return status;
}

/* What stands in the log, the records in the store say, too. A backup does not fail for it. */
static void follow_log(const struct instance *instance, const char *path, struct arena *arena)
{
    struct text reason;

    if (strcmp(path, backup_path(instance, arena)) == 0 &&
        backup_snapshot_follow(instance, path, arena, &reason) != OK)
        LOG(LOG_ERROR, "backups not told", LOG_TEXT("reason", reason));
}

enum status backup_make(const struct instance *instance, const char *path, struct arena *arena,
                        struct backup *ret_backup, struct text *ret_reason)
{
    struct making making = {
        .instance = instance, .now_ms = clock_now_ms(), .arena = arena, .ret_reason = ret_reason
    };
    struct backup_folder folder;
    enum status status = backup_folder_open(&folder, path);

    *ret_reason = status == CONFLICT ? T("A backup is being made already.")
                                     : arena_print(arena, "Backups cannot be written to %s.", path);
    if (status != OK)
        return status;
    making.folder = path;
    making.name = backup_name(arena, making.now_ms);
    making.path = arena_print(arena, "%s/%.*s.partial", path, TEXT_ARG(making.name)).at;
    making.file = inside(arena, making.path, "steward.backup");
    making.key = backup_key_path(making.path, arena);
    status = backup_folder_clear(path);
    if (status == OK)
        status = make_content(&making);
    status = finish(&making, &folder, status);
    if (status == OK) {
        const char *made = inside(arena, path, making.name.at);

        *ret_backup = (struct backup){ text_from(made), making.now_ms, making.rows,
                                       size_of(inside(arena, made, "steward.backup")) };
    }
    backup_keep(path, instance->settings->backup_days, making.now_ms, arena);
    backup_folder_close(&folder);
    follow_log(instance, path, arena);
    return status;
}

/* ---- restoring ---- */

/* One backup on its way back: into a folder beside the data first, so that nobody opens it before
   what was erased since then is erased again. */
struct restoring {
    const struct instance *instance;
    const char *backup;
    bool without_erasures;
    const char *scratch;
    struct arena *arena;
    struct text *ret_reason;
};

/* The folder in which the backup lies. */
static const char *folder_of(const char *backup, struct arena *arena)
{
    struct text path = text_from(backup);

    while (path.size > 1 && path.at[path.size - 1] == '/')
        path.size--;
    while (path.size > 0 && path.at[path.size - 1] != '/')
        path.size--;
    return path.size == 0 ? "." : arena_c_string(arena, path);
}

static enum status erase_again(const struct restoring *restoring, struct store *store)
{
    struct arena *arena = restoring->arena;
    const struct json *manifest = read_manifest(restoring->backup, arena);
    const char *folder = folder_of(restoring->backup, arena);
    int64_t replayed = 0;
    enum status status;

    if (restoring->without_erasures)
        return OK;
    status = erasure_replay(store, folder, json_integer_member(manifest, T("erasures")), arena,
                            &replayed, restoring->ret_reason);
    if (status == NOT_FOUND)
        *restoring->ret_reason = arena_print(
            arena,
            "%s/erasures.ledger is not there: without it people who were erased since this backup "
            "would come back. Bring it beside the backup; only if nobody was, say "
            "--without-erasures.",
            folder);
    return status;
}

static enum status put_in_place(const struct restoring *restoring)
{
    struct arena *arena = restoring->arena;
    const char *data = restoring->instance->settings->data;

    (void)mkdir(data, 0700);
    if (size_of(inside(arena, restoring->scratch, "steward.db-wal")) == 0 &&
        rename(inside(arena, restoring->scratch, "steward.db"),
               inside(arena, data, "steward.db")) == 0)
        return OK;
    *restoring->ret_reason = arena_print(arena, "The database cannot be put into %s.", data);
    return FAILED;
}

static enum status copy_into_postgresql(const struct restoring *restoring, struct store *from)
{
    const struct instance *instance = restoring->instance;
    struct store_settings settings = { .database_url = instance->settings->database,
                                       .readers = 2,
                                       .is_durable = true };
    struct store_counts counts;
    struct store *into = NULL;
    enum status status =
        store_open(&settings, &instance->schema, restoring->arena, &into, restoring->ret_reason);

    if (status == OK)
        status = store_copy(from, into, restoring->arena, &counts, restoring->ret_reason);
    store_close(into);
    return status;
}

static enum status restore_all(const struct restoring *restoring, int64_t *ret_rows)
{
    const struct instance *instance = restoring->instance;
    struct store *store;
    enum status status = restore_store(instance, restoring->backup, restoring->scratch,
                                       restoring->arena, &store, ret_rows, restoring->ret_reason);

    if (status != OK)
        return status;
    status = erase_again(restoring, store);
    if (status == OK && instance->settings->database[0])
        status = copy_into_postgresql(restoring, store);
    store_close(store);
    if (status == OK && !instance->settings->database[0])
        status = put_in_place(restoring);
    return status;
}

enum status backup_restore(const struct instance *instance, const char *backup,
                           bool without_erasures, struct arena *arena, int64_t *ret_rows,
                           struct text *ret_reason)
{
    const char *data = instance->settings->data;
    const char *blobs = inside(arena, data, "blobs");
    struct restoring restoring = { .instance = instance,
                                   .backup = backup,
                                   .without_erasures = without_erasures,
                                   .scratch = arena_print(arena, "%s.restoring", data).at,
                                   .arena = arena,
                                   .ret_reason = ret_reason };
    enum status status;

    if (access(blobs, F_OK) == 0 || access(inside(arena, data, "steward.db"), F_OK) == 0) {
        *ret_reason = arena_print(arena,
                                  "There is something in %s already: a backup is restored "
                                  "into an empty directory only.",
                                  data);
        return CONFLICT;
    }
    clear(restoring.scratch);
    status = restore_all(&restoring, ret_rows);
    clear(restoring.scratch);
    if (status == OK) {
        (void)mkdir(data, 0700);
        status = folder_copy(inside(arena, backup, "blobs"), blobs, NULL);
        if (status != OK)
            *ret_reason = T("The uploaded files cannot be copied.");
    }
    return status;
}

/* ---- every day ---- */

static bool is_due(const struct instance *instance, const char *path, struct arena *arena)
{
    int64_t *made;
    size_t count;

    return instance->settings->backup_days > 0 &&
           backup_folder_list(path, arena, &made, &count) == OK &&
           (count == 0 || made[count - 1] + MS_PER_DAY <= clock_now_ms());
}

static void make_and_tell(const struct instance *instance, const char *path, struct arena *arena)
{
    struct backup backup;
    struct text reason;
    enum status status = backup_make(instance, path, arena, &backup, &reason);

    if (status == OK)
        LOG(LOG_SERVER, "backup made and verified", LOG_NUMBER("rows", backup.rows),
            LOG_NUMBER("bytes", backup.size_bytes));
    else if (status != CONFLICT)
        LOG(LOG_ERROR, "backup failed", LOG_TEXT("reason", reason));
}

/* Old ones go when their time has come, also when no new one could be made. */
static void keep(const struct instance *instance, const char *path, struct arena *arena)
{
    struct backup_folder folder;

    if (access(path, F_OK) != 0)
        return;
    if (backup_folder_open(&folder, path) == OK) {
        backup_keep(path, instance->settings->backup_days, clock_now_ms(), arena);
        backup_folder_close(&folder);
    }
    follow_log(instance, path, arena);
}

static void run(const struct instance *instance)
{
    struct arena arena = { 0 };
    const char *path = backup_path(instance, &arena);

    if (is_due(instance, path, &arena))
        make_and_tell(instance, path, &arena);
    else
        keep(instance, path, &arena);
    arena_release(&arena);
}

static void run_now(const struct instance *instance)
{
    struct arena arena = { 0 };

    make_and_tell(instance, backup_path(instance, &arena), &arena);
    arena_release(&arena);
}

const struct ticker_task backup_task = { "backup", LOOK_EVERY_MS, run, .at_start = false };
const struct ticker_task backup_now_task = { "backup now", ON_DEMAND_MS, run_now,
                                             .at_start = false };
