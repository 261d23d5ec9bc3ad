/* Accept: which of the forms there are a client takes. */
#include "rest/query.h"

struct media {
    struct text type, parameters;
};

static const struct {
    const char *type;
    enum form form;
    bool is_single;
} types[] = {
    { "*/*", FORM_JSON, false },
    { "application/*", FORM_JSON, false },
    { "application/json", FORM_JSON, false },
    { "application/vnd.pgrst.array+json", FORM_JSON, false },
    { "application/vnd.pgrst.array", FORM_JSON, false },
    { "application/vnd.pgrst.object+json", FORM_OBJECT, true },
    { "application/vnd.pgrst.object", FORM_OBJECT, true },
    { "text/csv", FORM_CSV, false },
    { "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", FORM_XLSX, false },
};

static bool has_parameter(struct text parameters, struct text wanted)
{
    while (parameters.size > 0)
        if (text_equal_nocase(text_trim(text_cut(&parameters, ';')), wanted))
            return true;
    return false;
}

static bool take_media(struct rest_query *query, struct text media)
{
    struct text parameters = media;
    struct text type = text_trim(text_cut(&parameters, ';'));

    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (!text_equal_nocase(type, text_from(types[i].type)) ||
            has_parameter(parameters, T("q=0")))
            continue;
        query->form = types[i].form;
        query->is_single = types[i].is_single;
        query->strips_nulls = has_parameter(parameters, T("nulls=stripped"));
        if (query->form == FORM_CSV && has_parameter(parameters, T("for=people")))
            query->form = FORM_SHEET_CSV;
        return true;
    }
    return false;
}

enum status accept_parse(struct call *call, struct rest_query *query)
{
    struct text accept = call_header(call, T("Accept"));
    struct text rest = accept;

    while (rest.size > 0)
        if (take_media(query, text_cut(&rest, ',')))
            return OK;
    if (accept.size == 0)
        return OK;
    return REFUSE(
        call, INVALID, .http = 406, .code = "PGRST107",
        .say = L("None of these media types are available: {value}", "没有可用的媒体类型：{value}"),
        .value = accept);
}
