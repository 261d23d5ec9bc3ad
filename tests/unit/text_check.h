/* For unit tests: cmocka with what it needs before it, and a comparison of texts. */
#ifndef TESTS_TEXT_CHECK_H
#define TESTS_TEXT_CHECK_H

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static inline void text_check(struct text is, struct text wanted, const char *file, int line)
{
    if (text_equal(is, wanted))
        return;
    print_error("\"%.*s\" (%zu bytes) is not \"%.*s\" (%zu bytes)\n", TEXT_ARG(is), is.size,
                TEXT_ARG(wanted), wanted.size);
    _fail(file, line);
}

/* Both are struct text; the wanted one often T("..."). */
#define assert_text(is, wanted) text_check((is), (wanted), __FILE__, __LINE__)

#endif
