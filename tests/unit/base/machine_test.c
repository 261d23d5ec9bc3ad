/* base/machine.h */
#include "base/machine.h"

#include "text_check.h"

#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A tree as the kernel shows it. */
static const struct {
    const char *path, *content; /* NULL: a folder */
} files[] = {
    { "/a.slice", NULL },
    { "/a.slice/memory.max", "1073741824\n" },
    { "/a.slice/b.service", NULL },
    { "/a.slice/b.service/memory.max", "max\n" },
    { "/a.slice/c.service", NULL },
    { "/a.slice/c.service/memory.max", "268435456\n" },
    { "/a.slice/d.service", NULL },
    { "/a.slice/d.service/memory.max", "2147483648\n" },
    { "/a.slice/e.service", NULL },
    { "/a.slice/e.service/memory.max", "garbage\n" },
    { "/memory", NULL },
    { "/memory/memory.limit_in_bytes", "9223372036854771712\n" },
    { "/memory/docker", NULL },
    { "/memory/docker/memory.limit_in_bytes", "536870912\n" },
};

static const struct {
    struct text membership;
    size_t bytes;
} cases[] = {
    { T_INIT(""), SIZE_MAX },
    { T_INIT("0::/\n"), SIZE_MAX },
    { T_INIT("0::/nowhere\n"), SIZE_MAX },
    { T_INIT("0::/a.slice\n"), 1073741824 },
    { T_INIT("0::/a.slice/\n"), 1073741824 },
    { T_INIT("0::/a.slice/b.service\n"), 1073741824 }, /* what holds the outer holds the inner */
    { T_INIT("0::/a.slice/c.service"), 268435456 },
    { T_INIT("0::/a.slice/d.service\n"), 1073741824 },
    { T_INIT("0::/a.slice/e.service\n"), 1073741824 },
    { T_INIT("9:memory:/docker\n"), 536870912 },
    { T_INIT("12:cpu,cpuacct:/x\n9:memory:/docker\n0::/a.slice/c.service\n"), 268435456 },
    { T_INIT("9:memory:/\n"), 9223372036854771712u },
    { T_INIT("memory\n:::\n0:\n"), SIZE_MAX },
};

static int remove_one(const char *path, const struct stat *stat, int type, struct FTW *place)
{
    (void)stat;
    (void)type;
    (void)place;
    return remove(path);
}

static void the_least_of_a_group_and_its_parents_counts(void **state)
{
    char root[] = "/tmp/steward-machine.XXXXXX", path[128];

    (void)state;
    assert_non_null(mkdtemp(root));
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        FILE *file;

        snprintf(path, sizeof path, "%s%s", root, files[i].path);
        if (!files[i].content) {
            assert_int_equal(mkdir(path, 0700), 0);
            continue;
        }
        file = fopen(path, "w");
        assert_non_null(file);
        fputs(files[i].content, file);
        fclose(file);
    }
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (cgroup_memory_bytes(root, cases[i].membership) != cases[i].bytes)
            fail_msg("case %zu: %zu", i, cgroup_memory_bytes(root, cases[i].membership));
    assert_int_equal(nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

static void this_machine_has_some(void **state)
{
    size_t physical = (size_t)sysconf(_SC_PHYS_PAGES) * (size_t)sysconf(_SC_PAGESIZE);

    (void)state;
    assert_in_range(machine_memory_bytes(), 1 << 20, physical);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_least_of_a_group_and_its_parents_counts),
        cmocka_unit_test(this_machine_has_some),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
