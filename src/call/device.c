/* Device: reads names and major versions out of a user agent by two small tables. */
#include "call/device.h"

#include <ctype.h>

struct mark {
    const char *mark; /* stands in the user agent; a version follows it */
    const char *name;
    bool has_version;
};

/* Order matters: Edge says Chrome, Chrome says Safari. */
static const struct mark apps[] = {
    { "Edg/", "Edge", true },        { "OPR/", "Opera", true },
    { "Firefox/", "Firefox", true }, { "MicroMessenger/", "WeChat", true },
    { "Chrome/", "Chrome", true },   { "CriOS/", "Chrome", true },
    { "Version/", "Safari", true },  { "supabase-js", "supabase-js", false },
    { "node", "Node", false },       { "curl/", "curl", true },
};

static const struct mark systems[] = {
    { "iPhone OS ", "iOS", true },   { "CPU OS ", "iPadOS", true },
    { "Android ", "Android", true }, { "Windows NT", "Windows", false },
    { "Mac OS X", "macOS", false },  { "Linux", "Linux", false },
};

static struct text find(struct arena *arena, struct text agent, const struct mark *marks,
                        size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct text mark = text_from(marks[i].mark);
        size_t at = text_find(agent, mark), digits = 0;
        struct text rest;

        if (at == agent.size)
            continue;
        rest = text_from_offset(agent, at + mark.size);
        while (marks[i].has_version && digits < rest.size && digits < 4 &&
               isdigit((unsigned char)rest.at[digits]))
            digits++;
        return arena_print(arena, "%s%s%.*s", marks[i].name, digits > 0 ? " " : "", (int)digits,
                           rest.at ? rest.at : "");
    }
    return T("other");
}

static bool is_country(struct text text)
{
    return text.size == 2 && isupper((unsigned char)text.at[0]) &&
           isupper((unsigned char)text.at[1]);
}

static struct text region_of(struct http_exchange *exchange, const struct settings *settings)
{
    bool has_proxy = settings->region_header[0] && http_is_proxied(exchange);
    struct text header = has_proxy ? http_header(exchange, text_from(settings->region_header))
                                   : (struct text){ 0 };
    struct text peer = http_peer(exchange);

    if (is_country(header))
        return header;
    if (text_starts_with(peer, T("127.")) || text_equal(peer, T("::1")))
        return T("local");
    return T("unknown");
}

struct device device_of(struct http_exchange *exchange, const struct settings *settings)
{
    struct text agent = http_header(exchange, T("User-Agent"));
    struct arena *arena = http_arena(exchange);

    return (struct device){
        .app = find(arena, agent, apps, sizeof apps / sizeof *apps),
        .os = find(arena, agent, systems, sizeof systems / sizeof *systems),
        .region = region_of(exchange, settings),
    };
}
