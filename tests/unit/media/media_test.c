/* Media: real images through real workers, hostile ones too. This program is its own worker. */
#include "media/media.h"
#include "media/sandbox.h"
#include "media/worker.h"

#include "base/buffer.h"
#include "text_check.h"

#include <pthread.h>
#include <qrencode.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#define MARKER "N 52.5163 marker 7f3a91c2"

static struct media *media;
static struct arena arena;

/* --- images */

static void append_number(struct buffer *out, uint32_t number)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        buffer_append_byte(out, (char)(number >> shift));
}

static void append_chunk(struct buffer *out, const char *kind, struct text content)
{
    size_t start;

    append_number(out, (uint32_t)content.size);
    start = out->size;
    buffer_append(out, text_from(kind));
    buffer_append(out, content);
    append_number(out,
                  (uint32_t)crc32(0, (const Bytef *)out->at + start, (uInt)(out->size - start)));
}

/* A PNG that says it is so large, of rows of one bit a pixel; the first byte of a row says "as it
   is". */
static struct text png_of(uint32_t width, uint32_t height, const Bytef *raw, size_t raw_size)
{
    struct buffer out = buffer_in(&arena, 4 << 20), head = buffer_in(&arena, 64);
    uLongf size = compressBound((uLong)raw_size);
    Bytef *packed = memory_alloc(size);

    compress2(packed, &size, raw, (uLong)raw_size, 9);
    append_number(&head, width);
    append_number(&head, height);
    buffer_append(&head, (struct text){ "\1\0\0\0\0", 5 });
    buffer_append(&out, T("\x89PNG\r\n\x1A\n"));
    append_chunk(&out, "IHDR", buffer_text(&head));
    append_chunk(&out, "IDAT", (struct text){ (const char *)packed, size });
    append_chunk(&out, "IEND", T(""));
    free(packed);
    return buffer_text(&out);
}

/* Has a pattern in `rows` rows. */
static struct text png(uint32_t width, uint32_t height, uint32_t rows)
{
    size_t row_size = 1 + (width + 7) / 8, raw_size = rows * row_size;
    Bytef *raw = memory_alloc(raw_size + 1);
    struct text image;

    for (size_t i = 0; i < raw_size; i++)
        raw[i] = i % row_size == 0 ? 0 : (Bytef)(i * i >> 5);
    image = png_of(width, height, raw, raw_size);
    free(raw);
    return image;
}

static enum media_fault make(struct text image, struct media_wish wish, struct text *ret_picture,
                             struct media_facts *ret_facts)
{
    return media_make(media, image, &wish, &arena, ret_picture, ret_facts);
}

static struct text jpeg(uint32_t width, uint32_t height)
{
    struct text picture = { 0 };
    struct media_facts facts;

    assert_int_equal(make(png(width, height, height), (struct media_wish){ .kind = MEDIA_JPEG },
                          &picture, &facts),
                     MEDIA_FINE);
    return picture;
}

/* What a phone adds: turned by a quarter, and where it was taken. */
static struct text with_metadata(struct text image)
{
    static const char exif[] = "Exif\0\0MM\0*\0\0\0\x08"        /* TIFF, big endian */
                               "\0\2"                           /* two entries */
                               "\1\x12\0\3\0\0\0\1\0\6\0\0"     /* orientation 6 */
                               "\1\x0e\0\2\0\0\0\x1a\0\0\0\x26" /* description at 38 */
                               "\0\0\0\0" MARKER;
    struct buffer out = buffer_in(&arena, 4 << 20);
    struct text content = { exif, sizeof exif };

    buffer_append(&out, text_slice(image, 0, 2));
    buffer_append(&out, (struct text){ "\xFF\xE1", 2 });
    buffer_append_byte(&out, (char)((content.size + 2) >> 8));
    buffer_append_byte(&out, (char)(content.size + 2));
    buffer_append(&out, content);
    buffer_append(&out, text_from_offset(image, 2));
    return buffer_text(&out);
}

/* --- what comes out */

