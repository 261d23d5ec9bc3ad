/* Thumbnails of one picture, one after the other: through a confined worker as the server makes
   them, and by the library in this process, to see what the worker and its settings cost. */
#include "bare.h"

#include "base/time.h"
#include "media/library.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

enum { THUMBNAIL_WIDTH = 400, QUALITY = 80, US_PER_MS = 1000, US_PER_SECOND = 1000000 };

static const struct media_wish wish = { .width = THUMBNAIL_WIDTH,
                                        .kind = MEDIA_JPEG,
                                        .quality = QUALITY };

struct studio {
    struct text image;
    struct media *media;
    struct arena arena;
};

static bool by_worker(struct studio *studio)
{
    struct media_facts facts;
    struct text picture;

    arena_clear(&studio->arena);
    return media_make(studio->media, studio->image, &wish, &studio->arena, &picture, &facts) ==
           MEDIA_FINE;
}

static bool by_library(struct studio *studio)
{
    struct media_facts facts;
    struct text picture;

    if (library_make(studio->image, &wish, &picture, &facts) != MEDIA_FINE)
        return false;
    library_forget(picture);
    return true;
}

static void *symbol_of(const char *name)
{
    void *symbol = dlsym(RTLD_DEFAULT, name);

    if (!symbol)
        fprintf(stderr, "bare: the library has no %s\n", name);
    return symbol;
}

static bool set_vectors(void)
{
    void (*set_enabled)(int is_on);
    void *symbol = symbol_of("vips_vector_set_enabled");

    if (!symbol)
        return false;
    memcpy(&set_enabled, &symbol, sizeof symbol);
    set_enabled(1);
    return true;
}

/* What a decoder does that does not shrink while it reads: everything, then the rest. */
static bool without_shrinking(struct studio *studio)
{
    void *(*open)(const void *bytes, size_t size, const char *options, ...);
    int (*shrink)(void *image, void **ret_image, int width, ...);
    int (*save)(void *image, void **ret_bytes, size_t *ret_size, ...);
    void (*unref)(void *object);
    void *symbols[] = { symbol_of("vips_image_new_from_buffer"), symbol_of("vips_thumbnail_image"),
                        symbol_of("vips_jpegsave_buffer"), symbol_of("g_object_unref") };
    void *image, *small = NULL, *bytes = NULL;
    size_t size = 0;

    if (!symbols[0] || !symbols[1] || !symbols[2] || !symbols[3])
        return false;
    memcpy(&open, &symbols[0], sizeof open);
    memcpy(&shrink, &symbols[1], sizeof shrink);
    memcpy(&save, &symbols[2], sizeof save);
    memcpy(&unref, &symbols[3], sizeof unref);
    image = open(studio->image.at, studio->image.size, "", NULL);
    if (!image || shrink(image, &small, THUMBNAIL_WIDTH, NULL) != 0)
        return false;
    if (save(small, &bytes, &size, "Q", QUALITY, "strip", 1, "optimize_coding", 1, NULL) == 0)
        library_forget((struct text){ bytes, size });
    unref(small);
    unref(image);
    return size > 0;
}

static const struct {
    const char *name;
    bool (*make)(struct studio *studio);
    bool (*prepare)(void);
} ways[] = {
    { .name = "worker", .make = by_worker },
    { .name = "library", .make = by_library, .prepare = library_open },
    { .name = "vectors", .make = by_library, .prepare = library_open },
    { .name = "unshrunk", .make = without_shrinking, .prepare = library_open },
};

static bool read_file(const char *path, struct buffer *bytes)
{
    FILE *file = fopen(path, "rb");
    char piece[4096];
    size_t size;

    if (!file)
        return false;
    while ((size = fread(piece, 1, sizeof piece, file)) > 0)
        buffer_append(bytes, (struct text){ piece, size });
    fclose(file);
    return bytes->size > 0;
}

static int measure(struct studio *studio, bool (*make)(struct studio *studio), int64_t seconds)
{
    int64_t count = 0, from_us, until_us;

    if (!make(studio)) /* the first starts what is started late */
        return 1;
    from_us = clock_monotonic_us();
    until_us = from_us + seconds * US_PER_SECOND;
    while (clock_monotonic_us() < until_us) {
        if (!make(studio))
            return 1;
        count++;
    }
    printf("%.3f\n", (double)(clock_monotonic_us() - from_us) / (double)(count * US_PER_MS));
    return 0;
}

int bare_thumbnails(const char *way, const char *path, const char *program, int64_t seconds)
{
    struct buffer bytes = buffer_on_heap(LIMIT_IMAGE_BYTES);
    struct media_settings settings = { .program = program, .workers = 1 };
    struct studio studio = { .media = media_start(&settings) };
    size_t at = 0;
    int code = 1;

    while (at < sizeof ways / sizeof *ways && strcmp(ways[at].name, way) != 0)
        at++;
    if (at < sizeof ways / sizeof *ways && read_file(path, &bytes) &&
        (!ways[at].prepare || ways[at].prepare()) &&
        (strcmp(way, "vectors") != 0 || set_vectors())) {
        studio.image = buffer_text(&bytes);
        code = measure(&studio, ways[at].make, seconds);
    }
    media_stop(studio.media);
    arena_release(&studio.arena);
    buffer_release(&bytes);
    return code;
}
