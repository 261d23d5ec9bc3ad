/* Master seal: base64 in a text column, and going through a table after the key was changed. */
#include "auth/master_seal.h"

#include "base/encode.h"
#include "store/row.h"

static struct text *cell_of(const struct master_sealed *sealed, void *row)
{
    return (struct text *)(void *)((char *)row + sealed->at);
}

static bool decode(struct arena *arena, const struct master_sealed *sealed, const void *row,
                   struct text *ret_bytes)
{
    struct text cell = *(const struct text *)(const void *)((const char *)row + sealed->at);

    return cell.size > 0 && base64_decode(arena, cell, BASE64_BARE, ret_bytes);
}

enum status master_seal(struct tx *tx, const struct key_ring *seals,
                        const struct master_sealed *sealed, struct text plain, void *row)
{
    struct arena *arena = tx_arena(tx);
    struct text bytes;
    enum status status = seal(seals, plain, sealed->about(arena, row), arena, &bytes);

    if (status == OK)
        *cell_of(sealed, row) = base64_encode(arena, bytes, BASE64_BARE);
    return status;
}

enum status master_seal_open(struct arena *arena, const struct key_ring *seals,
                             const struct master_sealed *sealed, const void *row,
                             struct text *ret_plain)
{
    struct text bytes;

    if (!decode(arena, sealed, row, &bytes))
        return INVALID;
    return seal_open(seals, bytes, sealed->about(arena, row), arena, ret_plain);
}

struct renewing {
    const struct key_ring *seals;
    const struct master_sealed *sealed;
    void *row; /* the next one that is outdated */
    struct id after;
};

static enum status keep_outdated(struct tx *tx, void *row, void *context)
{
    struct renewing *renewing = context;
    struct text bytes;

    if (!decode(tx_arena(tx), renewing->sealed, row, &bytes) ||
        !seal_is_outdated(renewing->seals, bytes))
        return OK;
    memcpy(renewing->row, row, renewing->sealed->entity->size);
    return TOO_MANY; /* found: no further row is looked at */
}

static enum status renew(struct tx *tx, const struct renewing *renewing)
{
    struct text plain;
    enum status status =
        master_seal_open(tx_arena(tx), renewing->seals, renewing->sealed, renewing->row, &plain);

    if (status != OK)
        return OK;
    status = master_seal(tx, renewing->seals, renewing->sealed, plain, renewing->row);
    return status == OK ? row_update(tx, renewing->sealed->entity, renewing->row) : status;
}

enum status master_seal_renew_all(struct tx *tx, const struct key_ring *seals,
                                  const struct master_sealed *sealed)
{
    struct renewing renewing = { .seals = seals,
                                 .sealed = sealed,
                                 .row = arena_alloc(tx_arena(tx), sealed->entity->size) };
    void *scratch = arena_alloc(tx_arena(tx), sealed->entity->size);
    enum status status;

    do {
        struct value values[] = { VALUE_OF_ID(renewing.after) };

        status = row_each(tx, sealed->entity, T("workspace_id = 0 AND id > $1 ORDER BY id"), values,
                          1, scratch, keep_outdated, &renewing);
        if (status != TOO_MANY)
            return status;
        renewing.after = ((const struct row *)renewing.row)->id;
        status = renew(tx, &renewing);
    } while (status == OK);
    return status;
}