static void pictures_have_the_wished_size(void **state)
{
    static const struct {
        struct media_wish wish;
        int width, height;
    } cases[] = {
        { { 0 }, 400, 200 },
        { { .width = 100 }, 100, 50 },
        { { .height = 100 }, 200, 100 },
        { { .width = 100, .height = 100, .fit = FIT_COVER }, 100, 100 },
        { { .width = 100, .height = 100, .fit = FIT_CONTAIN }, 100, 50 },
        { { .width = 100, .height = 100, .fit = FIT_FILL }, 100, 100 },
        { { .width = 4000 }, 400, 200 }, /* never larger than it is */
    };
    struct text image = jpeg(400, 200);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text picture;
        struct media_facts facts;

        assert_int_equal(make(image, cases[i].wish, &picture, &facts), MEDIA_FINE);
        assert_int_equal(facts.picture_width, cases[i].width);
        assert_int_equal(facts.picture_height, cases[i].height);
        assert_int_equal(facts.kind, MEDIA_JPEG);
    }
}

static void pictures_are_of_the_wished_kind(void **state)
{
    static const enum media_kind kinds[] = { MEDIA_JPEG, MEDIA_PNG, MEDIA_WEBP };
    struct text image = png(30, 20, 20), picture;
    struct media_facts facts;

    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        assert_int_equal(make(image, (struct media_wish){ .kind = kinds[i] }, &picture, &facts),
                         MEDIA_FINE);
        assert_int_equal(facts.picture_kind, kinds[i]);
        assert_int_equal(media_sniff(picture), kinds[i]);
    }
    assert_int_equal(make(image, (struct media_wish){ 0 }, &picture, &facts), MEDIA_FINE);
    assert_int_equal(media_sniff(picture), MEDIA_PNG);
}

static void metadata_stays_behind(void **state)
{
    static const enum media_kind kinds[] = { MEDIA_JPEG, MEDIA_PNG, MEDIA_WEBP };
    struct text image = with_metadata(jpeg(60, 40)), picture;
    struct media_facts facts;

    (void)state;
    assert_true(text_find(image, T(MARKER)) < image.size);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        assert_int_equal(make(image, (struct media_wish){ .kind = kinds[i] }, &picture, &facts),
                         MEDIA_FINE);
        assert_int_equal(text_find(picture, T(MARKER)), picture.size);
        assert_int_equal(text_find(picture, T("Exif")), picture.size);
        assert_int_equal(facts.width, 60);
        assert_int_equal(facts.picture_width, 40); /* upright, as it no longer says so */
        assert_int_equal(facts.picture_height, 60);
    }
}

/* --- what does not */

static void what_is_no_image_is_refused(void **state)
{
    static const char *const texts[] = { "<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "%PDF-1.7",
                                         "push graphic-context", "" };
    struct text picture;
    struct media_facts facts;

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_int_equal(make(text_from(texts[i]), (struct media_wish){ 0 }, &picture, &facts),
                         MEDIA_NO_IMAGE);
}

/* LIMIT_IMAGE_SIDE */
static void bombs_are_refused_by_their_head(void **state)
{
    static const struct {
        uint32_t width, height;
        enum media_fault fault;
    } cases[] = {
        { 20001, 1, MEDIA_TOO_LARGE },    { 1, 20001, MEDIA_TOO_LARGE },
        { 20000, 5001, MEDIA_TOO_LARGE }, { 0x7fffffff, 2, MEDIA_BROKEN },
        { 20000, 1, MEDIA_FINE },         { 1, 20000, MEDIA_FINE },
    };
    struct text picture;
    struct media_facts facts;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t rows = cases[i].fault == MEDIA_FINE ? cases[i].height : 1;
        uint32_t width = cases[i].width > 20001 ? 8 : cases[i].width;
        struct text image = png(width, cases[i].height, rows);

        if (cases[i].width > 20001) { /* the head says more than there is */
            struct buffer lie = buffer_in(&arena, 1 << 20);

            buffer_append(&lie, image);
            memcpy(lie.at + 16, "\x7f\xff\xff\xff", 4);
            image = buffer_text(&lie);
        }
        assert_int_equal(make(image, (struct media_wish){ .width = 8 }, &picture, &facts),
                         cases[i].fault);
    }
}

static void what_is_damaged_is_refused(void **state)
{
    struct text image = jpeg(400, 400), picture;
    struct media_facts facts;
    struct buffer noise = buffer_in(&arena, 1 << 20);

    (void)state;
    assert_int_equal(make(text_slice(image, 0, 100), (struct media_wish){ 0 }, &picture, &facts),
                     MEDIA_BROKEN);
    buffer_append(&noise, T("\xFF\xD8\xFF"));
    for (int i = 0; i < 1000; i++)
        buffer_append_byte(&noise, (char)(i * 7919 >> 3));
    assert_int_equal(make(buffer_text(&noise), (struct media_wish){ 0 }, &picture, &facts),
                     MEDIA_BROKEN);
    assert_int_equal(make(image, (struct media_wish){ 0 }, &picture, &facts), MEDIA_FINE);
}

