/* Compressed answers: which, for whom, and that they are the same answer. */
#include "http/coding.h"
#include "talk.h"

#include <brotli/decode.h>
#include <zlib.h>

static const struct {
    struct text accepted;
    enum compress_coding coding;
} choices[] = {
    { T_INIT(""), COMPRESS_NONE },
    { T_INIT("gzip"), COMPRESS_GZIP },
    { T_INIT("gzip, deflate, br"), COMPRESS_BROTLI },
    { T_INIT("gzip, deflate, br, zstd"), COMPRESS_BROTLI },
    { T_INIT("gzip;q=1.0, br;q=0.5"), COMPRESS_GZIP },
    { T_INIT("br;q=0, gzip;q=0.1"), COMPRESS_GZIP },
    { T_INIT("br;q=0, gzip;q=0"), COMPRESS_NONE },
    { T_INIT("identity"), COMPRESS_NONE },
    { T_INIT("*"), COMPRESS_BROTLI },
    { T_INIT("deflate"), COMPRESS_NONE },
};

static void chooses_what_the_client_prefers(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++)
        assert_int_equal(coding_choose(choices[i].accepted), choices[i].coding);
}

static const struct {
    int status;
    struct http_header headers[2];
    bool fits;
} heads[] = {
    { 200, { { T_INIT("Content-Type"), T_INIT("application/json; charset=utf-8") } }, true },
    { 206, { { T_INIT("content-type"), T_INIT("application/json") } }, true },
    { 404, { { T_INIT("Content-Type"), T_INIT("application/json") } }, true },
    { 200, { { T_INIT("Content-Type"), T_INIT("application/vnd.pgrst.object+json") } }, true },
    { 200, { { T_INIT("Content-Type"), T_INIT("text/csv;for=people") } }, true },
    { 200, { { T_INIT("Content-Type"), T_INIT("text/event-stream") } }, false },
    { 200, { { T_INIT("Content-Type"), T_INIT("image/png") } }, false },
    { 200, { { T_INIT("Content-Type"), T_INIT("application/zip") } }, false },
    { 200, { { T_INIT("X"), T_INIT("y") } }, false },
    { 304, { { T_INIT("Content-Type"), T_INIT("application/json") } }, false },
    { 200,
      { { T_INIT("Content-Type"), T_INIT("application/json") },
        { T_INIT("Content-Encoding"), T_INIT("br") } },
      false },
    { 200,
      { { T_INIT("Content-Type"), T_INIT("application/json") },
        { T_INIT("ETag"), T_INIT("\"a\"") } },
      false },
    { 206,
      { { T_INIT("Content-Type"), T_INIT("text/csv") },
        { T_INIT("Accept-Ranges"), T_INIT("bytes") } },
      false },
    { 200,
      { { T_INIT("Content-Type"), T_INIT("text/csv") },
        { T_INIT("Cache-Control"), T_INIT("no-store, no-transform") } },
      false },
};

static void knows_what_may_be_compressed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        assert_int_equal(coding_fits(heads[i].status, heads[i].headers,
                                     heads[i].headers[1].name.size > 0 ? 2 : 1),
                         heads[i].fits);
}

/* --- On the wire -------------------------------------------------------------------------------
 */

static struct text rows(struct arena *arena, size_t size)
{
    char *at = arena_alloc(arena, size);

    for (size_t i = 0; i < size; i++)
        at[i] = "{\"price\":1200,\"currency\":\"CNY\"},"[(i + i / 1000) % 32];
    return (struct text){ at, size };
}

static void *answer_rows(void *context)
{
    struct talk_job *job = context;

    if (!text_equal(http_path(job->exchange), T("/secret")))
        http_allow_coding(job->exchange);
    talk_reply(job->exchange, 200,
               rows(http_arena(job->exchange), (size_t)talk_number(job->exchange)));
    return NULL;
}

static void run(void *context, struct http_exchange *exchange)
{
    talk_thread(context, exchange, answer_rows);
}

static struct text unpack(struct talk_answer *answer, struct arena *arena)
{
    struct text coding = talk_header(answer, T("Content-Encoding"));
    size_t size = 4 << 20;
    uint8_t *at = arena_alloc(arena, size);
    z_stream stream = { .next_in = (Bytef *)(uintptr_t)answer->body.at,
                        .avail_in = (uInt)answer->body.size,
                        .next_out = at,
                        .avail_out = (uInt)size };

    if (text_is_empty(coding))
        return answer->body;
    if (text_equal(coding, T("br"))) {
        assert_int_equal(
            BrotliDecoderDecompress(answer->body.size, (const uint8_t *)answer->body.at, &size, at),
            BROTLI_DECODER_RESULT_SUCCESS);
        return (struct text){ (const char *)at, size };
    }
    assert_text(coding, T("gzip"));
    assert_int_equal(inflateInit2(&stream, MAX_WBITS + 16), Z_OK);
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    inflateEnd(&stream);
    return (struct text){ (const char *)at, size - stream.avail_out };
}

static const struct {
    const char *path;
    size_t size;
    const char *accepted, *coding;
} answers[] = {
    { "/rows", HTTP_CODING_BYTES, "br, gzip", "br" },
    { "/rows", HTTP_CODING_BYTES - 1, "br, gzip", "" },
    { "/rows", 3000000, "br, gzip", "br" },
    { "/rows", 3000000, "gzip", "gzip" },
    { "/rows", 3000000, "", "" },
    { "/secret", 3000000, "br, gzip", "" },
};

static void answers_the_same(void **state)
{
    struct talk talk;

    (void)state;
    talk_open_with(&talk, (struct http_settings){ 0 },
                   (struct http_application){ .begin = talk_begin, .run = run });
    for (size_t i = 0; i < 2 * sizeof answers / sizeof *answers; i++) {
        struct arena arena = { 0 };
        bool is_head = i % 2 == 1;
        size_t size = answers[i / 2].size;
        struct text request = arena_print(
            &arena, "%s %s?%zu HTTP/1.1\r\nHost: a\r\nAccept-Encoding: %s\r\n\r\n",
            is_head ? "HEAD" : "GET", answers[i / 2].path, size, answers[i / 2].accepted);
        struct talk_answer answer = talk_ask(talk.port, request, &arena);
        bool may_vary = size >= HTTP_CODING_BYTES && answers[i / 2].path[1] == 'r';

        assert_int_equal(answer.status, 200);
        assert_text(talk_header(&answer, T("Content-Encoding")), text_from(answers[i / 2].coding));
        assert_text(talk_header(&answer, T("Vary")), may_vary ? T("Accept-Encoding") : T(""));
        assert_true(talk_header(&answer, T("Content-Length")).size > 0);
        if (!is_head)
            assert_text(unpack(&answer, &arena), rows(&arena, size));
        arena_release(&arena);
    }
    talk_close(&talk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chooses_what_the_client_prefers),
        cmocka_unit_test(knows_what_may_be_compressed),
        cmocka_unit_test(answers_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
