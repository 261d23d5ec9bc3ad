/* Sealed: cells in and out, and the keyed hashes by which some are found. */
#include "store/sealed.h"

#include "base/encode.h"
#include "base/limits.h"
#include "codec/utf8.h"
#include "crypto/hash.h"
#include "schema/column.h"
#include "store/row.h"
#include "store/sealed_private.h"

static const struct text mark = T_INIT("s1.");

bool sealed_is_foreign(struct text cell)
{
    return !text_starts_with(cell, mark);
}

static struct text about(struct arena *arena, const struct entity *entity,
                         const struct field *field, int64_t workspace_id, struct id id)
{
    return arena_print(arena, "sealed field\n%lld\n%s\n%s\n%s", (long long)workspace_id,
                       entity->name, field->name, id_to_text(id).at);
}

static enum status refuse(struct tx *tx, const struct entity *entity, const struct field *field,
                          struct id id, enum status status)
{
    struct text place = arena_print(tx->arena, "%s.%s", entity->name, field->name);
    struct text message = arena_print(tx->arena, "%.*s of %s: %.*s", TEXT_ARG(place),
                                      id_to_text(id).at, TEXT_ARG(seal_sentence(status)));

    return tx_fail(tx, status == UNAVAILABLE ? STORE_NO_KEY : STORE_SEALED, place.at, message.at);
}

/* ---- keyed hashes ---- */

struct value sealed_blind(const struct store *store, struct arena *arena,
                          const struct entity *entity, const struct field *field,
                          int64_t workspace_id, struct value value)
{
    struct buffer fold = buffer_in(arena, 4 * LIMIT_TEXT_FIELD);
    struct secret *key;
    struct digest digest;
    struct text whole;

    if (value.type != VALUE_TEXT || !store->seals)
        return VALUE_OF_NULL;
    buffer_print(&fold, "%lld\n", (long long)workspace_id);
    utf8_fold(&fold, value.text);
    whole = arena_print(arena, "blind %s.%s", entity->name, field->name);
    key = hkdf_sha256(store->seals->blind, (struct text){ 0 }, whole, DIGEST_SIZE);
    digest = hmac_sha256(key, buffer_text(&fold));
    secret_free(key);
    return VALUE_OF_TEXT(base64_encode(arena, digest_text(&digest), BASE64_URL));
}

struct value tx_blind(const struct tx *tx, const struct entity *entity, const char *field,
                      int64_t workspace_id, struct text text)
{
    return sealed_blind(tx->store, tx->arena, entity, entity_field(entity, text_from(field)),
                        workspace_id, VALUE_OF_TEXT(text));
}

/* ---- sealing ---- */

struct sealing_key {
    const struct opened_key *key; /* NULL: not asked for yet */
    enum sealing sealing;
};

static struct text owner_named(struct tx *tx, const struct value *values, struct value account)
{
    if (account.type == VALUE_ID && !id_is_zero(account.id))
        return arena_print(tx->arena, "account:%s", id_to_text(account.id).at);
    return arena_print(tx->arena, "workspace:%lld", (long long)values[COLUMN_WORKSPACE_ID].integer);
}

static struct text owner_of(struct tx *tx, const struct entity *entity, const struct value *values)
{
    for (size_t i = 0; i < ROW_COLUMNS + entity->fields.count; i++)
        if (strcmp(column_at(entity, i).field->name, entity->sealed_for) == 0)
            return owner_named(tx, values, values[i]);
    return owner_named(tx, values, VALUE_OF_NULL);
}

static enum status find_key(struct tx *tx, const struct entity *entity, const struct value *values,
                            struct sealing_key *sealing)
{
    bool is_author = strcmp(entity->sealed_for, row_fields[COLUMN_CREATED_BY].name) == 0;
    bool makes = sealing->sealing == SEALING_INSERT || !is_author;
    enum status status;

    if (sealing->key)
        return OK;
    status = data_key_of_owner(tx, owner_of(tx, entity, values), makes, &sealing->key);
    if (status == NOT_FOUND)
        status = data_key_of_owner(tx, owner_named(tx, values, VALUE_OF_NULL), true, &sealing->key);
    return status;
}

/* The steps of a long text are not kept until the call ends: an import seals its whole file. */
enum { LONG_CELL_BYTES = 4096 };

static enum status make_cell(struct tx *tx, const struct opened_key *key, struct text about_cell,
                             struct text plain, struct value *ret_cell)
{
    struct arena scratch = { 0 };
    struct arena *steps = plain.size < LONG_CELL_BYTES ? tx->arena : &scratch;
    struct buffer bytes = buffer_in(steps, plain.size + sizeof key->id.bytes + SEAL_OVERHEAD);
    struct text sealed;
    enum status status = seal(&key->ring, plain, about_cell, steps, &sealed);

