/* Library: the dozen functions of libvips that are used, by name. They take named options and end
   with NULL (libvips API reference, VipsOperation). */
#include "media/library.h"

#include "media/webp.h"

#include <dlfcn.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    ACCESS_SEQUENTIAL = 1, /* VipsAccess */
    FAIL_ON_ERROR = 2,     /* VipsFailOn */
    SIZE_DOWN = 2,         /* VipsSize */
    SIZE_FORCE = 3,
    GREYS = 1,     /* VipsInterpretation */
    CROP_NONE = 0, /* VipsInteresting */
    CROP_CENTRE = 1,
    UNBOUNDED = 10000000, /* VIPS_MAX_COORD */
    QUALITY = 80,
};

struct image; /* VipsImage */

static struct {
    int (*init)(const char *program);
    void (*set_concurrency)(int threads);
    void (*set_cache)(int operations);
    void (*set_vectors)(int is_on);
    void (*block)(const char *operation, int is_blocked);
    struct image *(*open)(const void *bytes, size_t size, const char *options, ...);
    int (*width)(const struct image *image);
    int (*height)(const struct image *image);
    int (*has_alpha)(struct image *image);
    int (*thumbnail)(void *bytes, size_t size, struct image **ret_out, int width, ...);
    int (*flatten)(struct image *in, struct image **ret_out, ...);
    int (*to_space)(struct image *in, struct image **ret_out, int space, ...);
    int (*to_bytes)(struct image *in, struct image **ret_out, ...);
    int (*scale)(struct image *in, struct image **ret_out, double scale, ...);
    int (*turn)(struct image *in, struct image **ret_out, double degrees, ...);
    struct image *(*in_memory)(struct image *in);
    void *(*pixels)(struct image *in, size_t *ret_size);
    int (*save_jpeg)(struct image *in, void **ret_bytes, size_t *ret_size, ...);
    int (*save_png)(struct image *in, void **ret_bytes, size_t *ret_size, ...);
    int (*save_webp)(struct image *in, void **ret_bytes, size_t *ret_size, ...);
    void *(*white)(const double *values, int count);
    void (*forget_white)(void *area);
    void (*clear_error)(void);
    void (*unref)(void *object);
    void (*free)(void *memory);
} vips;

static const struct {
    const char *name;
    void *slot;
} symbols[] = {
    { "vips_init", &vips.init },
    { "vips_concurrency_set", &vips.set_concurrency },
    { "vips_cache_set_max", &vips.set_cache },
    { "vips_vector_set_enabled", &vips.set_vectors },
    { "vips_operation_block_set", &vips.block },
    { "vips_image_new_from_buffer", &vips.open },
    { "vips_image_get_width", &vips.width },
    { "vips_image_get_height", &vips.height },
    { "vips_image_hasalpha", &vips.has_alpha },
    { "vips_thumbnail_buffer", &vips.thumbnail },
    { "vips_flatten", &vips.flatten },
    { "vips_colourspace", &vips.to_space },
    { "vips_cast_uchar", &vips.to_bytes },
    { "vips_resize", &vips.scale },
    { "vips_rotate", &vips.turn },
    { "vips_image_copy_memory", &vips.in_memory },
    { "vips_image_write_to_memory", &vips.pixels },
    { "vips_jpegsave_buffer", &vips.save_jpeg },
    { "vips_pngsave_buffer", &vips.save_png },
    { "vips_webpsave_buffer", &vips.save_webp },
    { "vips_array_double_new", &vips.white },
    { "vips_area_unref", &vips.forget_white },
    { "vips_error_clear", &vips.clear_error },
    { "g_object_unref", &vips.unref },
    { "g_free", &vips.free },
};

static bool load(void)
{
    void *handle = dlopen("libvips.so.42", RTLD_NOW | RTLD_GLOBAL);

    for (size_t i = 0; handle && i < sizeof symbols / sizeof *symbols; i++) {
        void *symbol = dlsym(handle, symbols[i].name);

        if (!symbol)
            return false;
        memcpy(symbols[i].slot, &symbol, sizeof symbol);
    }
    return handle != NULL;
}

/* --- making a picture */

static enum media_fault check_size(struct text image, struct media_facts *facts)
{
    struct image *head = vips.open(image.at, image.size, "", "access", ACCESS_SEQUENTIAL, NULL);
    int64_t width, height;

    if (!head)
        return MEDIA_BROKEN;
    facts->width = vips.width(head);
    facts->height = vips.height(head);
    vips.unref(head);
    width = facts->width;
    height = facts->height;
    if (width > LIMIT_IMAGE_SIDE || height > LIMIT_IMAGE_SIDE ||
        width * height > LIMIT_IMAGE_PIXELS)
        return MEDIA_TOO_LARGE;
    return MEDIA_FINE;
}

