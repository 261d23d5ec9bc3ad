/* CSV: which delimiter a file has. Each candidate reads the first rows; the one under which most
   rows have the same number of fields wins, then the one with more fields. */
#include "codec/csv.h"

enum { SAMPLE_ROWS = 20, SAMPLE_BYTES = 256 * 1024 };

static const char candidates[] = { ',', ';', '\t', '|' };

struct agreement {
    size_t rows;   /* that have the most frequent number of fields */
    size_t of;     /* rows read */
    size_t fields; /* that number; fewer than two count as no agreement */
};

static struct agreement agree(const size_t *counts, size_t rows)
{
    struct agreement best = { .of = rows };

    for (size_t i = 0; i < rows; i++) {
        size_t same = 0;

        for (size_t j = 0; j < rows; j++)
            same += counts[j] == counts[i];
        if (counts[i] > 1 && (same > best.rows || (same == best.rows && counts[i] > best.fields)))
            best = (struct agreement){ same, rows, counts[i] };
    }
    return best;
}

/* A sample that was cut may end inside a row; what was read before it counts. */
static struct agreement try(struct text sample, bool cut, char delimiter)
{
    struct arena arena = { 0 };
    struct csv_reader reader = csv_reader_over(sample, delimiter, NULL);
    struct table_row row;
    size_t counts[SAMPLE_ROWS], rows = 0;
    enum status status = OK;

    while (rows < SAMPLE_ROWS) {
        status = csv_next_row(&reader, &arena, &row);
        if (status != OK || row.count == 0)
            break;
        counts[rows++] = row.count;
    }
    arena_release(&arena);
    if (status != OK && !(cut && rows > 0))
        return (struct agreement){ .of = 1 };
    return agree(counts, rows);
}

static bool is_better(struct agreement a, struct agreement b)
{
    size_t left = a.rows * b.of, right = b.rows * a.of;

    return left > right || (left == right && a.fields > b.fields);
}

char csv_said_delimiter(struct text text)
{
    char said = text.size > 5 ? text.at[4] : 0;
    char after = text.size > 5 ? text.at[5] : 0;

    if (!text_starts_with(text, T("sep=")) || (after != '\r' && after != '\n'))
        return 0;
    return (said > ' ' && said < 0x7F && said != '"') || said == '\t' ? said : 0;
}

char csv_detect_delimiter(struct text text)
{
    struct text sample = text_slice(text, 0, SAMPLE_BYTES);
    struct agreement best = { .of = 1 };
    char found = ',';

    if (text_starts_with(sample, T("\xEF\xBB\xBF")))
        sample = text_from_offset(sample, 3);
    if (csv_said_delimiter(sample))
        return csv_said_delimiter(sample);
    for (size_t i = 0; i < sizeof candidates; i++) {
        struct agreement agreement = try(sample, sample.size < text.size, candidates[i]);

        if (agreement.of > 0 && is_better(agreement, best)) {
            best = agreement;
            found = candidates[i];
        }
    }
    return found;
}
