/* Data key: the rows, and those that a transaction has opened. They are kept no longer than it: a
   key that is destroyed opens nothing from then on, in any process. */
#include "store/data_key.h"

#include "base/encode.h"
#include "crypto/random.h"
#include "store/row.h"
#include "store/sealed_private.h"

enum { DATA_KEY_SIZE = 32, LIMIT_WRAPPED = 120 };

#define ROW struct data_key

/* clang-format off */
static const struct field fields[] = {
    TEXT(owner, L("Whose key", "密钥所属"), IDENTITY, .min = 1, .max = LIMIT_OWNER, .unique = true, .hidden = true),
    TEXT(wrapped, L("Wrapped key", "已加密的密钥"), CREDENTIAL, .min = 1, .max = LIMIT_WRAPPED, .hidden = true),
};
/* clang-format on */

const struct entity data_key_entity = {
    .name = "data_key",
    .label = L("Data key", "数据密钥"),
    .plural = L("Data keys", "数据密钥"),
    .module = MODULE_CORE,
    .rows = ROWS_OF_SERVER,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to encrypt what is yours with a key that goes when you go",
                 "以便用随您离开而销毁的密钥加密您的数据"),
    .basis = CONTRACT,
    .keep = WITH_ACCOUNT,
    .title = "owner",
    .order = "created_at.asc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
};

const struct entity *const data_key_entities[] = { &data_key_entity, NULL };

struct text data_key_about(struct arena *arena, const struct data_key *key)
{
    return arena_print(arena, "data_key\n%s\n%.*s", id_to_text(key->row.id).at,
                       TEXT_ARG(key->owner));
}

enum status data_key_make(const struct key_ring *master, struct arena *arena, struct text owner,
                          struct data_key *ret_key)
{
    int64_t now_ms = clock_now_ms();
    struct data_key key = { .owner = owner };
    struct secret *secret = secret_random(DATA_KEY_SIZE);
    struct text sealed;
    enum status status;

    key.row = (struct row){
        .id = random_id(now_ms), .created_at = now_ms, .updated_at = now_ms, .version = 1
    };
    status = seal_secret(master, secret, data_key_about(arena, &key), arena, &sealed);
    secret_free(secret);
    if (status != OK)
        return status;
    key.wrapped = base64_encode(arena, sealed, BASE64_BARE);
    *ret_key = key;
    return OK;
}

enum status data_key_unwrap(const struct key_ring *master, struct arena *arena,
                            const struct data_key *key, struct secret **ret_secret)
{
    struct text sealed;

    if (!base64_decode(arena, key->wrapped, BASE64_BARE, &sealed))
        return INVALID;
    return seal_open_secret(master, sealed, data_key_about(arena, key), ret_secret);
}

/* ---- those of a transaction ---- */

static void release(void *subject)
{
    key_ring_release(subject);
}

static enum status refuse(struct tx *tx, const struct data_key *key, enum status status)
{
    struct text message = arena_print(tx->arena, "data_key %s: %.*s", id_to_text(key->row.id).at,
                                      TEXT_ARG(seal_sentence(status)));

    return tx_fail(tx, status == UNAVAILABLE ? STORE_NO_KEY : STORE_SEALED, "data_key.wrapped",
                   message.at);
}

static enum status open_key(struct tx *tx, const struct data_key *key,
                            const struct opened_key **ret_key)
{
    struct opened_key *opened = ARENA_NEW(tx->arena, struct opened_key);
    struct secret *secret;
    enum status status = data_key_unwrap(tx->store->seals->master, tx->arena, key, &secret);

    if (status == OK)
        status = key_ring_add(&opened->ring, secret);
    if (status != OK)
        return refuse(tx, key, status);
    arena_defer(tx->arena, release, &opened->ring);
    opened->id = key->row.id;
    opened->owner = key->owner;
    opened->next = tx->keys;
    tx->keys = opened;
    *ret_key = opened;
    return OK;
}

struct finding {
    const char *condition;
    struct value value;
    struct text makes_for; /* empty: it is not made */
    struct data_key key;
};

/* Somebody else may be making it right now: then this transaction is run again. */
static enum status make(struct tx *tx, struct finding *finding)
{
    struct data_key key;
    enum status status =
        data_key_make(tx->store->seals->master, tx->arena, finding->makes_for, &key);
    struct value values[] = { VALUE_OF_ID(key.row.id), VALUE_OF_INTEGER(key.row.created_at),
                              VALUE_OF_TEXT(key.owner), VALUE_OF_TEXT(key.wrapped) };

    if (status == OK)
        status = tx_execute(tx,
                            T("INSERT INTO main.data_key (workspace_id, id, created_at, "
                              "updated_at, version, owner, wrapped) VALUES (0, $1, $2, $2, 1, $3, "
                              "$4) ON CONFLICT (workspace_id, owner) DO NOTHING"),
                            values, 4, NULL);
    return status;
}

static enum status find(struct tx *tx, void *context)
{
    struct finding *finding = context;
    struct text condition = text_from(finding->condition);
    enum status status =
        row_find_where(tx, &data_key_entity, condition, &finding->value, 1, &finding->key);

    if (status != NOT_FOUND || finding->makes_for.size == 0)
        return status;
    status = make(tx, finding);
    return status == OK
               ? row_find_where(tx, &data_key_entity, condition, &finding->value, 1, &finding->key)
               : status;
}

static enum status find_and_open(struct tx *tx, struct finding *finding,
                                 const struct opened_key **ret_key)
{
    enum status status;

    if (!tx->store->seals)
        return tx_fail(tx, STORE_NO_KEY, "", "the store was given no keys");
    status = tx->identity->is_system ? find(tx, finding) : tx_as_system(tx, find, finding);
    return status == OK ? open_key(tx, &finding->key, ret_key) : status;
}

enum status data_key_of_owner(struct tx *tx, struct text owner, bool makes,
                              const struct opened_key **ret_key)
{
    struct finding finding = { .condition = "workspace_id = 0 AND owner = $1",
                               .value = VALUE_OF_TEXT(owner) };

    for (const struct opened_key *key = tx->keys; key; key = key->next)
        if (text_equal(key->owner, owner)) {
            *ret_key = key;
            return OK;
        }
    if (makes)
        finding.makes_for = owner;
    return find_and_open(tx, &finding, ret_key);
}

enum status data_key_of_id(struct tx *tx, struct id id, const struct opened_key **ret_key)
{
    struct finding finding = { .condition = "workspace_id = 0 AND id = $1",
                               .value = VALUE_OF_ID(id) };

    for (const struct opened_key *key = tx->keys; key; key = key->next)
        if (id_equal(key->id, id)) {
            *ret_key = key;
            return OK;
        }
    return find_and_open(tx, &finding, ret_key);
}

/* ---- destroying ---- */

static enum status destroy(struct tx *tx, struct text owner)
{
    struct value values[] = { VALUE_OF_TEXT(owner) };

    tx->keys = NULL;
    return tx_execute(tx, T("DELETE FROM main.data_key WHERE workspace_id = 0 AND owner = $1"),
                      values, 1, NULL);
}

enum status data_key_destroy_account(struct tx *tx, struct id account)
{
    return destroy(tx, arena_print(tx->arena, "account:%s", id_to_text(account).at));
}

enum status data_key_destroy_workspace(struct tx *tx, int64_t workspace_id)
{
    return destroy(tx, arena_print(tx->arena, "workspace:%lld", (long long)workspace_id));
}