/* Shrinks while it decodes; never enlarges, unless both sides are to be filled. */
static struct image *shrink(struct text image, const struct media_wish *wish)
{
    int width = wish->width > 0 ? wish->width : UNBOUNDED;
    int height = wish->height > 0 ? wish->height : UNBOUNDED;
    bool has_both = wish->width > 0 && wish->height > 0;
    struct image *picture = NULL;
    void *bytes = (void *)(uintptr_t)image.at;

    if (vips.thumbnail(bytes, image.size, &picture, width, "height", height, "size",
                       has_both && wish->fit == FIT_FILL ? SIZE_FORCE : SIZE_DOWN, "crop",
                       has_both && wish->fit == FIT_COVER ? CROP_CENTRE : CROP_NONE,
                       "export_profile", "srgb", "fail_on", FAIL_ON_ERROR, NULL) != 0)
        return NULL;
    return picture;
}

/* JPEG knows no transparency: what shines through is white. */
static struct image *flatten(struct image *picture)
{
    static const double white[] = { 255, 255, 255 };
    struct image *flat = NULL;
    void *background;

    if (!vips.has_alpha(picture))
        return picture;
    background = vips.white(white, 3);
    if (vips.flatten(picture, &flat, "background", background, NULL) != 0)
        flat = NULL;
    vips.forget_white(background);
    vips.unref(picture);
    return flat;
}

static enum media_kind picture_kind(const struct media_wish *wish, enum media_kind own)
{
    static const enum media_kind next_best[MEDIA_KIND_COUNT] = {
        [MEDIA_JPEG] = MEDIA_JPEG, [MEDIA_PNG] = MEDIA_PNG,   [MEDIA_WEBP] = MEDIA_WEBP,
        [MEDIA_GIF] = MEDIA_PNG,   [MEDIA_HEIC] = MEDIA_JPEG,
    };
    bool is_written = wish->kind == MEDIA_JPEG || wish->kind == MEDIA_PNG ||
                      wish->kind == MEDIA_WEBP;

    return is_written ? wish->kind : next_best[own];
}

static int save(struct image *picture, enum media_kind kind, int quality, void **ret_bytes,
                size_t *ret_size)
{
    if (kind == MEDIA_PNG)
        return vips.save_png(picture, ret_bytes, ret_size, "strip", 1, NULL);
    if (kind == MEDIA_WEBP)
        return vips.save_webp(picture, ret_bytes, ret_size, "Q", quality, "strip", 1, NULL);
    return vips.save_jpeg(picture, ret_bytes, ret_size, "Q", quality, "strip", 1, "optimize_coding",
                          1, NULL);
}

static enum media_fault make(struct text image, const struct media_wish *wish,
                             struct text *ret_picture, struct media_facts *facts)
{
    int quality = wish->quality >= 1 && wish->quality <= 100 ? wish->quality : QUALITY;
    struct image *picture = shrink(image, wish);
    void *bytes = NULL;
    size_t size = 0;
    int code;

    facts->picture_kind = picture_kind(wish, facts->kind);
    if (picture && facts->picture_kind == MEDIA_JPEG)
        picture = flatten(picture);
    if (!picture)
        return MEDIA_BROKEN;
    facts->picture_width = vips.width(picture);
    facts->picture_height = vips.height(picture);
    code = save(picture, facts->picture_kind, quality, &bytes, &size);
    vips.unref(picture);
    if (code == 0 && facts->picture_kind == MEDIA_WEBP && !webp_strip(bytes, &size))
        code = -1;
    if (code != 0) {
        vips.free(bytes);
        return MEDIA_BROKEN;
    }
    *ret_picture = (struct text){ bytes, size };
    return size <= LIMIT_PICTURE_BYTES ? MEDIA_FINE : MEDIA_TOO_LARGE;
}

enum media_fault library_make(struct text image, const struct media_wish *wish,
                              struct text *ret_picture, struct media_facts *ret_facts)
{
    struct media_facts facts = { .kind = media_sniff(image) };
    struct text picture = { 0 };
    enum media_fault fault = MEDIA_FINE;

    if (facts.kind == MEDIA_UNKNOWN)
        return MEDIA_NO_IMAGE;
    fault = check_size(image, &facts);
    if (fault == MEDIA_FINE)
        fault = make(image, wish, &picture, &facts);
    vips.clear_error();
    if (fault == MEDIA_BROKEN && facts.kind == MEDIA_HEIC)
        fault = MEDIA_UNREADABLE;
    if (fault != MEDIA_FINE) {
        library_forget(picture);
        return fault;
    }
    *ret_picture = picture;
    *ret_facts = facts;
    return MEDIA_FINE;
}

void library_forget(struct text picture)
{
    vips.free((void *)(uintptr_t)picture.at);
}

/* --- for the reader of barcodes */

/* What a step makes takes the place of what it was made from. */
static struct image *instead(struct image *picture, int code, struct image *const *next)
{
    vips.unref(picture);
    return code == 0 ? *next : NULL;
}

static struct image *to_grey(struct image *picture)
{
    struct image *next = NULL;

