/* Cutting buyers out of a file: read once to find their columns, and once to write the rest. */
#include "rest/import_people.h"

#include "rest/import.h"

enum { LOOK_ROWS = 1000 };

struct finding {
    struct import_table *table;
    enum people_kind *by_header, *kinds; /* by column */
    bool *is_code;
    int64_t *filled, *whole_numbers; /* cells of the first rows */
    int64_t (*looks)[PEOPLE_KINDS];  /* how many of them look like what */
};

static bool is_small_number(struct text cell)
{
    int64_t number;

    return cell.size <= 7 && text_to_int64(cell, &number);
}

static enum status look_at_rows(struct finding *finding, struct arena *row_arena)
{
    for (int64_t seen = 0; seen < LOOK_ROWS; seen++) {
        struct table_row row;
        enum status status;

        arena_clear(row_arena);
        status = import_table_next(finding->table, row_arena, &row);
        if (status != OK || row.count == 0)
            return status;
        for (size_t i = 0; i < finding->table->column_count; i++) {
            struct text cell = text_trim(import_cell_at(&row, i));

            if (cell.size == 0)
                continue;
            finding->filled[i]++;
            finding->whole_numbers[i] += is_small_number(cell);
            if (!finding->is_code[i])
                finding->looks[i][people_in_cell(cell)]++;
        }
    }
    return OK;
}

/* "Buyers: 12" is a count, not a buyer; postal codes are numbers as well. */
static bool is_count(const struct finding *finding, size_t column)
{
    return finding->by_header[column] == PEOPLE_NAME && finding->filled[column] > 0 &&
           finding->whole_numbers[column] == finding->filled[column];
}

static enum people_kind kind_of(const struct finding *finding, size_t column)
{
    enum people_kind kind = is_count(finding, column) ? PEOPLE_NONE : finding->by_header[column];

    for (enum people_kind look = PEOPLE_NAME; kind == PEOPLE_NONE && look < PEOPLE_KINDS; look++)
        if (finding->filled[column] > 0 &&
            2 * finding->looks[column][look] > finding->filled[column])
            kind = look;
    return kind;
}

static enum status find_columns(struct arena *arena, struct import_table *table,
                                enum people_kind **ret_kinds, bool **ret_is_code)
{
    size_t count = table->column_count + 1;
    struct finding finding = { .table = table };
    struct arena row_arena = { 0 };
    enum status status;

    finding.by_header = ARENA_NEW_ARRAY(arena, enum people_kind, count);
    finding.kinds = ARENA_NEW_ARRAY(arena, enum people_kind, count);
    finding.is_code = ARENA_NEW_ARRAY(arena, bool, count);
    finding.filled = ARENA_NEW_ARRAY(arena, int64_t, count);
    finding.whole_numbers = ARENA_NEW_ARRAY(arena, int64_t, count);
    finding.looks = arena_alloc_array(arena, count, sizeof *finding.looks);
    memset(finding.looks, 0, count * sizeof *finding.looks);
    for (size_t i = 0; i < table->column_count; i++) {
        finding.by_header[i] = people_in_header(arena, table->columns[i]);
        finding.is_code[i] = people_is_code(arena, table->columns[i]);
    }
    status = look_at_rows(&finding, &row_arena);
    arena_release(&row_arena);
    for (size_t i = 0; i < table->column_count; i++)
        finding.kinds[i] = kind_of(&finding, i);
    *ret_kinds = finding.kinds;
    *ret_is_code = finding.is_code;
    return status;
}

/* --- writing the rest --- */

struct cutting {
    struct arena *arena;
    struct import_table *table;
    const enum people_kind *kinds; /* by column; NONE: it stays */
    const bool *is_code;
    struct people_cut cut;
    struct people_column **by_column;
    struct buffer out;
    struct csv_writer csv;
    size_t line; /* that is written next, from 1 */
};

static void count_cell(struct cutting *cutting, size_t column, enum people_kind kind)
{
    struct people_column **told = &cutting->by_column[column];

    if (!*told) {
        *told = &cutting->cut.columns[cutting->cut.count++];
        **told = (struct people_column){ .name = cutting->table->columns[column],
                                         .kind = kind,
                                         .is_whole = cutting->kinds[column] != PEOPLE_NONE };
    }
    (*told)->cells++;
    cutting->cut.cells++;
}

/* One line each, so that rows keep their numbers. */
static struct text without_breaks(struct arena *arena, struct text cell)
{
    struct text line = arena_copy(arena, cell);
    char *bytes = arena_alloc(arena, cell.size + 1);

    for (size_t i = 0; i < line.size; i++)
        bytes[i] = line.at[i] == '\r' || line.at[i] == '\n' ? ' ' : line.at[i];
    return (struct text){ bytes, cell.size };
}

static void write_row(struct cutting *cutting, struct arena *arena, const struct text *cells,
                      size_t count, size_t number)
{
    for (; cutting->line < number; cutting->line++)
        buffer_append(&cutting->out, T("\r\n"));
    for (size_t i = 0; i < cutting->table->column_count; i++)
        if (cutting->kinds[i] == PEOPLE_NONE)
            csv_write_field(&cutting->csv,
                            i < count ? without_breaks(arena, cells[i]) : (struct text){ 0 });
    csv_end_row(&cutting->csv);
    cutting->line++;
}

