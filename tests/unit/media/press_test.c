/* Press: pages through a real worker. This program is its own worker. */
#include "media/media.h"
#include "media/worker.h"

#include "paper/paper.h"
#include "text_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define CHINESE "\xE7\x9B\xB4\xE6\x92\xAD\xE5\x9C\xBA\xE6\xAC\xA1"

static struct media *media;
static struct arena arena;

static const struct paper_style plain = { .size = 1000 };
static const struct paper_area line = { 1000, 1000, 10000, 800 };

static struct paper one_page(void)
{
    struct paper paper = paper_new(&arena, T("Sheet"));

    paper_page(&paper, PAPER_A4_WIDTH, PAPER_A4_HEIGHT);
    return paper;
}

static struct text print(const struct paper *paper)
{
    struct text marks, pdf = { 0 };

    assert_int_equal(paper_finish(paper, &marks), OK);
    assert_int_equal(media_print(media, marks, &arena, &pdf), MEDIA_FINE);
    return pdf;
}

/* What `command`, reading the PDF from the file $f, says. */
static struct text said_by(const char *command, struct text pdf)
{
    char path[] = "/tmp/press_test_XXXXXX";
    int file = mkstemp(path);
    struct buffer said = buffer_in(&arena, 1 << 20);
    FILE *output;
    size_t size;

    assert_true(file >= 0);
    assert_int_equal(write(file, pdf.at, pdf.size), pdf.size);
    close(file);
    output = popen(arena_print(&arena, "f=%s; %s", path, command).at, "re");
    assert_non_null(output);
    while ((size = fread(buffer_room(&said, 4096), 1, 4096, output)) > 0)
        buffer_advance(&said, size);
    assert_int_equal(pclose(output), 0);
    unlink(path);
    return buffer_text(&said);
}

static struct text words_of(const struct paper *paper)
{
    return said_by("pdftotext -layout $f -", print(paper));
}

static bool says(struct text all, const char *part)
{
    return text_find(all, text_from(part)) < all.size;
}

/* --- */

static void words_can_be_read_back(void **state)
{
    static const struct paper_style bold = { .size = 1000, .is_bold = true };
    struct paper paper = one_page();
    struct text words;

    (void)state;
    paper_text(&paper, line, &plain, T("Profit 1,234.50 " CHINESE));
    paper_text(&paper, (struct paper_area){ 1000, 3000, 10000, 800 }, &bold, T("Bold " CHINESE));
    words = words_of(&paper);
    assert_true(says(words, "Profit 1,234.50 " CHINESE));
    assert_true(says(words, "Bold " CHINESE));
}

static void the_same_marks_are_the_same_bytes(void **state)
{
    struct paper paper = one_page(), other = one_page();
    struct text first, again;

    (void)state;
    paper_text(&paper, line, &plain, T("Once " CHINESE));
    paper_bars(&paper, line, PAPER_EAN_13, T("2000000000015"));
    paper_text(&other, line, &plain, T("Something else"));
    first = print(&paper);
    (void)print(&other); /* what was printed in between leaves no trace */
    again = print(&paper);
    assert_true(text_equal(again, first));
    media_stop(media); /* nor does which worker it was */
    media = media_start(&(struct media_settings){ .trade = MEDIA_FOR_PAPER, .workers = 1 });
    again = print(&paper);
    assert_true(text_equal(again, first));
}

/* The largest of an attribute of the words, in points. */
static double largest(const struct paper *paper, const char *attribute)
{
    struct text boxes = said_by("pdftotext -bbox $f -", print(paper)), name = text_from(attribute);
    double most = 0;

    for (size_t at; (at = text_find(boxes, name)) < boxes.size;) {
        double value;

        boxes = text_from_offset(boxes, at + name.size);
        value = strtod(boxes.at, NULL);
        most = value > most ? value : most;
    }
    return most;
}

static void a_text_shrinks_before_it_is_cut(void **state)
{
    static const struct paper_style firm = { .size = 1000, .least = 1000 };
    static const struct {
        int32_t width;
        const struct paper_style *style;
        bool is_small;
    } cases[] = { { 2500, &firm, false }, { 2500, &plain, true }, { 6000, &plain, false } };
    double right = 1000 * 72 / 2540.0, end;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct paper paper = one_page();

        paper_text(&paper, (struct paper_area){ 1000, 1000, cases[i].width, 800 }, cases[i].style,
                   T("Marathon 42 Premium"));
        end = right + cases[i].width * 72 / 2540.0;
        assert_true(largest(&paper, "xMax=\"") <= end);
        assert_int_equal(largest(&paper, "yMax=\"") < 45, cases[i].is_small);
        assert_true(says(words_of(&paper), "Marathon 42 Premium")); /* what is cut is searchable */
    }
}