    if (status == OK) {
        buffer_append(&bytes, (struct text){ (const char *)key->id.bytes, sizeof key->id.bytes });
        buffer_append(&bytes, sealed);
        sealed = base64_encode(steps, buffer_text(&bytes), BASE64_URL);
        *ret_cell =
            VALUE_OF_TEXT(arena_print(tx->arena, "%.*s%.*s", TEXT_ARG(mark), TEXT_ARG(sealed)));
    }
    arena_release(&scratch);
    return status;
}

static enum status seal_column(struct tx *tx, const struct entity *entity,
                               const struct field *field, struct sealing_key *sealing,
                               struct value *values, struct value *cell)
{
    struct text place = arena_print(tx->arena, "%s.%s", entity->name, field->name);
    enum status status;

    if (cell->type != VALUE_TEXT)
        return OK;
    if (field->max > 0 && (int64_t)utf8_count(cell->text) > field->max)
        return tx_fail(tx, STORE_CHECK, place.at, "a sealed text is too long");
    status = find_key(tx, entity, values, sealing);
    if (status != OK)
        return status;
    return make_cell(
        tx, sealing->key,
        about(tx->arena, entity, field, values[COLUMN_WORKSPACE_ID].integer, values[COLUMN_ID].id),
        cell->text, cell);
}

enum status sealed_values(struct tx *tx, const struct entity *entity, enum sealing sealing,
                          struct value *values)
{
    struct sealing_key key = { .sealing = sealing };
    size_t count = column_count(entity);
    enum status status = OK;

    if (!entity->sealed_for)
        return OK;
    if (!tx->store->seals)
        return tx_fail(tx, STORE_NO_KEY, "", "the store was given no keys");
    for (size_t i = ROW_COLUMNS + entity->fields.count; i < count; i++) {
        struct column column = column_at(entity, i);

        if (column.is_blind)
            values[i] = sealed_blind(tx->store, tx->arena, entity, column.field,
                                     values[COLUMN_WORKSPACE_ID].integer,
                                     values[column_index(entity, column.field)]);
    }
    for (size_t i = 0; status == OK && i < entity->fields.count; i++)
        if (entity->fields.at[i].sealed)
            status = seal_column(tx, entity, &entity->fields.at[i], &key, values,
                                 &values[ROW_COLUMNS + i]);
    return status;
}

/* ---- opening ---- */

struct cell {
    struct id key_id;
    struct text sealed;
};

static bool cell_read(struct arena *arena, struct text text, struct cell *ret_cell)
{
    struct text bytes;

    if (sealed_is_foreign(text) ||
        !base64_decode(arena, text_from_offset(text, mark.size), BASE64_URL, &bytes) ||
        bytes.size < sizeof ret_cell->key_id.bytes + SEAL_OVERHEAD)
        return false;
    memcpy(ret_cell->key_id.bytes, bytes.at, sizeof ret_cell->key_id.bytes);
    ret_cell->sealed = text_from_offset(bytes, sizeof ret_cell->key_id.bytes);
    return true;
}

enum status sealed_open(struct tx *tx, const struct entity *entity, const struct field *field,
                        int64_t workspace_id, struct id id, struct text text,
                        struct value *ret_value)
{
    const struct opened_key *key;
    struct cell cell;
    struct text plain;
    enum status status;

    if (!cell_read(tx->arena, text, &cell))
        return refuse(tx, entity, field, id, INVALID);
    status = data_key_of_id(tx, cell.key_id, &key);
    if (status == NOT_FOUND) {
        *ret_value = VALUE_OF_NULL;
        return OK;
    }
    if (status != OK)
        return status;
    status = seal_open(&key->ring, cell.sealed, about(tx->arena, entity, field, workspace_id, id),
                       tx->arena, &plain);
    if (status != OK) /* the row of the key says which it is: another one inside is a forgery */
        return refuse(tx, entity, field, id, FAILED);
    *ret_value = VALUE_OF_TEXT(plain);
    return OK;
}

enum status sealed_fetch_key(struct tx *tx, struct text head)
{
    const struct opened_key *key;
    struct text bytes;
    struct id id;
    enum status status;

    if (sealed_is_foreign(head) ||
        !base64_decode(tx->arena, text_from_offset(head, mark.size), BASE64_URL, &bytes) ||
        bytes.size < sizeof id.bytes)
        return OK;
    memcpy(id.bytes, bytes.at, sizeof id.bytes);
    status = data_key_of_id(tx, id, &key);
    return status == NOT_FOUND ? OK : status;
}

enum status sealed_open_row(struct tx *tx, const struct entity *entity, void *row)
{
    const struct row *base = row;
    enum status status = OK;

    if (!entity->sealed_for)
        return OK;
    for (size_t i = 0; status == OK && i < entity->fields.count; i++) {
        const struct field *field = &entity->fields.at[i];
        struct value value = field->sealed ? row_value(row, entity, i) : VALUE_OF_NULL;

        if (value.type != VALUE_TEXT)
            continue;
        status = sealed_open(tx, entity, field, base->workspace_id, base->id, value.text, &value);
        if (status == OK)
            row_set_value(row, entity, i, value);
    }
    return status;
}

struct tx *cursor_tx(const struct cursor *cursor)
{
    return cursor->tx;
}
