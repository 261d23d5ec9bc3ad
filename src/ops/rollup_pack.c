/* Numbers are written in digits of five bits, lowest first, each a printable character; a sixth
   bit says that more follow. So a pack is plain text to both engines. */
#include "ops/rollup_pack.h"

enum {
    VERSION = 2,
    DIGIT_BITS = 5,
    DIGIT_MORE = 1 << DIGIT_BITS,
    DIGIT_ZERO = '0',
    HOURS = 24,
    LIMIT_NUMBER_BITS = 64
};

/* ---- writing ---- */

struct packing {
    struct arena *arena;
    struct names currencies, shows, brands, types;
    struct sums shoe_numbers; /* by brand and type; `orders` is the number, from 1 */
    struct names sizes;       /* as they are written */
    struct sums cuts[CUT_COUNT];
    size_t sale_count;
};

struct packing *packing_begin(struct arena *arena)
{
    struct packing *packing = ARENA_NEW(arena, struct packing);

    packing->arena = arena;
    names_init(&packing->currencies, arena);
    names_init(&packing->shows, arena);
    names_init(&packing->brands, arena);
    names_init(&packing->types, arena);
    names_init(&packing->sizes, arena);
    packing->shoe_numbers.arena = arena;
    for (size_t i = 0; i < CUT_COUNT; i++)
        packing->cuts[i].arena = arena;
    return packing;
}

static void write_number(struct buffer *out, uint64_t number)
{
    do {
        uint64_t digit = number & (DIGIT_MORE - 1);

        number >>= DIGIT_BITS;
        buffer_append_byte(out, (char)(DIGIT_ZERO + digit + (number > 0 ? DIGIT_MORE : 0)));
    } while (number > 0);
}

/* Numbers near zero stay short on both sides of it. */
static void write_signed(struct buffer *out, int64_t number)
{
    write_number(out, ((uint64_t)number << 1) ^ (number < 0 ? UINT64_MAX : 0));
}

static void write_text(struct buffer *out, struct text text)
{
    write_number(out, text.size);
    buffer_append(out, text);
}

static void write_size(struct buffer *out, const struct pack_size *size)
{
    write_text(out, size->system);
    write_signed(out, size->order);
    write_text(out, size->size);
}

/* Shoes are numbered as they come. */
static uint32_t shoe_of(struct packing *packing, const struct pack_sale *sale)
{
    struct sums_key key = { { names_add(&packing->brands, sale->brand),
                              names_add(&packing->types, sale->shoe_type) } };
    struct figures *number = sums_at(&packing->shoe_numbers, &key);

    if (number->orders == 0)
        number->orders = (int64_t)packing->shoe_numbers.count;
    return (uint32_t)number->orders - 1;
}

static uint32_t size_of(struct packing *packing, const struct pack_size *size)
{
    char room[128];
    struct buffer text = { .at = room, .capacity = sizeof room, .limit_bytes = sizeof room };

    write_size(&text, size);
    return names_add(&packing->sizes, buffer_text(&text));
}

void packing_add(struct packing *packing, const struct pack_sale *sale)
{
    struct text show = { (const char *)sale->live_session_id.bytes,
                         sizeof sale->live_session_id.bytes };
    struct sums_key key = { { names_add(&packing->currencies, sale->currency) } };

    if (!id_is_zero(sale->live_session_id))
        key.part[1] = names_add(&packing->shows, show) + 1;
    key.part[2] = shoe_of(packing, sale);
    figures_add(sums_at(&packing->cuts[CUT_TYPES], &key), &sale->figures);
    key.part[3] = size_of(packing, &sale->size);
    figures_add(sums_at(&packing->cuts[CUT_SIZES], &key), &sale->figures);
    key.part[3] = (uint32_t)sale->hour;
    figures_add(sums_at(&packing->cuts[CUT_HOURS], &key), &sale->figures);
    packing->sale_count++;
}

size_t packing_count(const struct packing *packing)
{
    return packing->sale_count;
}

