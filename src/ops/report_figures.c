/* Figures: adding them up, what follows from them, and the order of rows. */
#include "ops/report.h"

#include "base/money.h"

#include <stdlib.h>

static void add(int64_t *sum, int64_t more)
{
    *sum = money_sum(*sum, more);
}

void figures_add(struct figures *sum, const struct figures *more)
{
    add(&sum->gmv, more->gmv);
    add(&sum->units, more->units);
    add(&sum->orders, more->orders);
    add(&sum->cost, more->cost);
    add(&sum->units_without_cost, more->units_without_cost);
    add(&sum->returned_units, more->returned_units);
    add(&sum->refunds, more->refunds);
    add(&sum->cost_back, more->cost_back);
    add(&sum->buyers, more->buyers);
    add(&sum->shows, more->shows);
    sum->has_buyers |= more->has_buyers;
    sum->has_shows |= more->has_shows;
}

int64_t figures_net_gmv(const struct figures *figures)
{
    return money_difference(figures->gmv, figures->refunds);
}

int64_t figures_net_cost(const struct figures *figures)
{
    return money_difference(figures->cost, figures->cost_back);
}

int64_t figures_profit(const struct figures *figures)
{
    return money_difference(figures_net_gmv(figures), figures_net_cost(figures));
}

bool figures_margin(const struct figures *figures, int64_t *ret_basis_points)
{
    static const int64_t scale = 10000;
    int64_t profit = figures_profit(figures), gmv = figures_net_gmv(figures);

    if (gmv <= 0)
        return false;
    while (gmv > INT64_MAX / 4 || profit > INT64_MAX / scale / 4 ||
           profit < -(INT64_MAX / scale / 4)) {
        profit /= 2;
        gmv = gmv > 1 ? gmv / 2 : 1;
    }
    *ret_basis_points = (2 * scale * profit + (profit < 0 ? -gmv : gmv)) / (2 * gmv);
    return true;
}

static int64_t margin_or_least(const struct figures *figures)
{
    int64_t margin;

    return figures_margin(figures, &margin) ? margin : INT64_MIN;
}

static int compare_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare_by(const struct report_row *a, const struct report_row *b,
                      enum report_order order)
{
    switch (order) {
    case ORDER_GMV:
        return compare_numbers(a->now.gmv, b->now.gmv);
    case ORDER_PROFIT:
        return compare_numbers(figures_profit(&a->now), figures_profit(&b->now));
    case ORDER_MARGIN:
        return compare_numbers(margin_or_least(&a->now), margin_or_least(&b->now));
    case ORDER_UNITS:
        return compare_numbers(a->now.units, b->now.units);
    case ORDER_RANK:
        return compare_numbers(a->rank, b->rank);
    case ORDER_KEY:
        break;
    }
    if (text_compare(a->day, b->day) != 0)
        return text_compare(a->day, b->day);
    if (text_compare(a->size_system, b->size_system) != 0)
        return text_compare(a->size_system, b->size_system);
    if (a->sort != b->sort)
        return compare_numbers(a->sort, b->sort);
    return text_compare(a->key, b->key);
}

struct sorting {
    enum report_order order;
    bool descending;
};

/* Equal rows keep a fixed order, so that a page shows the same twice. */
static int compare_rows(const void *first, const void *second, void *context)
{
    const struct report_row *a = first, *b = second;
    const struct sorting *sorting = context;
    int by = compare_by(a, b, sorting->order);

    if (by != 0)
        return sorting->descending ? -by : by;
    by = compare_by(a, b, ORDER_KEY);
    return by != 0 ? by : text_compare(a->currency, b->currency);
}

void report_sort(struct report *report, enum report_order order, bool descending)
{
    struct sorting sorting = { order, descending };

    if (report->count > 1)
        qsort_r(report->rows, report->count, sizeof *report->rows, compare_rows, &sorting);
}
