/* One text for both engines, put together from the constants below; values are bound. What a
   report sums is either shows with their own figures (and sales outside any show), or sales
   alone: brands, sizes and hours are not known for a show as a whole. */
#include "ops/report_sql.h"

/* Sums over sales `a`, in the order of enum report_sum. */
#define SALE_SUMS                                                                                  \
    "CAST(SUM(a.price * a.quantity) AS BIGINT) AS gmv, "                                           \
    "CAST(SUM(a.quantity) AS BIGINT) AS units, COUNT(*) AS orders, "                               \
    "CAST(SUM(COALESCE(a.cost, 0) * a.quantity) AS BIGINT) AS cost, "                              \
    "CAST(SUM(CASE WHEN a.cost IS NULL THEN a.quantity ELSE 0 END) AS BIGINT) AS uncosted, "       \
    "CAST(SUM(a.returned) AS BIGINT) AS returned, CAST(SUM(a.refunded) AS BIGINT) AS refunds, "    \
    "CAST(SUM(COALESCE(a.cost, 0) * a.restocked) AS BIGINT) AS cost_back"
#define BACK_OF_T "t.returned, t.refunds, t.cost_back"

static const struct {
    enum report_column columns[REPORT_KEY_COLUMNS];
} groups[GROUP_COUNT] = {
    [GROUP_SHOW] = { { COLUMN_SHOW_ID, COLUMN_SHOW_DAY, COLUMN_PLATFORM, COLUMN_HOST,
                       COLUMN_TITLE } },
    [GROUP_DAY] = { { COLUMN_DAY } },
    [GROUP_WEEK] = { { COLUMN_DAY } },
    [GROUP_MONTH] = { { COLUMN_DAY } },
    [GROUP_WEEKDAY] = { { COLUMN_DAY } },
    [GROUP_PLATFORM] = { { COLUMN_PLATFORM } },
    [GROUP_HOST] = { { COLUMN_HOST } },
    [GROUP_BRAND] = { { COLUMN_BRAND } },
    [GROUP_SHOE_TYPE] = { { COLUMN_BRAND, COLUMN_SHOE_TYPE } },
    [GROUP_SIZE] = { { COLUMN_SIZE_SYSTEM, COLUMN_SIZE_ORDER, COLUMN_SIZE } },
    [GROUP_HOUR] = { { COLUMN_HOUR } },
    [GROUP_WEEKDAY_HOUR] = { { COLUMN_HOUR, COLUMN_DAY } },
    [GROUP_SIZE_RUN] = { { COLUMN_BRAND, COLUMN_SHOE_TYPE, COLUMN_SIZE_SYSTEM, COLUMN_SIZE_ORDER,
                           COLUMN_SIZE } },
};

/* Where a column comes from in each of the two. Shows: of the facts `f`. */
static const struct {
    const char *of_facts, *of_sales;
    bool is_of_show;
} columns[COLUMN_COUNT] = {
    [COLUMN_SHOW_ID] = { "f.show_id", "a.live_session_id", false },
    [COLUMN_SHOW_DAY] = { "f.day", "s.day", true },
    [COLUMN_DAY] = { "f.day", "a.day", false },
    [COLUMN_PLATFORM] = { "f.platform", "s.platform", true },
    [COLUMN_HOST] = { "f.host", "s.host", true },
    [COLUMN_TITLE] = { "f.title", "s.title", true },
    [COLUMN_BRAND] = { NULL, "a.brand", false },
    [COLUMN_SHOE_TYPE] = { NULL, "a.shoe_type", false },
    [COLUMN_SIZE_SYSTEM] = { NULL, "a.size_system", false },
    [COLUMN_SIZE_ORDER] = { NULL, "a.size_order", false },
    [COLUMN_SIZE] = { NULL, "a.size", false },
    [COLUMN_HOUR] = { NULL, "a.hour", false },
};

bool report_counts_sales_only(const struct report_query *query)
{
    enum report_column first = groups[query->group].columns[0];

    if (query->brand.size > 0 || query->shoe_type.size > 0)
        return true;
    return first != COLUMN_NONE && !columns[first].of_facts;
}

