/* What the runner of the memory torture and its scenarios share. */
#ifndef TORTURE_MEMORY_RUN_H
#define TORTURE_MEMORY_RUN_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

int __wrap__cmocka_run_group_tests(const char *name, const struct CMUnitTest *tests, size_t count,
                                   CMFixtureFunction setup, CMFixtureFunction teardown);

#endif
