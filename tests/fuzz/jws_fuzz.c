/* JWS: whatever passes has an object of claims, a signature, and signed bytes that are the
   token's own beginning. */
#include "codec/json_read.h"
#include "codec/jws.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct arena arena = { 0 };
    struct text token = fuzz_text(at, size);
    struct jws jws;

    if (jws_parse(&arena, token, &jws) == OK) {
        CHECK(json_kind(jws.claims) == JSON_KIND_OBJECT);
        CHECK(jws.signature.size > 0 && jws.key_id.size <= JWS_LIMIT_KEY_ID);
        CHECK(jws.bytes.at == token.at && jws.bytes.size < token.size);
        fuzz_touch(jws.algorithm);
        fuzz_touch(jws.signature);
    }
    arena_release(&arena);
    return 0;
}
