/* Chunked bodies: what they say, at every way of cutting the bytes, and what is refused. */
#include "base/buffer.h"
#include "http/http1_parse.h"
#include "text_check.h"

struct row {
    struct text bytes;
    enum refusal refusal;
    struct text body; /* when complete */
    bool is_incomplete;
};

static const struct row rows[] = {
    { T_INIT("0\r\n\r\n"), REFUSAL_NONE, T_INIT(""), false },
    { T_INIT("3\r\nabc\r\n0\r\n\r\n"), REFUSAL_NONE, T_INIT("abc"), false },
    { T_INIT("00000003\r\nabc\r\n1\r\nd\r\n000\r\n\r\n"), REFUSAL_NONE, T_INIT("abcd"), false },
    { T_INIT("a\r\n0123456789\r\nB\r\n01234567890\r\n0\r\n\r\n"), REFUSAL_NONE,
      T_INIT("012345678901234567890"), false },
    { T_INIT("2\r\n\r\n\r\n0\r\n\r\n"), REFUSAL_NONE, T_INIT("\r\n"), false },
    { T_INIT("3\r\nab"), REFUSAL_NONE, T_INIT("ab"), true },
    { T_INIT("3\r\nabc\r\n0\r\n\r"), REFUSAL_NONE, T_INIT("abc"), true },
    { T_INIT("0x3\r\nabc\r\n0\r\n\r\n"), REFUSAL_CHUNK },
    { T_INIT("+3\r\nabc\r\n0\r\n\r\n"), REFUSAL_CHUNK },
    { T_INIT("-1\r\n"), REFUSAL_CHUNK },
    { T_INIT(" 3\r\nabc\r\n"), REFUSAL_CHUNK },
    { T_INIT("3 \r\nabc\r\n"), REFUSAL_CHUNK },
    { T_INIT("3;a=b\r\nabc\r\n"), REFUSAL_CHUNK },
    { T_INIT("\r\nabc"), REFUSAL_CHUNK },
    { T_INIT("3\nabc\r\n0\r\n\r\n"), REFUSAL_CHUNK },
    { T_INIT("3\r\nabc\n0\r\n\r\n"), REFUSAL_CHUNK },
    { T_INIT("3\r\nabcd\r\n0\r\n\r\n"), REFUSAL_CHUNK },
    { T_INIT("3\rabc"), REFUSAL_CHUNK },
    { T_INIT("000000003\r\nabc\r\n"), REFUSAL_CHUNK },
    { T_INIT("ffffffffffffffff\r\n"), REFUSAL_CHUNK },
    { T_INIT("0\r\nTrailer: a\r\n\r\n"), REFUSAL_CHUNK },
    { T_INIT("0\r\n\n"), REFUSAL_CHUNK },
    { T_INIT("g\r\n"), REFUSAL_CHUNK },
};

static enum refusal read_all(struct http1_chunks *chunks, struct text bytes, struct buffer *body)
{
    while (bytes.size > 0 && chunks->state != HTTP1_CHUNK_DONE) {
        size_t used = 0;
        struct text piece;
        enum refusal refusal = http1_read_chunks(chunks, bytes, &used, &piece);

        if (refusal != REFUSAL_NONE)
            return refusal;
        assert_true(used > 0);
        buffer_append(body, piece);
        bytes = text_from_offset(bytes, used);
    }
    assert_int_equal(bytes.size, 0);
    return REFUSAL_NONE;
}

static void reads_however_it_is_cut(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (size_t cut = 0; cut <= rows[i].bytes.size; cut++) {
            struct buffer body = buffer_on_heap(1000);
            struct http1_chunks chunks = { 0 };
            enum refusal refusal = read_all(&chunks, text_slice(rows[i].bytes, 0, cut), &body);

            if (refusal == REFUSAL_NONE)
                refusal = read_all(&chunks, text_from_offset(rows[i].bytes, cut), &body);
            if (refusal != rows[i].refusal)
                print_error("row %zu cut at %zu\n", i, cut);
            assert_int_equal(refusal, rows[i].refusal);
            if (refusal == REFUSAL_NONE) {
                assert_text(buffer_text(&body), rows[i].body);
                assert_int_equal(chunks.state != HTTP1_CHUNK_DONE, rows[i].is_incomplete);
            }
            buffer_release(&body);
        }
    }
}

static void stops_behind_the_last_chunk(void **state)
{
    struct http1_chunks chunks = { 0 };
    struct text piece;
    size_t used;

    (void)state;
    assert_int_equal(http1_read_chunks(&chunks, T("0\r\n\r\nGET /"), &used, &piece), REFUSAL_NONE);
    assert_int_equal(used, 5);
    assert_int_equal(chunks.state, HTTP1_CHUNK_DONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_however_it_is_cut),
        cmocka_unit_test(stops_behind_the_last_chunk),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
