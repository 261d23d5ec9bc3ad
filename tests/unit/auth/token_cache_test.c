/* auth/token_cache.h: whole tokens, of one key, bounded, from any thread. */
#include "auth/token_cache.h"

#include "base/arena.h"
#include "base/limits.h"
#include "crypto/random.h"
#include "text_check.h"

#include <pthread.h>
#include <stdlib.h>

static const struct sign_key_id key = { "current-key" }, next_key = { "another-key" };

static struct token_facts facts_of(int64_t workspace)
{
    return (struct token_facts){ .workspace_id = workspace, .expires_at_s = 1 };
}

static void keep(struct token_cache *cache, struct text token, int64_t workspace)
{
    struct token_facts facts = facts_of(workspace);

    token_cache_keep(cache, token, &key, &facts);
}

static int64_t find(struct token_cache *cache, struct text token, const struct sign_key_id *with)
{
    struct token_facts facts;

    return token_cache_find(cache, token, with, &facts) ? facts.workspace_id : -1;
}

static void a_whole_token_of_the_key_is_found(void **state)
{
    struct token_cache *cache = token_cache_new();

    (void)state;
    keep(cache, T("header.claims.mac-mac-mac-mac"), 7);
    assert_int_equal(find(cache, T("header.claims.mac-mac-mac-mac"), &key), 7);
    assert_int_equal(find(cache, T("header.claimz.mac-mac-mac-mac"), &key), -1);
    assert_int_equal(find(cache, T("eader.claims.mac-mac-mac-mac"), &key), -1);
    assert_int_equal(find(cache, T("header.claims.mac-mac-mac-mad"), &key), -1);
    assert_int_equal(find(cache, T("header.claims.mac-mac-mac-mac"), &next_key), -1);
    assert_int_equal(find(cache, T(""), &key), -1);
    token_cache_free(cache);
    token_cache_free(NULL);
}

static void a_token_has_a_ceiling(void **state)
{
    static char longest[LIMIT_TOKEN + 1];
    struct token_cache *cache = token_cache_new();

    (void)state;
    memset(longest, 'a', sizeof longest);
    keep(cache, (struct text){ longest, LIMIT_TOKEN }, 7);
    keep(cache, (struct text){ longest, LIMIT_TOKEN + 1 }, 8);
    assert_int_equal(find(cache, (struct text){ longest, LIMIT_TOKEN }, &key), 7);
    assert_int_equal(find(cache, (struct text){ longest, LIMIT_TOKEN + 1 }, &key), -1);
    token_cache_free(cache);
}

static void it_is_bounded(void **state)
{
    struct token_cache *cache = token_cache_new();
    struct arena arena = { 0 };
    int found = 0;

    (void)state;
    for (int i = 0; i < 20000; i++)
        keep(cache, arena_print(&arena, "token-%d", i), i);
    for (int i = 0; i < 20000; i++)
        found += find(cache, arena_print(&arena, "token-%d", i), &key) == i;
    assert_true(found > 1000);
    assert_true(found <= 4096);
    arena_release(&arena);
    token_cache_free(cache);
}

static void *use(void *context)
{
    struct token_cache *cache = context;
    struct arena arena = { 0 };

    for (int i = 0; i < 20000; i++) {
        struct text token = arena_print(&arena, "token-%u", random_below(5000));
        int64_t number = 0, found = find(cache, token, &key);

        text_to_int64(text_from_offset(token, 6), &number);
        if (found == -1)
            keep(cache, token, number);
        else if (found != number)
            abort();
        arena_clear(&arena);
    }
    arena_release(&arena);
    return NULL;
}

static void threads_meet_in_it(void **state)
{
    struct token_cache *cache = token_cache_new();
    pthread_t threads[4];

    (void)state;
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, use, cache), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    token_cache_free(cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_token_of_the_key_is_found),
        cmocka_unit_test(a_token_has_a_ceiling),
        cmocka_unit_test(it_is_bounded),
        cmocka_unit_test(threads_meet_in_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