bool report_names_show_values(const struct report_query *query)
{
    return query->platform != 0 || query->host.size > 0 || !id_is_zero(query->live_session_id);
}

static bool restricts_shows(const struct report_query *query)
{
    return report_names_show_values(query) || query->from.days != 0 || query->to.days != 0;
}

bool report_names_show(const struct report_query *query)
{
    if (query->platform != 0 || query->host.size > 0)
        return true;
    for (size_t i = 0; i < REPORT_KEY_COLUMNS; i++)
        if (columns[groups[query->group].columns[i]].is_of_show)
            return true;
    return false;
}

bool report_needs_shows(const struct report_query *query)
{
    return !report_counts_sales_only(query) || report_names_show(query);
}

static void append(struct report_sql *sql, const char *text)
{
    buffer_append(&sql->text, text_from(text));
}

/* Appends " AND <text>$n". */
static void append_condition(struct report_sql *sql, const char *text, struct value value)
{
    sql->values[sql->value_count++] = value;
    buffer_print(&sql->text, " AND %s$%zu", text, sql->value_count);
}

const enum report_column *report_columns(enum report_group group, size_t *ret_count)
{
    const enum report_column *of_group = groups[group].columns;

    *ret_count = 0;
    while (*ret_count < REPORT_KEY_COLUMNS && of_group[*ret_count] != COLUMN_NONE)
        ++*ret_count;
    return of_group;
}

/* " AND <column> = $n". Of the sales of a few days the index of the days leads to few rows, that of
   a brand or a platform to many: an expression has no index. */
static void append_equal(struct report_sql *sql, const struct report_query *query,
                         const char *column, struct text text)
{
    sql->values[sql->value_count++] = VALUE_OF_TEXT(text);
    buffer_print(&sql->text, query->within ? " AND COALESCE(%s, '') = $%zu" : " AND %s = $%zu",
                 column, sql->value_count);
}

static struct value date_value(struct arena *arena, struct date date)
{
    struct date_text text = date_to_text(date);

    return VALUE_OF_TEXT(arena_copy(arena, text_from(text.at)));
}

static void append_days(struct report_sql *sql, const struct report_query *query,
                        struct arena *arena, const char *from, const char *to)
{
    if (query->from.days != 0)
        append_condition(sql, from, date_value(arena, query->from));
    if (query->to.days != 0)
        append_condition(sql, to, date_value(arena, query->to));
}

static void append_within(struct report_sql *sql, const struct report_query *query,
                          struct arena *arena)
{
    if (!query->within)
        return;
    append_condition(sql, "a.day >= ", date_value(arena, query->within->first));
    append_condition(sql, "a.day <= ", date_value(arena, query->within->last));
}

static void append_show_names(struct report_sql *sql, const struct report_query *query)
{
    const struct field *platform = entity_field(&live_session_entity, T("platform"));

    if (query->platform != 0)
        append_equal(sql, query, "s.platform",
                     text_from(platform->choices[query->platform - 1].value));
    if (query->host.size > 0)
        append_equal(sql, query, "s.host", query->host);
}

static void append_show_conditions(struct report_sql *sql, const struct report_query *query,
                                   struct arena *arena)
{
    append_days(sql, query, arena, "s.day >= ", "s.day <= ");
    append_show_names(sql, query);
    if (!id_is_zero(query->live_session_id))
        append_condition(sql, "s.id = ", VALUE_OF_ID(query->live_session_id));
}

/* Sales added up once, by show and, without one, by day: `t`. CROSS JOIN tells SQLite to go from
   the few shows of the period to their sales. */
