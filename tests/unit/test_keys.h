/* For unit tests: a master key, so that stores are opened as the server opens them, encrypted. */
#ifndef TESTS_TEST_KEYS_H
#define TESTS_TEST_KEYS_H

#include "crypto/store_key.h"

#include <stdlib.h>

static inline const struct store_keys *test_store_keys(void)
{
    static struct store_keys keys;

    if (keys.count == 0) {
        if (secret_from_hex(T("5a0e1f6b7c3d2948a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60719"),
                            &keys.keys[0]) != OK)
            abort();
        keys.count = 1;
    }
    return &keys;
}

/* The same for what is sealed inside of the store. */
static inline const struct key_ring *test_seals(void)
{
    static struct key_ring ring;

    if (ring.count == 0 &&
        store_key_ring(test_store_keys(), KEY_FOR_SEALING, (struct text){ 0 }, &ring) != OK)
        abort();
    return &ring;
}

#endif