static void cut_row(struct cutting *cutting, struct arena *arena, const struct table_row *row)
{
    struct text *cells = ARENA_NEW_ARRAY(arena, struct text, cutting->table->column_count + 1);

    for (size_t i = 0; i < cutting->table->column_count; i++) {
        struct text cell = import_cell_at(row, i);
        enum people_kind kind = cutting->kinds[i];

        if (kind == PEOPLE_NONE && !cutting->is_code[i])
            kind = people_in_cell(cell);

        if (text_trim(cell).size == 0 || kind == PEOPLE_NONE)
            cells[i] = cell;
        else
            count_cell(cutting, i, kind);
    }
    write_row(cutting, arena, cells, cutting->table->column_count, row->number);
}

static enum status write_rest(struct cutting *cutting)
{
    struct arena row_arena = { 0 };
    struct table_row row;
    enum status status;

    write_row(cutting, cutting->arena, cutting->table->columns, cutting->table->column_count,
              cutting->table->header_row);
    for (;;) {
        arena_clear(&row_arena);
        status = import_table_next(cutting->table, &row_arena, &row);
        if (status != OK || row.count == 0)
            break;
        cut_row(cutting, &row_arena, &row);
    }
    arena_release(&row_arena);
    return status;
}

/* An empty column by a buyer's name is told, too: it was looked for and left out. */
static void tell_empty(struct cutting *cutting)
{
    for (size_t i = 0; i < cutting->table->column_count; i++) {
        if (cutting->kinds[i] == PEOPLE_NONE || cutting->by_column[i])
            continue;
        count_cell(cutting, i, cutting->kinds[i]);
        cutting->by_column[i]->cells = 0;
        cutting->cut.cells--;
    }
}

static enum status cut_out(struct arena *arena, struct text bytes,
                           const struct import_reading *reading, struct people_cut *ret_cut)
{
    struct import_table table;
    struct cutting cutting = { .arena = arena, .table = &table, .line = 1 };
    struct label fault;
    enum people_kind *kinds;
    bool *is_code;
    enum status status = import_table_open(arena, bytes, reading, &table, &fault);

    if (status == OK)
        status = find_columns(arena, &table, &kinds, &is_code);
    if (status == OK)
        status = import_table_open(arena, bytes, reading, &table, &fault);
    if (status != OK)
        return status;
    cutting.kinds = kinds;
    cutting.is_code = is_code;
    cutting.cut.columns = ARENA_NEW_ARRAY(arena, struct people_column, table.column_count + 1);
    cutting.by_column = ARENA_NEW_ARRAY(arena, struct people_column *, table.column_count + 1);
    cutting.out = buffer_in(arena, LIMIT_IMPORT_FILE);
    cutting.csv = (struct csv_writer){ .buffer = &cutting.out,
                                       .delimiter = table.is_workbook ? ',' : table.delimiter };
    csv_write_mark(&cutting.csv);
    status = write_rest(&cutting);
    if (status != OK)
        return status;
    tell_empty(&cutting);
    /* Nothing was found: the file stays as it came, however long it would have become. */
    if (cutting.cut.count > 0)
        status = buffer_status(&cutting.out);
    if (status != OK)
        return status;
    if (cutting.cut.count > 0)
        cutting.cut.bytes = buffer_text(&cutting.out);
    *ret_cut = cutting.cut;
    return OK;
}

/* What it takes to read the file twice and to write it is given back: the call has more to do. */
enum status people_cut_out(struct arena *arena, struct text bytes,
                           const struct import_reading *reading, struct people_cut *ret_cut)
{
    struct arena scratch = { 0 };
    struct people_cut cut;
    enum status status;

    arena_join(&scratch, arena->budget);
    status = cut_out(&scratch, bytes, reading, &cut);
    if (status == OK) {
        struct people_column *columns = ARENA_NEW_ARRAY(arena, struct people_column, cut.count + 1);

        for (size_t i = 0; i < cut.count; i++) {
            columns[i] = cut.columns[i];
            columns[i].name = arena_copy(arena, columns[i].name);
        }
        cut.columns = columns;
        if (cut.count > 0)
            cut.bytes = arena_copy(arena, cut.bytes);
        *ret_cut = cut;
    }
    arena_release(&scratch);
    return status;
}

void people_write(struct json_writer *json, const struct people_cut *cut)
{
    static const char *const kinds[PEOPLE_KINDS] = {
        [PEOPLE_NAME] = "name",   [PEOPLE_ADDRESS] = "address", [PEOPLE_PHONE] = "phone",
        [PEOPLE_EMAIL] = "email", [PEOPLE_WORDS] = "message",
    };

    json_begin_array(json);
    for (size_t i = 0; i < cut->count; i++) {
        json_begin_object(json);
        json_write_text_member(json, T("column"), cut->columns[i].name);
        json_write_text_member(json, T("kind"), text_from(kinds[cut->columns[i].kind]));
        json_write_integer_member(json, T("cells"), cut->columns[i].cells);
        json_write_boolean_member(json, T("whole"), cut->columns[i].is_whole);
        json_end_object(json);
    }
    json_end_array(json);
}
