/* egress/s3.h: a blob never has more parts than S3 takes. */
#include "egress/s3.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static int64_t parts_of(int64_t size)
{
    int64_t bytes = s3_part_bytes(size);

    return (size + bytes - 1) / bytes;
}

static void parts_grow_when_they_would_be_too_many(void **state)
{
    static const int64_t most = (int64_t)LIMIT_PARTS * S3_PART_BYTES;
    static const int64_t largest = (int64_t)1 << 40; /* file_megabytes ends at a TiB */

    (void)state;
    assert_int_equal(s3_part_bytes(S3_PART_BYTES + 1), S3_PART_BYTES);
    assert_int_equal(s3_part_bytes(most), S3_PART_BYTES);
    assert_int_equal(parts_of(most), LIMIT_PARTS);
    assert_int_equal(s3_part_bytes(most + 1), S3_PART_BYTES + 1);
    assert_true(parts_of(most + 1) <= LIMIT_PARTS);
    for (int64_t size = most; size < largest + (largest >> 8); size += largest / 1021)
        assert_true(parts_of(size) <= LIMIT_PARTS && parts_of(size) > LIMIT_PARTS / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_grow_when_they_would_be_too_many),
    };

    return cmocka_run_group_tests_name("egress/s3", tests, NULL, NULL);
}