static void write_names(struct buffer *out, const struct names *names)
{
    write_number(out, names->count);
    for (size_t i = 0; i < names->count; i++)
        write_text(out, names->at[i]);
}

static void write_heading(const struct packing *packing, struct buffer *out)
{
    write_names(out, &packing->currencies);
    write_number(out, packing->shows.count);
    for (size_t i = 0; i < packing->shows.count; i++) {
        struct id id;

        memcpy(id.bytes, packing->shows.at[i].at, sizeof id.bytes);
        buffer_append(out, text_from(id_to_text(id).at));
    }
    write_names(out, &packing->brands);
    write_number(out, packing->shoe_numbers.count);
    for (size_t i = 0; i < packing->shoe_numbers.count; i++) {
        const struct sums_key *key = &packing->shoe_numbers.cells[i].key;

        write_number(out, key->part[0]);
        write_text(out, packing->types.at[key->part[1]]);
    }
}

static void write_cell(struct buffer *out, const struct sums_cell *cell)
{
    const struct figures *figures = &cell->figures;

    for (size_t i = 0; i < 4; i++)
        write_number(out, cell->key.part[i]);
    write_signed(out, figures->gmv);
    write_signed(out, figures->units);
    write_signed(out, figures->orders);
    write_signed(out, figures->cost);
    write_signed(out, figures->units_without_cost);
    write_signed(out, figures->returned_units);
    write_signed(out, figures->refunds);
    write_signed(out, figures->cost_back);
}

enum status packing_write(const struct packing *packing, enum pack_cut cut, struct buffer *out)
{
    const struct sums *cells = &packing->cuts[cut];

    write_number(out, VERSION);
    write_number(out, cut);
    write_heading(packing, out);
    write_number(out, cut == CUT_SIZES ? packing->sizes.count : 0);
    for (size_t i = 0; cut == CUT_SIZES && i < packing->sizes.count; i++)
        buffer_append(out, packing->sizes.at[i]);
    write_number(out, cells->count);
    for (size_t i = 0; i < cells->count; i++)
        write_cell(out, &cells->cells[i]);
    return buffer_status(out);
}

/* ---- reading ---- */

static bool read_number(struct text *rest, uint64_t *ret_number)
{
    uint64_t number = 0;

    for (size_t i = 0, bits = 0; i < rest->size && bits < LIMIT_NUMBER_BITS;
         i++, bits += DIGIT_BITS) {
        unsigned digit = (unsigned char)rest->at[i] - (unsigned)DIGIT_ZERO;

        if (digit >= 2 * DIGIT_MORE)
            return false;
        number |= (uint64_t)(digit & (DIGIT_MORE - 1)) << bits;
        if (digit < DIGIT_MORE) {
            rest->at += i + 1;
            rest->size -= i + 1;
            *ret_number = number;
            return true;
        }
    }
    return false;
}

static bool read_signed(struct text *rest, int64_t *ret_number)
{
    uint64_t number;

    if (!read_number(rest, &number))
        return false;
    *ret_number = (int64_t)(number >> 1) ^ -(int64_t)(number & 1);
    return true;
}

/* A count of things that each take a byte at least. */
static bool read_count(struct text *rest, size_t *ret_count)
{
    uint64_t count;

    if (!read_number(rest, &count) || count > rest->size)
        return false;
    *ret_count = (size_t)count;
    return true;
}

static bool read_text(struct text *rest, struct text *ret_text)
{
    size_t size;

    if (!read_count(rest, &size))
        return false;
    *ret_text = text_slice(*rest, 0, size);
    *rest = text_from_offset(*rest, size);
    return true;
}

static bool read_texts(struct arena *arena, struct text *rest, struct text **ret_texts,
                       size_t *ret_count)
{
    if (!read_count(rest, ret_count))
        return false;
    *ret_texts = ARENA_NEW_ARRAY(arena, struct text, *ret_count);
    for (size_t i = 0; i < *ret_count; i++)
        if (!read_text(rest, &(*ret_texts)[i]))
            return false;
    return true;
}

