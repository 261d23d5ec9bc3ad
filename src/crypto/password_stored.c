/* Password stored: PHC strings of argon2id and pbkdf2-sha256, and bcrypt's own form. */
#include "crypto/password_stored.h"

#include "base/encode.h"

/* What a number of a scheme is when nobody says it, and its floor and ceiling. The ceilings
   bound what a stored string can cost; the floors are for writing only. */
static const struct bounds {
    const char *letter;
    size_t at;
    uint32_t fallback, floor, ceiling;
} bounds_of[][4] = {
    [PASSWORD_UNDECLARED] = { { 0 } },
    [PASSWORD_ARGON2ID] = {
        { "m=", offsetof(struct password_params, memory_kib), 19456, 7168, 262144 },
        { ",t=", offsetof(struct password_params, passes), 2, 1, 16 },
        { ",p=", offsetof(struct password_params, lanes), 1, 1, 16 },
    },
    [PASSWORD_BCRYPT] = {
        { "", offsetof(struct password_params, cost), 12, 10, 15 },
    },
    [PASSWORD_PBKDF2_SHA256] = {
        { "i=", offsetof(struct password_params, rounds), 100000, 100000, 5000000 },
    },
};

static const struct {
    const char *name, *prefix;
} schemes[] = {
    [PASSWORD_UNDECLARED] = { "", "" },
    [PASSWORD_ARGON2ID] = { "argon2id", "$argon2id$v=19$" },
    [PASSWORD_BCRYPT] = { "bcrypt", "$2b$" },
    [PASSWORD_PBKDF2_SHA256] = { "pbkdf2-sha256", "$pbkdf2-sha256$" },
};

enum password_scheme password_scheme_find(struct text name)
{
    for (int i = PASSWORD_ARGON2ID; i <= PASSWORD_PBKDF2_SHA256; i++)
        if (text_equal(name, text_from(schemes[i].name)))
            return (enum password_scheme)i;
    return PASSWORD_UNDECLARED;
}

static uint32_t *number_at(struct password_params *params, const struct bounds *bounds)
{
    return (uint32_t *)(void *)((char *)params + bounds->at);
}

struct password_params password_params_fill(const struct password_params *params)
{
    struct password_params filled = { .scheme = params->scheme };
    struct password_params given = *params;

    for (const struct bounds *bounds = bounds_of[params->scheme]; bounds->letter; bounds++) {
        uint32_t number = *number_at(&given, bounds);

        *number_at(&filled, bounds) = number ? number : bounds->fallback;
    }
    return filled;
}

enum status password_params_check(const struct password_params *params)
{
    struct password_params filled;

    if (params->scheme < PASSWORD_ARGON2ID || params->scheme > PASSWORD_PBKDF2_SHA256)
        return INVALID;
    filled = password_params_fill(params);
    for (const struct bounds *bounds = bounds_of[params->scheme]; bounds->letter; bounds++) {
        uint32_t number = *number_at(&filled, bounds);

        if (number < bounds->floor || number > bounds->ceiling)
            return INVALID;
    }
    return OK;
}

static bool take_prefix(struct text *rest, const char *prefix)
{
    struct text wanted = text_from(prefix);

    if (!text_starts_with(*rest, wanted))
        return false;
    *rest = (struct text){ rest->at + wanted.size, rest->size - wanted.size };
    return true;
}

/* Digits without a zero in front, from 1 to `most`. */
static bool take_number(struct text *rest, uint32_t most, uint32_t *ret_number)
{
    uint64_t number = 0;
    size_t size = 0;

    while (size < rest->size && rest->at[size] >= '0' && rest->at[size] <= '9' && number <= most)
        number = number * 10 + (uint64_t)(rest->at[size++] - '0');
    if (size == 0 || rest->at[0] == '0' || number > most)
        return false;
    *rest = text_from_offset(*rest, size);
    *ret_number = (uint32_t)number;
    return true;
}

