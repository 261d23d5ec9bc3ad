/* The command line of the bare loops:
     bare columns                                of a sale, with their types
     bare rows sale                              a table, to fill the databases of the others
     bare checked                                the daily look at the store is done
     bare insert FILE                            such rows of sales, straight into SQLite
     bare around                                 what lies around the sales is added
     bare statements FILE TIMES                  microseconds of each line, straight to SQLite
     bare thumbnail worker FILE PROGRAM SECONDS  milliseconds of one, see bare.h
     bare answer "get store"                     one answer, to be compared with the server's
     bare run "get store" SECONDS THREADS        how many a second, and processor us of each
   The store is the one that the settings in the environment name, as for the server. */
#include "bare.h"

#include "base/time.h"
#include "server/instance.h"

#include <pthread.h>
#include <stdio.h>
#include <sys/resource.h>

enum { THREADS_MAX = 256, US_PER_SECOND = 1000000 };

struct runner {
    pthread_t thread;
    const struct bare *bare;
    const struct loop *loop;
    int64_t until_us;
    int64_t count;
    bool has_failed;
};

static void *run_loop(void *context)
{
    struct runner *runner = context;
    struct arena arena = { 0 };
    struct buffer answer = buffer_on_heap(LIMIT_ANSWER);
    void *state = runner->loop->open(runner->bare, &arena);

    runner->has_failed = !state;
    while (!runner->has_failed && clock_monotonic_us() < runner->until_us) {
        buffer_clear(&answer);
        runner->has_failed = !runner->loop->once(state, &answer);
        runner->count += (int64_t)runner->loop->rows_each;
    }
    if (state)
        runner->loop->close(state);
    buffer_release(&answer);
    arena_release(&arena);
    return NULL;
}

static int64_t processor_us(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * (int64_t)US_PER_SECOND +
           usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

static int run(const struct bare *bare, const struct loop *loop, int64_t seconds, int64_t threads)
{
    static struct runner runners[THREADS_MAX];
    int64_t from_us = clock_monotonic_us(), processor_from_us = processor_us(), count = 0;
    bool has_failed = false;

    if (loop->is_one_thread)
        threads = 1;
    for (int64_t i = 0; i < threads; i++) {
        runners[i] = (struct runner){ .bare = bare,
                                      .loop = loop,
                                      .until_us = from_us + seconds * US_PER_SECOND };
        if (pthread_create(&runners[i].thread, NULL, run_loop, &runners[i]) != 0)
            return 1;
    }
    for (int64_t i = 0; i < threads; i++) {
        pthread_join(runners[i].thread, NULL);
        count += runners[i].count;
        has_failed = has_failed || runners[i].has_failed;
    }
    if (has_failed)
        return 1;
    printf("%.1f %.3f\n", (double)count * US_PER_SECOND / (double)(clock_monotonic_us() - from_us),
           (double)(processor_us() - processor_from_us) / (double)count);
    return 0;
}

static int print_answer(const struct bare *bare, const struct loop *loop)
{
    struct arena arena = { 0 };
    struct buffer answer = buffer_on_heap(LIMIT_ANSWER);
    void *state = loop->open(bare, &arena);
    bool is_fine = state && loop->once(state, &answer);

    if (is_fine)
        fwrite(answer.at, 1, answer.size, stdout);
    if (state)
        loop->close(state);
    buffer_release(&answer);
    arena_release(&arena);
    return is_fine ? 0 : 1;
}

static const struct loop *find_loop(const char *name)
{
    const struct loop *loop = loops;

    while (loop->name && strcmp(loop->name, name) != 0)
        loop++;
    return loop->name ? loop : NULL;
}

static int run_words(struct bare *bare, int count, char **words)
{
    const struct loop *loop = count > 2 ? find_loop(words[2]) : NULL;
    int64_t seconds, threads;

    if (count == 3 && strcmp(words[1], "rows") == 0)
        return bare_print_rows(bare, text_from(words[2])) == OK ? 0 : 1;
    if (count == 2 && strcmp(words[1], "checked") == 0)
        return bare_tell_checked(bare) == OK ? 0 : 1;
    if (count == 3 && strcmp(words[1], "insert") == 0)
        return bare_insert_rows(bare, words[2]) == OK ? 0 : 1;
    if (count == 2 && strcmp(words[1], "around") == 0)
        return bare_add_around(bare) == OK ? 0 : 1;
    if (count == 4 && strcmp(words[1], "statements") == 0 &&
        text_to_int64(text_from(words[3]), &seconds))
        return bare_run_statements(bare, words[2], seconds) == OK ? 0 : 1;
    if (loop && count == 3 && strcmp(words[1], "answer") == 0)
        return print_answer(bare, loop);
    if (loop && count == 5 && strcmp(words[1], "run") == 0 &&
        text_to_int64(text_from(words[3]), &seconds) &&
        text_to_int64(text_from(words[4]), &threads) && threads > 0 && threads <= THREADS_MAX)
        return run(bare, loop, seconds, threads);
    fputs(
        "bare columns | checked | rows TABLE | insert FILE | around | statements FILE TIMES | thumbnail WAY FILE PROGRAM SECONDS | "
        "answer LOOP | run LOOP SECONDS THREADS\n",
        stderr);
    return 2;
}

int main(int count, char **words)
{
    int64_t seconds;
    struct arena arena = { 0 };
    struct settings settings;
    struct text reason = { 0 };
    struct bare bare = { 0 };
    int code;

    if (count == 6 && strcmp(words[1], "thumbnail") == 0 &&
        text_to_int64(text_from(words[5]), &seconds))
        return bare_thumbnails(words[2], words[3], words[4], seconds);
    if (count == 2 && strcmp(words[1], "columns") == 0) {
        bare_print_columns();
        return 0;
    }
    if (settings_load(&settings, &arena, NULL, &reason) != OK ||
        instance_open(&bare.instance, &arena, &settings, &reason) != OK) {
        fprintf(stderr, "bare: %.*s\n", TEXT_ARG(reason));
        return 1;
    }
    bare_describe(&bare, &arena);
    code = run_words(&bare, count, words);
    instance_close(&bare.instance);
    arena_release(&arena);
    return code;
}