/* Every single byte of a small image changed in turn: never anything but an answer. */
static void any_byte_may_be_wrong(void **state)
{
    struct text image = jpeg(24, 24), picture;
    struct media_facts facts;
    struct buffer changed = buffer_in(&arena, 1 << 20);

    (void)state;
    for (size_t i = 0; i < image.size; i += 3) {
        enum media_fault fault;

        buffer_clear(&changed);
        buffer_append(&changed, image);
        changed.at[i] = (char)(changed.at[i] ^ 0x55);
        fault = make(buffer_text(&changed), (struct media_wish){ .width = 8 }, &picture, &facts);
        assert_true(fault == MEDIA_FINE || fault == MEDIA_BROKEN || fault == MEDIA_NO_IMAGE ||
                    fault == MEDIA_TOO_LARGE || fault == MEDIA_HOSTILE);
    }
}

static void who_takes_too_long_is_ended(void **state)
{
    struct media *hasty = media_start(&(struct media_settings){ .workers = 1, .deadline_ms = 1 });
    struct text image = png(9000, 9000, 9000), picture;
    struct media_wish wish = { .kind = MEDIA_PNG };
    struct media_facts facts;

    (void)state;
    for (int i = 0; i < 2; i++) /* the second finds a fresh worker, not the ended one */
        assert_int_equal(media_make(hasty, image, &wish, &arena, &picture, &facts), MEDIA_HOSTILE);
    media_stop(hasty);
}

static pid_t child_of_this(void)
{
    char path[64];
    FILE *file;
    int pid = 0;

    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)gettid());
    file = fopen(path, "re");
    if (file) {
        if (fscanf(file, "%d", &pid) != 1)
            pid = 0;
        fclose(file);
    }
    return (pid_t)pid;
}

/* Until it is dead; who reaps it is not asked. */
static void wait_for_death(pid_t worker)
{
    siginfo_t info;

    assert_int_equal(waitid(P_PID, (id_t)worker, &info, WEXITED | WNOWAIT), 0);
}

static void a_worker_that_died_is_replaced(void **state)
{
    struct text image = png(30, 20, 20), picture;
    struct media_wish wish = { 0 };
    struct media_facts facts;
    struct media *one = media_start(&(struct media_settings){ .workers = 1 });
    pid_t worker;

    (void)state;
    media_stop(media); /* so that the one worker is the only child */
    media = NULL;
    assert_int_equal(media_make(one, image, &wish, &arena, &picture, &facts), MEDIA_FINE);
    worker = child_of_this();
    assert_true(worker > 0);
    kill(worker, SIGKILL);
    wait_for_death(worker);
    assert_int_equal(media_make(one, image, &wish, &arena, &picture, &facts), MEDIA_FINE);
    assert_true(child_of_this() != worker);
    media_stop(one);
    media = media_start(&(struct media_settings){ .workers = 2 });
}

/* What lies behind the last chunk of a PNG does not matter, so it can have any size. */
static void an_image_has_a_ceiling(void **state)
{
    struct text image = png(30, 20, 20), picture;
    struct media_wish wish = { 0 };
    struct media_facts facts;
    char *bytes = memory_alloc(LIMIT_IMAGE_BYTES + 1);

    (void)state;
    memcpy(bytes, image.at, image.size);
    assert_int_equal(media_make(media, (struct text){ bytes, LIMIT_IMAGE_BYTES }, &wish, &arena,
                                &picture, &facts),
                     MEDIA_FINE);
    assert_int_equal(media_make(media, (struct text){ bytes, LIMIT_IMAGE_BYTES + 1 }, &wish, &arena,
                                &picture, &facts),
                     MEDIA_TOO_LARGE);
    free(bytes);
}

enum { QR_MODULE = 4, QR_QUIET = 6, QR_ACROSS = 7 };

/* QR codes of these texts, all of the same size, seven in a row. */
static struct text png_of_codes(const struct text *texts, size_t count)
{
    QRcode *code =
        QRcode_encodeData((int)texts[0].size, (const unsigned char *)texts[0].at, 0, QR_ECLEVEL_L);
    size_t modules = (size_t)code->width, cell = (modules + 2 * QR_QUIET) * QR_MODULE;
    size_t width = cell * (count < QR_ACROSS ? count : QR_ACROSS);
    size_t height = cell * ((count + QR_ACROSS - 1) / QR_ACROSS), row_size = 1 + (width + 7) / 8;
    Bytef *raw = memory_alloc(height * row_size);
    struct text image;