static bool read_shows(struct arena *arena, struct pack *pack)
{
    if (!read_count(&pack->rest, &pack->show_count))
        return false;
    pack->shows = ARENA_NEW_ARRAY(arena, struct id, pack->show_count);
    for (size_t i = 0; i < pack->show_count; i++) {
        if (!id_from_text(text_slice(pack->rest, 0, ID_TEXT_SIZE), &pack->shows[i]))
            return false;
        pack->rest = text_from_offset(pack->rest, ID_TEXT_SIZE);
    }
    return true;
}

static bool read_shoes(struct arena *arena, struct pack *pack)
{
    if (!read_count(&pack->rest, &pack->shoe_count))
        return false;
    pack->shoes = ARENA_NEW_ARRAY(arena, struct pack_shoe, pack->shoe_count);
    for (size_t i = 0; i < pack->shoe_count; i++) {
        uint64_t brand;

        if (!read_number(&pack->rest, &brand) || brand >= pack->brand_count ||
            !read_text(&pack->rest, &pack->shoes[i].shoe_type))
            return false;
        pack->shoes[i].brand = (uint32_t)brand;
    }
    return true;
}

static bool read_sizes(struct arena *arena, struct pack *pack)
{
    if (!read_count(&pack->rest, &pack->size_count))
        return false;
    pack->sizes = ARENA_NEW_ARRAY(arena, struct pack_size, pack->size_count);
    for (size_t i = 0; i < pack->size_count; i++)
        if (!read_text(&pack->rest, &pack->sizes[i].system) ||
            !read_signed(&pack->rest, &pack->sizes[i].order) ||
            !read_text(&pack->rest, &pack->sizes[i].size))
            return false;
    return true;
}

bool pack_open(struct arena *arena, struct text text, enum pack_cut cut, struct pack *ret_pack)
{
    struct pack pack = { .cut = cut, .rest = text };
    uint64_t version, found;

    if (!read_number(&pack.rest, &version) || version != VERSION ||
        !read_number(&pack.rest, &found) || found != cut)
        return false;
    if (!read_texts(arena, &pack.rest, &pack.currencies, &pack.currency_count) ||
        !read_shows(arena, &pack) ||
        !read_texts(arena, &pack.rest, &pack.brands, &pack.brand_count) ||
        !read_shoes(arena, &pack) || !read_sizes(arena, &pack) ||
        !read_count(&pack.rest, &pack.cell_count))
        return false;
    *ret_pack = pack;
    return true;
}

static bool read_below(struct text *rest, size_t end, uint32_t *ret_number)
{
    uint64_t number;

    if (!read_number(rest, &number) || number >= end)
        return false;
    *ret_number = (uint32_t)number;
    return true;
}

bool pack_next(struct pack *pack, struct pack_cell *ret_cell)
{
    size_t extras[] = { [CUT_TYPES] = 1, [CUT_SIZES] = pack->size_count, [CUT_HOURS] = HOURS };
    struct figures *figures = &ret_cell->figures;

    *figures = (struct figures){ 0 };
    return read_below(&pack->rest, pack->currency_count, &ret_cell->currency) &&
           read_below(&pack->rest, pack->show_count + 1, &ret_cell->show) &&
           read_below(&pack->rest, pack->shoe_count, &ret_cell->shoe) &&
           read_below(&pack->rest, extras[pack->cut], &ret_cell->extra) &&
           read_signed(&pack->rest, &figures->gmv) && read_signed(&pack->rest, &figures->units) &&
           read_signed(&pack->rest, &figures->orders) && read_signed(&pack->rest, &figures->cost) &&
           read_signed(&pack->rest, &figures->units_without_cost) &&
           read_signed(&pack->rest, &figures->returned_units) &&
           read_signed(&pack->rest, &figures->refunds) &&
           read_signed(&pack->rest, &figures->cost_back);
}