static void append_sales(struct report_sql *sql, const struct report_query *query,
                         struct arena *arena)
{
    append(sql, "WITH t AS (");
    if (!restricts_shows(query)) {
        append(sql, "SELECT a.live_session_id AS show_id, "
                    "CASE WHEN a.live_session_id IS NULL THEN a.day END AS day, "
                    "a.currency AS currency, " SALE_SUMS " FROM sale a GROUP BY "
                    "a.live_session_id, CASE WHEN a.live_session_id IS NULL THEN a.day END, "
                    "a.currency) ");
        return;
    }
    append(sql, "SELECT a.live_session_id AS show_id, CAST(NULL AS TEXT) AS day, "
                "a.currency AS currency, " SALE_SUMS " FROM live_session s CROSS JOIN sale a "
                "WHERE a.workspace_id = s.workspace_id AND a.live_session_id = s.id");
    append_show_conditions(sql, query, arena);
    append(sql, " GROUP BY a.live_session_id, a.currency");
    if (!report_names_show_values(query)) {
        append(sql, " UNION ALL SELECT NULL, a.day, a.currency, " SALE_SUMS
                    " FROM sale a WHERE a.live_session_id IS NULL");
        append_days(sql, query, arena, "a.day >= ", "a.day <= ");
        append(sql, " GROUP BY a.day, a.currency");
    }
    append(sql, ") ");
}

/* Shows with their figures, a planned one only once it has any; sales in another currency than
   their show's, a row of their own; sales without a show. */
static void append_facts(struct report_sql *sql, const struct report_query *query,
                         struct arena *arena)
{
    append(sql, "SELECT s.id AS show_id, s.day AS day, s.platform AS platform, s.host AS host, "
                "s.title AS title, s.currency AS currency, COALESCE(s.gmv, t.gmv, 0) AS gmv, "
                "COALESCE(s.items, t.units, 0) AS units, COALESCE(t.orders, 0) AS orders, "
                "COALESCE(s.cost, 0) + COALESCE(t.cost, 0) AS cost, "
                "COALESCE(t.uncosted, 0) AS uncosted, COALESCE(t.returned, 0) AS returned, "
                "COALESCE(t.refunds, 0) AS refunds, COALESCE(t.cost_back, 0) AS cost_back, "
                "s.buyers AS buyers, 1 AS shows "
                "FROM live_session s LEFT JOIN t ON t.show_id = s.id AND t.currency = s.currency "
                "WHERE (s.status <> 'planned' OR s.gmv IS NOT NULL OR t.show_id IS NOT NULL)");
    append_show_conditions(sql, query, arena);
    append(sql,
           " UNION ALL SELECT s.id, s.day, s.platform, s.host, s.title, t.currency, t.gmv, "
           "t.units, t.orders, t.cost, t.uncosted, " BACK_OF_T
           ", NULL, 0 FROM t JOIN live_session s ON "
           "s.id = t.show_id WHERE t.currency <> s.currency UNION ALL SELECT NULL, t.day, "
           "NULL, NULL, NULL, t.currency, t.gmv, t.units, t.orders, t.cost, t.uncosted, " BACK_OF_T
           ", NULL, 0 FROM t WHERE t.show_id IS NULL");
}

static void append_columns(struct report_sql *sql, bool is_sales, const char *last)
{
    for (size_t i = 0; i < sql->column_count; i++) {
        append(sql,
               is_sales ? columns[sql->columns[i]].of_sales : columns[sql->columns[i]].of_facts);
        append(sql, ", ");
    }
    append(sql, last);
}

static void build_of_shows(struct report_sql *sql, const struct report_query *query,
                           struct arena *arena)
{
    append_sales(sql, query, arena);
    append(sql, "SELECT ");
    append_columns(sql, false, "f.currency");
    append(sql, ", CAST(SUM(f.gmv) AS BIGINT), CAST(SUM(f.units) AS BIGINT), "
                "CAST(SUM(f.orders) AS BIGINT), CAST(SUM(f.cost) AS BIGINT), "
                "CAST(SUM(f.uncosted) AS BIGINT), CAST(SUM(f.returned) AS BIGINT), "
                "CAST(SUM(f.refunds) AS BIGINT), CAST(SUM(f.cost_back) AS BIGINT), "
                "CAST(SUM(f.buyers) AS BIGINT), "
                "CAST(SUM(f.shows) AS BIGINT) FROM (");
    append_facts(sql, query, arena);
    append(sql, ") f WHERE 1 = 1");
    if (query->currency.size > 0)
        append_condition(sql, "f.currency = ", VALUE_OF_TEXT(query->currency));
    append(sql, " GROUP BY ");
    append_columns(sql, false, "f.currency");
}