    memset(raw, 0xff, height * row_size);
    for (size_t y = 0; y < height; y++)
        raw[y * row_size] = 0;
    for (size_t i = 0; i < count; i++) {
        size_t left = i % QR_ACROSS * cell, top = i / QR_ACROSS * cell;

        QRcode_free(code);
        code = QRcode_encodeData((int)texts[i].size, (const unsigned char *)texts[i].at, 0,
                                 QR_ECLEVEL_L);
        assert_int_equal(code->width, modules);
        for (size_t at = 0; at < modules * QR_MODULE * modules * QR_MODULE; at++) {
            size_t x = at % (modules * QR_MODULE), y = at / (modules * QR_MODULE);
            size_t column = left + QR_QUIET * QR_MODULE + x, row = top + QR_QUIET * QR_MODULE + y;

            if (code->data[y / QR_MODULE * modules + x / QR_MODULE] & 1)
                raw[row * row_size + 1 + column / 8] &= (Bytef) ~(0x80 >> column % 8);
        }
    }
    QRcode_free(code);
    image = png_of((uint32_t)width, (uint32_t)height, raw, height * row_size);
    free(raw);
    return image;
}

static struct media_codes find(const struct text *texts, size_t count)
{
    struct media_codes codes;

    assert_int_equal(media_find_codes(media, png_of_codes(texts, count), &arena, &codes),
                     MEDIA_FINE);
    return codes;
}

static void codes_have_ceilings(void **state)
{
    struct text texts[LIMIT_CODES + 1];
    char bytes[LIMIT_CODE_TEXT + 1];
    struct media_codes codes;

    (void)state;
    for (size_t i = 0; i <= LIMIT_CODES; i++)
        texts[i] = arena_print(&arena, "code %02zu", i);
    codes = find(texts, LIMIT_CODES);
    assert_int_equal(codes.count, LIMIT_CODES);
    for (size_t i = 0; i < LIMIT_CODES; i++) {
        size_t times = 0;

        for (size_t at = 0; at < codes.count; at++)
            times += text_equal((struct text){ codes.at[at].text, codes.at[at].size }, texts[i]);
        assert_int_equal(times, 1);
    }
    assert_int_equal(find(texts, LIMIT_CODES + 1).count, LIMIT_CODES);
    memset(bytes, 'x', sizeof bytes);
    codes = find(&(struct text){ bytes, LIMIT_CODE_TEXT }, 1);
    assert_int_equal(codes.count, 1);
    assert_text(((struct text){ codes.at[0].text, codes.at[0].size }),
                ((struct text){ bytes, LIMIT_CODE_TEXT }));
    assert_int_equal(find(&(struct text){ bytes, LIMIT_CODE_TEXT + 1 }, 1).count, 0);
}

static void a_worker_makes_so_many_and_no_more(void **state)
{
    struct text image = png(8, 8, 8), picture;
    struct media_wish wish = { 0 };
    struct media_facts facts;
    struct media *one;
    pid_t worker = 0;

    (void)state;
    media_stop(media); /* so that the one worker is the only child */
    media = NULL;
    one = media_start(&(struct media_settings){ .workers = 1 });
    for (int i = 0; i < MEDIA_JOBS_EACH; i++) {
        if (i == 1)
            worker = child_of_this();
        if (i == MEDIA_JOBS_EACH - 1) /* before the last one it is still there */
            assert_int_equal(child_of_this(), worker);
        assert_int_equal(media_make(one, image, &wish, &arena, &picture, &facts), MEDIA_FINE);
    }
    assert_true(worker > 0);
    assert_int_equal(media_make(one, image, &wish, &arena, &picture, &facts), MEDIA_FINE);
    assert_true(child_of_this() != worker);
    media_stop(one);
    media = media_start(&(struct media_settings){ .workers = 2 });
}

