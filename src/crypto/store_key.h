/* Store key: the master key of a store, from STEWARD_MASTER_KEY or a file, and the keys that
   are derived from it, one per purpose. The master key itself encrypts nothing. */
#ifndef CRYPTO_STORE_KEY_H
#define CRYPTO_STORE_KEY_H

#include "base/status.h"
#include "base/text.h"
#include "crypto/seal.h"
#include "crypto/secret.h"

#include <stdbool.h>
#include <stddef.h>

#define STORE_KEY_VARIABLE "STEWARD_MASTER_KEY"

enum { STORE_KEY_SIZE = 32, STORE_KEYS = 4, KEY_NAME_SIZE = 4 };

/* What a key is called where people read it; follows from the key and tells nothing about it. */
struct key_name {
    unsigned char bytes[KEY_NAME_SIZE];
};

struct key_name_text {
    char at[2 * KEY_NAME_SIZE + 1]; /* "3f9a01c7" */
};

/* What a derived key is for; the labels stand in one table in store_key.c. */
enum key_purpose {
    KEY_UNDECLARED,
    KEY_FOR_TOKENS,  /* signs access tokens */
    KEY_FOR_SEALING, /* seals fields and persons' keys */
    KEY_FOR_BACKUP,  /* encrypts snapshots */
    KEY_FOR_BLOBS,   /* wraps the keys of files */
    KEY_FOR_PAGES,   /* encrypts the pages of the embedded store */
    KEY_FOR_EXPORT,  /* encrypts exports of the whole instance */
};

/* The current master key first, then earlier ones that still open. Zero is empty. */
struct store_keys {
    struct secret *keys[STORE_KEYS];
    size_t count;
};

struct store_key_source {
    const char *variable; /* NULL: STORE_KEY_VARIABLE */
    const char *path;     /* asked when the variable is not set; NULL: no file */
    bool create;          /* make the file, with mode 0600, when it is missing */
};

enum store_key_origin {
    STORE_KEY_NOWHERE,
    STORE_KEY_OF_VARIABLE,
    STORE_KEY_OF_FILE,
    STORE_KEY_MADE
};

/* Reads 32 bytes as 64 hex digits or base64; further keys after white space or a comma are
   earlier ones. The variable is taken out of the environment (secret_take_env). NOT_FOUND when
   there is neither, INVALID when it is not a key, FORBIDDEN when the file is open to others,
   FAILED when it cannot be read or made. */
enum status MUST_CHECK store_keys_load(const struct store_key_source *source,
                                       struct store_keys *ret_keys,
                                       enum store_key_origin *ret_origin);
/* Puts a fresh master key in front of those in the file, by one rename. NOT_FOUND, TOO_MANY when
   there are STORE_KEYS already, and the errors of store_keys_load. */
enum status MUST_CHECK store_keys_rotate(const char *path);
void store_keys_release(struct store_keys *keys);
/* What to tell the operator about a status of store_keys_load. */
struct text store_keys_sentence(enum status status);

struct key_name key_name_of(const struct secret *key);
struct key_name_text key_name_text(struct key_name name);
bool key_name_equal(struct key_name a, struct key_name b);

/* 32 bytes that follow from the current master key, the purpose and a context (a generation, a
   file id; may be empty). The caller frees. */
struct secret *store_key_derive(const struct store_keys *keys, enum key_purpose purpose,
                                struct text context);
/* The same from every master key, as a ring: rotating the master key keeps old seals readable. */
enum status MUST_CHECK store_key_ring(const struct store_keys *keys, enum key_purpose purpose,
                                      struct text context, struct key_ring *ret_ring);

#endif