/* m=..,t=..,p=.. $ salt $ hash */
static bool take_phc(struct text rest, struct password_stored *stored)
{
    struct text salt;

    for (const struct bounds *bounds = bounds_of[stored->params.scheme]; bounds->letter; bounds++)
        if (!take_prefix(&rest, bounds->letter) ||
            !take_number(&rest, bounds->ceiling, number_at(&stored->params, bounds)))
            return false;
    if (!take_prefix(&rest, "$"))
        return false;
    salt = text_cut(&rest, '$');
    return base64_decode_into(salt, BASE64_BARE, stored->salt, sizeof stored->salt,
                              &stored->salt_size) &&
           base64_decode_into(rest, BASE64_BARE, stored->hash, sizeof stored->hash,
                              &stored->hash_size) &&
           stored->salt_size > 0 && stored->hash_size >= 16;
}

/* What libargon2 demands beyond the bounds. */
static bool is_argon2id_possible(const struct password_stored *stored)
{
    return stored->salt_size >= 8 && stored->params.memory_kib >= 8 * stored->params.lanes;
}

static bool is_bcrypt_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '/';
}

/* $2b$12$, 22 letters of salt, 31 of hash. 2a and 2y are what others call the same hash; 2x is
   a broken one. */
static bool take_bcrypt(struct text text, struct password_stored *stored)
{
    uint32_t cost;

    if (text.size != BCRYPT_TEXT_SIZE || text_find_byte(T("aby"), text.at[2]) == 3 ||
        text.at[6] != '$')
        return false;
    for (size_t i = 4; i < text.size; i++)
        if (i != 6 && !is_bcrypt_letter(text.at[i]))
            return false;
    if (text.at[4] < '0' || text.at[4] > '1' || text.at[5] < '0' || text.at[5] > '9')
        return false;
    cost = (uint32_t)((text.at[4] - '0') * 10 + (text.at[5] - '0'));
    if (cost < 4 || cost > bounds_of[PASSWORD_BCRYPT][0].ceiling)
        return false;
    stored->params.cost = cost;
    memcpy(stored->bcrypt, text.at, BCRYPT_TEXT_SIZE);
    return true;
}

bool password_stored_from_text(struct text text, struct password_stored *ret_stored)
{
    struct password_stored stored = { .params.scheme = PASSWORD_UNDECLARED };
    struct text rest = text;
    bool good = false;

    if (take_prefix(&rest, schemes[PASSWORD_ARGON2ID].prefix)) {
        stored.params.scheme = PASSWORD_ARGON2ID;
        good = take_phc(rest, &stored) && is_argon2id_possible(&stored);
    } else if (take_prefix(&rest, schemes[PASSWORD_PBKDF2_SHA256].prefix)) {
        stored.params.scheme = PASSWORD_PBKDF2_SHA256;
        good = take_phc(rest, &stored);
    } else if (take_prefix(&rest, "$2") && text.size > 3 && text.at[3] == '$') {
        stored.params.scheme = PASSWORD_BCRYPT;
        good = take_bcrypt(text, &stored);
    }
    if (good)
        *ret_stored = stored;
    return good;
}

struct text password_stored_to_text(struct arena *arena, const struct password_stored *stored)
{
    struct password_params params = stored->params;
    struct text salt = { (const char *)stored->salt, stored->salt_size };
    struct text hash = { (const char *)stored->hash, stored->hash_size };
    struct text numbers = { 0 };

    if (params.scheme == PASSWORD_BCRYPT)
        return arena_copy(arena, text_from(stored->bcrypt));
    for (const struct bounds *bounds = bounds_of[params.scheme]; bounds->letter; bounds++)
        numbers = arena_print(arena, "%.*s%s%u", TEXT_ARG(numbers), bounds->letter,
                              *number_at(&params, bounds));
    salt = base64_encode(arena, salt, BASE64_BARE);
    hash = base64_encode(arena, hash, BASE64_BARE);
    return arena_print(arena, "%s%.*s$%.*s$%.*s", schemes[params.scheme].prefix, TEXT_ARG(numbers),
                       TEXT_ARG(salt), TEXT_ARG(hash));
}
