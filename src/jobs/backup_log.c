/* Backup log: lines to records and back. */
#include "jobs/backup_log.h"

#include "base/time.h"
#include "codec/json_write.h"
#include "jobs/ledger.h"

enum { FIRST_CAPACITY = 64 };

static const char *const state_names[] = {
    [BACKUP_KEPT] = "made", [BACKUP_FAILED] = "failed", [BACKUP_DESTROYED] = "destroyed"
};

const char *backup_state_name(enum backup_state state)
{
    return state_names[state];
}

static const char *ledger_path(const char *path, struct arena *arena)
{
    return arena_print(arena, "%s/snapshots.ledger", path).at;
}

static void write_instant(struct json_writer *json, struct text name, int64_t instant_ms)
{
    if (instant_ms != 0)
        json_write_text_member(json, name, text_from(instant_to_text(instant_ms).at));
}

static void write_text(struct json_writer *json, struct text name, struct text value)
{
    if (value.size > 0)
        json_write_text_member(json, name, value);
}

enum status backup_log_write(const char *path, const struct backup_record *record,
                             struct arena *arena)
{
    struct buffer entry = buffer_in(arena, LIMIT_LEDGER_LINE);
    struct json_writer json = json_writer_to(&entry);

    json_begin_object(&json);
    json_write_text_member(&json, T("what"), text_from(state_names[record->state]));
    json_write_text_member(&json, T("name"), record->name);
    write_instant(&json, T("made_at"), record->made_ms);
    write_instant(&json, T("verified_at"), record->verified_ms);
    write_instant(&json, T("destroyed_at"), record->destroyed_ms);
    if (record->rows > 0)
        json_write_integer_member(&json, T("rows"), record->rows);
    if (record->size_bytes > 0)
        json_write_integer_member(&json, T("bytes"), record->size_bytes);
    write_text(&json, T("sha256"), record->hash);
    write_text(&json, T("reason"), text_slice(record->reason, 0, 500));
    json_end_object(&json);
    if (buffer_status(&entry) != OK)
        return TOO_LARGE;
    return ledger_append(ledger_path(path, arena), buffer_text(&entry), arena, NULL);
}

/* ---- reading ---- */

struct reading {
    struct arena *arena;
    struct backup_record *records;
    size_t count, capacity;
};

static int64_t instant_of(const struct json *entry, struct text name)
{
    int64_t instant_ms = 0;

    return instant_from_text(json_text_member(entry, name), &instant_ms) ? instant_ms : 0;
}

static struct backup_record *find(const struct reading *reading, struct text name)
{
    for (size_t i = reading->count; i-- > 0;)
        if (text_equal(reading->records[i].name, name))
            return &reading->records[i];
    return NULL;
}

static struct backup_record *add(struct reading *reading)
{
    if (reading->count == reading->capacity) {
        struct backup_record *old = reading->records;

        reading->capacity = reading->capacity ? 2 * reading->capacity : FIRST_CAPACITY;
        reading->records = ARENA_NEW_ARRAY(reading->arena, struct backup_record, reading->capacity);
        if (reading->count > 0)
            memcpy(reading->records, old, reading->count * sizeof *old);
    }
    return &reading->records[reading->count++];
}

static void take_text(struct reading *reading, const struct json *entry, struct text name,
                      struct text *text)
{
    struct text value = json_text_member(entry, name);

    if (value.size > 0)
        *text = arena_copy(reading->arena, value);
}

static enum status take_line(const struct ledger_line *line, void *context)
{
    struct reading *reading = context;
    const struct json *entry = line->entry;
    struct backup_record *record = find(reading, json_text_member(entry, T("name")));
    struct text what = json_text_member(entry, T("what"));

    if (!record)
        record = add(reading);
    for (enum backup_state state = BACKUP_KEPT; state <= BACKUP_DESTROYED; state++)
        if (text_equal(what, text_from(state_names[state])))
            record->state = state;
    take_text(reading, entry, T("name"), &record->name);
    record->made_ms = instant_of(entry, T("made_at"));
    record->verified_ms = instant_of(entry, T("verified_at"));
    record->destroyed_ms = instant_of(entry, T("destroyed_at"));
    record->rows = json_integer_member(entry, T("rows"));
    record->size_bytes = json_integer_member(entry, T("bytes"));
    take_text(reading, entry, T("sha256"), &record->hash);
    take_text(reading, entry, T("reason"), &record->reason);
    if (record->state == BACKUP_DESTROYED)
        record->destruction_hash = arena_copy(reading->arena, line->hash);
    return OK;
}

enum status backup_log_read(const char *path, struct arena *arena,
                            struct backup_record **ret_records, size_t *ret_count,
                            struct text *ret_reason)
{
    struct reading reading = { .arena = arena };
    enum status status =
        ledger_each(ledger_path(path, arena), arena, take_line, &reading, ret_reason);

    if (status != OK && status != NOT_FOUND)
        return status;
    *ret_records = reading.records;
    *ret_count = reading.count;
    return OK;
}

const struct backup_record *backup_log_find(const struct backup_record *records, size_t count,
                                            struct text name)
{
    for (size_t i = count; i-- > 0;)
        if (text_equal(records[i].name, name))
            return &records[i];
    return NULL;
}