    picture = picture ? flatten(picture) : NULL;
    if (picture)
        picture = instead(picture, vips.to_space(picture, &next, GREYS, NULL), &next);
    if (picture)
        picture = instead(picture, vips.to_bytes(picture, &next, NULL), &next);
    if (!picture)
        return NULL;
    next = vips.in_memory(picture); /* what is turned is not read from top to bottom */
    return instead(picture, next ? 0 : -1, &next);
}

static int32_t longer(int32_t width, int32_t height)
{
    return width > height ? width : height;
}

/* Larger than `side` was shrunk already; smaller is enlarged. */
static struct image *as_seen(struct image *picture, struct grey_view *view)
{
    int32_t side = longer(vips.width(picture), vips.height(picture));
    struct image *next = NULL;
    double more = 1;

    if (view->side > side)
        more = fmin((double)view->side / side, GREY_ENLARGES_AT_MOST);
    if (more > 1)
        picture = instead(picture, vips.scale(picture, &next, more, NULL), &next);
    if (picture)
        view->scale = (double)longer(vips.width(picture), vips.height(picture)) /
                      longer(view->width, view->height);
    if (picture && view->degrees != 0)
        picture = instead(picture, vips.turn(picture, &next, view->degrees, NULL), &next);
    return picture;
}

static enum media_fault make_grey(struct text image, struct grey_view *view, struct grey *ret_grey)
{
    int32_t most = view->side > 0 ? view->side : LIMIT_GREY_SIDE;
    struct media_wish wish = { .width = most, .height = most, .fit = FIT_CONTAIN };
    struct image *picture = to_grey(shrink(image, &wish));
    struct grey grey = { 0 };

    if (picture) {
        bool is_turned = (vips.width(picture) > vips.height(picture)) !=
                         (view->width > view->height);
        int32_t width = view->width;

        view->width = is_turned ? view->height : width;
        view->height = is_turned ? width : view->height;
        picture = as_seen(picture, view);
    }
    if (!picture)
        return MEDIA_BROKEN;
    view->grey_width = grey.width = vips.width(picture);
    view->grey_height = grey.height = vips.height(picture);
    grey.pixels.at = vips.pixels(picture, &grey.pixels.size);
    vips.unref(picture);
    if (!grey.pixels.at)
        return MEDIA_BROKEN;
    if (grey.pixels.size != (size_t)grey.width * (size_t)grey.height) {
        library_forget(grey.pixels);
        return MEDIA_BROKEN;
    }
    *ret_grey = grey;
    return MEDIA_FINE;
}

enum media_fault library_grey(struct text image, struct grey_view *view, struct grey *ret_grey)
{
    struct media_facts facts = { .kind = media_sniff(image) };
    enum media_fault fault = facts.kind == MEDIA_UNKNOWN ? MEDIA_NO_IMAGE : MEDIA_FINE;

    if (fault == MEDIA_FINE)
        fault = check_size(image, &facts);
    view->width = facts.width;
    view->height = facts.height;
    if (fault == MEDIA_FINE)
        fault = make_grey(image, view, ret_grey);
    vips.clear_error();
    if (fault == MEDIA_BROKEN && facts.kind == MEDIA_HEIC)
        fault = MEDIA_UNREADABLE;
    return fault;
}

/* --- opening */

/* A grey dot, as PNG; made into each kind that is written, it opens what is loaded late. */
static void use_each_kind(void)
{
    static const unsigned char dot[] = {
        0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48,
        0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00,
        0x00, 0x3a, 0x7e, 0x9b, 0x55, 0x00, 0x00, 0x00, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x08,
        0xd7, 0x63, 0x68, 0x00, 0x00, 0x00, 0x82, 0x00, 0x81, 0xdd, 0x43, 0x6a, 0xf4, 0x00,
        0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
    };
    static const enum media_kind kinds[] = { MEDIA_PNG, MEDIA_JPEG, MEDIA_WEBP };
    struct text image = { (const char *)dot, sizeof dot };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        struct media_wish wish = { .kind = kinds[i] };
        struct media_facts facts;
        struct text picture, again;

        if (library_make(image, &wish, &picture, &facts) != MEDIA_FINE)
            continue;
        if (library_make(picture, &wish, &again, &facts) == MEDIA_FINE)
            library_forget(again);
        library_forget(picture);
    }
}

bool library_open(void)
{
    static const char *const wanted[] = {
        "VipsForeignLoadJpegBuffer",  "VipsForeignLoadPngBuffer",  "VipsForeignLoadWebpBuffer",
        "VipsForeignLoadNsgifBuffer", "VipsForeignLoadHeifBuffer",
    };

    if (!load() || vips.init("media-worker") != 0)
        return false;
    vips.set_concurrency(1);
    vips.set_cache(0);
    vips.set_vectors(0); /* they are compiled while it runs, which the sandbox forbids */
    vips.block("VipsForeignLoad", 1);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        vips.block(wanted[i], 0);
    use_each_kind();
    return true;
}
