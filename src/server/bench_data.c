/* `steward bench-data`: files as in examples/, or rows straight into the store. */
#include "server/bench_data.h"

#include "ops/bench_load.h"
#include "server/instance.h"

#include <stdio.h>

enum { LIMIT_BENCH_FILE = 1 << 30 };

struct bench_options {
    struct bench_settings settings;
    const char *out;
    int64_t workspace_id; /* 0: files */
};

static bool take_number(struct arguments *arguments, const char *name, int64_t fallback,
                        int64_t *ret_number)
{
    const char *word = argument_option(arguments, name);

    *ret_number = fallback;
    return !word || text_to_int64(text_from(word), ret_number);
}

static bool take_options(struct arguments *arguments, struct bench_options *options)
{
    const char *language = argument_option(arguments, "language");
    const char *day = argument_option(arguments, "first-day");
    int64_t seed, shows, sales;
    bool is_chinese = language && text_equal(text_from(language), T("zh"));

    options->settings = bench_settings_of_examples(is_chinese ? LANGUAGE_ZH : LANGUAGE_EN);
    options->out = argument_option(arguments, "out");
    if (!take_number(arguments, "seed", (int64_t)options->settings.seed, &seed) ||
        !take_number(arguments, "shows", options->settings.shows, &shows) ||
        !take_number(arguments, "rows", options->settings.sales, &sales) ||
        !take_number(arguments, "into", 0, &options->workspace_id))
        return false;
    if (shows < 1 || shows > BENCH_SHOWS_MAX || sales < 1 || sales > BENCH_SALES_MAX)
        return false;
    if (day && !date_from_text(text_from(day), &options->settings.first_day))
        return false;
    options->settings.seed = (uint64_t)seed;
    options->settings.shows = (int)shows;
    options->settings.sales = (int)sales;
    return arguments->word_count == 0 &&
           (!language || is_chinese || text_equal(text_from(language), T("en")));
}

static int write_file(const struct bench_options *options, enum bench_file file)
{
    struct arena arena = { 0 };
    struct buffer out = buffer_on_heap(LIMIT_BENCH_FILE);
    const char *name = bench_file_name(options->settings.language, file);
    struct text path = arena_print(&arena, "%s/%s", options->out ? options->out : ".", name);
    FILE *stream = NULL;
    bool is_written = false;

    if (bench_data_write(&options->settings, file, &out) == OK && buffer_status(&out) == OK)
        stream = fopen(path.at, "wb");
    if (stream) {
        is_written = fwrite(out.at, 1, out.size, stream) == out.size;
        is_written = fclose(stream) == 0 && is_written;
    }
    if (is_written)
        printf("%s: %zu bytes\n", path.at, out.size);
    else
        argument_refuse("%s cannot be written", path.at);
    buffer_release(&out);
    arena_release(&arena);
    return is_written ? 0 : 1;
}

static int load(struct arguments *arguments, const struct bench_options *options)
{
    struct instance instance;
    struct bench_target target = { .workspace_id = options->workspace_id };
    struct text reason = { 0 };
    enum status status = instance_open(&instance, arguments->arena, &arguments->settings, &reason);

    if (status != OK)
        return argument_refuse("%.*s", TEXT_ARG(reason));
    target.store = instance.store;
    status = bench_load(&target, &options->settings);
    instance_close(&instance);
    if (status != OK)
        return argument_refuse("loading stopped: %s", status_name(status));
    printf("%d shows and %d sales are in workspace %lld\n", options->settings.shows,
           options->settings.sales, (long long)options->workspace_id);
    return 0;
}

int bench_data(struct arguments *arguments)
{
    struct bench_options options = { 0 };
    int code;

    if (!take_options(arguments, &options))
        return argument_refuse("bench-data does not understand this; see "
                               "steward bench-data --help");
    if (options.workspace_id != 0)
        return load(arguments, &options);
    code = write_file(&options, BENCH_FILE_SHOWS);
    return code != 0 ? code : write_file(&options, BENCH_FILE_SALES);
}