static void build_of_sales(struct report_sql *sql, const struct report_query *query,
                           struct arena *arena)
{
    append(sql, "SELECT ");
    append_columns(sql, true, "a.currency");
    append(sql, ", " SALE_SUMS ", CAST(NULL AS BIGINT), CAST(NULL AS BIGINT) FROM sale a");
    if (report_names_show(query))
        append(sql, " LEFT JOIN live_session s ON s.workspace_id = a.workspace_id AND "
                    "s.id = a.live_session_id");
    append(sql, " WHERE 1 = 1");
    if (!query->within) /* these lie in the period; of two bounds SQLite would follow the first */
        append_days(sql, query, arena, "a.day >= ", "a.day <= ");
    append_within(sql, query, arena);
    append_show_names(sql, query);
    if (!id_is_zero(query->live_session_id))
        append_condition(sql, "a.live_session_id = ", VALUE_OF_ID(query->live_session_id));
    if (query->brand.size > 0)
        append_equal(sql, query, "a.brand", query->brand);
    if (query->shoe_type.size > 0)
        append_equal(sql, query, "a.shoe_type", query->shoe_type);
    if (query->currency.size > 0)
        append_condition(sql, "a.currency = ", VALUE_OF_TEXT(query->currency));
    append(sql, " GROUP BY ");
    append_columns(sql, true, "a.currency");
}

void report_sql_totals(struct report_sql *sql, const struct report_query *query,
                       struct arena *arena)
{
    *sql = (struct report_sql){ .text = buffer_in(arena, LIMIT_REPORT_SQL) };
    append(sql, "SELECT a.live_session_id, CASE WHEN a.live_session_id IS NULL THEN a.day END, "
                "a.currency, " SALE_SUMS " FROM sale a WHERE 1 = 1");
    append_within(sql, query, arena);
    append(sql, " GROUP BY a.live_session_id, CASE WHEN a.live_session_id IS NULL THEN a.day END, "
                "a.currency");
}

void report_sql_shows(struct report_sql *sql, const struct report_query *query, bool is_in_period,
                      struct arena *arena)
{
    *sql = (struct report_sql){ .text = buffer_in(arena, LIMIT_REPORT_SQL) };
    append(sql, "SELECT s.id, s.day, s.platform, s.host, s.title, s.currency, s.status, s.gmv, "
                "s.items, s.cost, s.buyers FROM live_session s WHERE 1 = 1");
    if (is_in_period)
        append_show_conditions(sql, query, arena);
    else
        append_show_names(sql, query);
}

/* Two looks into the index of each show's sales. */
void report_sql_sold(struct report_sql *sql, const struct report_query *query, struct arena *arena)
{
    static const char of_show[] = "(SELECT a.sold_at FROM sale a WHERE a.workspace_id = "
                                  "s.workspace_id AND a.live_session_id = s.id ORDER BY a.sold_at";

    *sql = (struct report_sql){ .text = buffer_in(arena, LIMIT_REPORT_SQL) };
    buffer_print(&sql->text,
                 "SELECT MIN(x.first_at), MAX(x.last_at) FROM (SELECT %s LIMIT 1) AS first_at, "
                 "%s DESC LIMIT 1) AS last_at FROM live_session s WHERE 1 = 1",
                 of_show, of_show);
    append_show_conditions(sql, query, arena);
    append(sql, ") x");
}

void report_sql_build(struct report_sql *sql, const struct report_query *query, struct arena *arena)
{
    *sql = (struct report_sql){ .text = buffer_in(arena, LIMIT_REPORT_SQL) };
    sql->columns = report_columns(query->group, &sql->column_count);
    if (report_counts_sales_only(query))
        build_of_sales(sql, query, arena);
    else
        build_of_shows(sql, query, arena);
}