static void pages_are_as_large_as_said(void **state)
{
    struct paper paper = one_page();
    struct text said;

    (void)state;
    paper_text(&paper, line, &plain, T("first"));
    paper_page(&paper, 6200, 2900);
    paper_text(&paper, line, &plain, T("second"));
    said = said_by("pdfinfo -f 1 -l 2 $f", print(&paper));
    assert_true(says(said, "Pages:           2"));
    assert_true(says(said, "595.276 x 841.89 pts (A4)"));
    assert_true(says(said, "175.748 x 82.2047 pts"));
    assert_true(says(said, "Title:           Sheet"));
    assert_true(says(said, "CreationDate:    Sat Jan  1"));
}

static void barcodes_can_be_scanned(void **state)
{
    static const struct {
        enum paper_code code;
        const char *text, *said;
    } cases[] = {
        { PAPER_EAN_13, "2000000000015", "EAN-13:2000000000015" },
        { PAPER_UPC_A, "036000291452", "EAN-13:0036000291452" },
        { PAPER_CODE_128, "SH-42 blue/M", "CODE-128:SH-42 blue/M" },
        { PAPER_QR, CHINESE " 42", "QR-Code:" CHINESE " 42" },
        { PAPER_EAN_13, "2000000000010", "CODE-128:2000000000010" }, /* wrong check digit */
        { PAPER_CODE_128, CHINESE, "QR-Code:" CHINESE },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct paper paper = one_page();

        paper_bars(&paper, (struct paper_area){ 1000, 1000, 5000, 2000 }, cases[i].code,
                   text_from(cases[i].text));
        assert_true(
            says(said_by("pdftoppm -r 200 -gray $f | zbarimg -q -", print(&paper)), cases[i].said));
    }
}

/* The worker knows no other font than its own, and draws a box for what they lack. */
static void any_text_is_printed(void **state)
{
    static const char *const texts[] = { "\x01\x02\x7F",
                                         "\xF0\x9F\x91\x9F",
                                         "\xD7\xA9\xD7\x9C",
                                         "\xE2\x80\xAE"
                                         "abc",
                                         "a\nb\tc",
                                         "e\xCC\x81\xCC\x81\xCC\x81",
                                         "\xEF\xBF\xBF",
                                         "<b>&amp;</b>",
                                         "%s%n" };
    struct paper paper = one_page();

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        paper_text(&paper, line, &plain, text_from(texts[i]));
    assert_true(print(&paper).size > 0);
}

static void what_is_no_paper_harms_nobody(void **state)
{
    struct paper paper = one_page();
    struct text marks, pdf;

    (void)state;
    paper_text(&paper, line, &plain, T("whole"));
    assert_int_equal(paper_finish(&paper, &marks), OK);
    assert_int_equal(media_print(media, T("nonsense"), &arena, &pdf), MEDIA_BROKEN);
    assert_int_equal(media_print(media, text_slice(marks, 0, marks.size - 1), &arena, &pdf),
                     MEDIA_BROKEN);
    for (size_t i = 0; i < marks.size; i++) {
        char *changed = memory_alloc(marks.size);
        enum media_fault fault;

        memcpy(changed, marks.at, marks.size);
        changed[i] = (char)(changed[i] ^ 0x81);
        fault = media_print(media, (struct text){ changed, marks.size }, &arena, &pdf);
        assert_true(fault == MEDIA_FINE || fault == MEDIA_BROKEN || fault == MEDIA_HOSTILE);
        free(changed);
    }
    assert_true(print(&paper).size > 0);
}

static void trades_are_kept_apart(void **state)
{
    struct media *pictures = media_start(&(struct media_settings){ .workers = 1 });
    struct paper paper = one_page();
    struct media_wish wish = { 0 };
    struct media_facts facts;
    struct text marks, result;

    (void)state;
    assert_int_equal(paper_finish(&paper, &marks), OK);
    assert_int_equal(media_print(pictures, marks, &arena, &result), MEDIA_FAILED);
    assert_int_equal(media_make(media, T("\xFF\xD8\xFFnothing"), &wish, &arena, &result, &facts),
                     MEDIA_FAILED);
    media_stop(pictures);
}

static int start(void **state)
{
    (void)state;
    media = media_start(&(struct media_settings){ .trade = MEDIA_FOR_PAPER, .workers = 1 });
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
        cmocka_unit_test(words_can_be_read_back),
        cmocka_unit_test(the_same_marks_are_the_same_bytes),
        cmocka_unit_test(a_text_shrinks_before_it_is_cut),
        cmocka_unit_test(pages_are_as_large_as_said),
        cmocka_unit_test(barcodes_can_be_scanned),
        cmocka_unit_test(any_text_is_printed),
        cmocka_unit_test(what_is_no_paper_harms_nobody),
        cmocka_unit_test(trades_are_kept_apart),
    };

    if (count > 3 && strcmp(words[1], "media-worker") == 0)
        return media_worker(words[3], NULL);
    return cmocka_run_group_tests(tests, start, stop);
}