static void no_key_goes_along(void **state)
{
    char path[64], text[4096];
    struct text reason = T("?");
    struct media *one;
    size_t size;
    FILE *file;

    (void)state;
    media_stop(media);
    setenv("STEWARD_MASTER_KEY", "secret-7f3a91c2", 1);
    one = media_start(&(struct media_settings){ .workers = 1 });
    assert_int_equal(media_inspect_worker(one, &arena, &reason), MEDIA_FINE);
    snprintf(path, sizeof path, "/proc/%d/environ", (int)child_of_this());
    file = fopen(path, "re");
    if (file) { /* readable by root alone */
        size = fread(text, 1, sizeof text, file);
        fclose(file);
        assert_int_equal(text_find((struct text){ text, size }, T("secret-7f3a91c2")), size);
    }
    unsetenv("STEWARD_MASTER_KEY");
    media_stop(one);
    media = media_start(&(struct media_settings){ .workers = 2 });
}

/* --- the sandbox */

/* True when the thing could be done. */
static bool could(const char *what, bool in_sandbox)
{
    int how = 0;
    pid_t pid = fork();

    if (pid == 0) {
        if (!in_sandbox)
            _exit(sandbox_try(what) ? 0 : 1);
        freopen("/dev/null", "w", stderr);
        execl("/proc/self/exe", "media_test", "media-worker", "--try", what, (char *)NULL);
        _exit(99);
    }
    assert_int_equal(waitpid(pid, &how, 0), pid);
    assert_false(WIFEXITED(how) && WEXITSTATUS(how) == 99);
    return WIFEXITED(how) && WEXITSTATUS(how) == 0;
}

static void the_sandbox_holds(void **state)
{
    static const char *const forbidden[] = { "open", "connect", "fork", "exec", "kill", "code" };

    (void)state;
    for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++) {
        assert_true(could(forbidden[i], false)); /* it is the sandbox that keeps it */
        assert_false(could(forbidden[i], true));
    }
}

/* LIMIT_DESCRIPTORS, LIMIT_OUTPUT_MIB */
static void a_worker_has_so_many_files_of_such_a_size(void **state)
{
    (void)state;
    assert_true(could("descriptors", true));
    assert_true(could("more descriptors", false)); /* it is the sandbox that keeps it */
    assert_false(could("more descriptors", true));
    assert_true(could("output", true));
    assert_true(could("more output", false));
    assert_false(could("more output", true));
}

/* --- many at once */

static void *make_many(void *context)
{
    struct text image = *(const struct text *)context;
    struct arena own = { 0 };
    intptr_t faults = 0;

    for (int i = 0; i < 10; i++) {
        struct media_wish wish = { .width = 10 + i };
        struct media_facts facts;
        struct text picture;

        faults += media_make(media, image, &wish, &own, &picture, &facts) != MEDIA_FINE ||
                  facts.picture_width != 10 + i;
    }
    arena_release(&own);
    return (void *)faults;
}

static void many_may_ask_at_once(void **state)
{
    struct text image = jpeg(200, 100);
    pthread_t threads[6];
    void *faults;

    (void)state;
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, make_many, &image), 0);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(pthread_join(threads[i], &faults), 0);
        assert_null(faults);
    }
}

static int start(void **state)
{
    (void)state;
    media = media_start(&(struct media_settings){ .workers = 2 });
    return 0;
}

static int stop(void **state)
{
    (void)state;
    media_stop(media);
    arena_release(&arena);
    return 0;
}

int main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pictures_have_the_wished_size),
        cmocka_unit_test(pictures_are_of_the_wished_kind),
        cmocka_unit_test(metadata_stays_behind),
        cmocka_unit_test(what_is_no_image_is_refused),
        cmocka_unit_test(bombs_are_refused_by_their_head),
        cmocka_unit_test(what_is_damaged_is_refused),
        cmocka_unit_test(any_byte_may_be_wrong),
        cmocka_unit_test(who_takes_too_long_is_ended),
        cmocka_unit_test(a_worker_that_died_is_replaced),
        cmocka_unit_test(an_image_has_a_ceiling),
        cmocka_unit_test(codes_have_ceilings),
        cmocka_unit_test(a_worker_makes_so_many_and_no_more),
        cmocka_unit_test(no_key_goes_along),
        cmocka_unit_test(the_sandbox_holds),
        cmocka_unit_test(a_worker_has_so_many_files_of_such_a_size),
        cmocka_unit_test(many_may_ask_at_once),
    };

    if (count > 1 && strcmp(words[1], "media-worker") == 0) {
        const char *word = count > 3 ? words[3] : NULL;
        bool is_try = count > 3 && strcmp(words[2], "--try") == 0;

        return media_worker(is_try ? NULL : word, is_try ? word : NULL);
    }
    return cmocka_run_group_tests(tests, start, stop);
}
