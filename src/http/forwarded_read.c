/* Reading Forwarded and X-Forwarded-For. */
#include "http/forwarded_read.h"

#include "http/http1_parse.h"

static void add_hop(struct forwarded_hops *hops, struct forwarded_hop hop)
{
    if (hops->count == FORWARDED_HOPS) {
        memmove(hops->list, hops->list + 1, (FORWARDED_HOPS - 1) * sizeof *hops->list);
        hops->count--;
    }
    hops->list[hops->count++] = hop;
}

void forwarded_add_plain(struct forwarded_hops *hops, struct text value)
{
    while (value.at)
        add_hop(hops, (struct forwarded_hop){ .node = text_trim(text_cut(&value, ',')) });
}

/* A token or a quoted string without escapes at the front of *rest. */
static bool read_value(struct text *rest, struct text *ret_value)
{
    bool is_quoted = text_starts_with(*rest, T("\""));
    struct text value = text_from_offset(*rest, is_quoted);
    size_t size = 0;

    while (size < value.size && (is_quoted ? value.at[size] != '"' && value.at[size] != '\\'
                                           : http1_is_token(text_slice(value, size, 1))))
        size++;
    if (is_quoted && (size == value.size || value.at[size] == '\\'))
        return false;
    *ret_value = text_slice(value, 0, size);
    *rest = text_from_offset(value, size + is_quoted);
    return is_quoted || size > 0;
}

/* name=value; the names that mean nothing here are read past. */
static bool read_pair(struct text *rest, struct forwarded_hop *hop)
{
    const struct {
        struct text name;
        struct text *value;
    } members[] = { { T("for"), &hop->node },
                    { T("proto"), &hop->proto },
                    { T("host"), &hop->host } };
    size_t equals = text_find_byte(*rest, '=');
    struct text name = text_trim(text_slice(*rest, 0, equals)), value;

    if (equals == rest->size || !http1_is_token(name))
        return false;
    *rest = text_from_offset(*rest, equals + 1);
    if (!read_value(rest, &value))
        return false;
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (!text_equal_nocase(name, members[i].name))
            continue;
        if (members[i].value->at)
            return false;
        *members[i].value = value;
    }
    return true;
}

static bool read_hop(struct text *rest, struct forwarded_hop *ret_hop)
{
    struct forwarded_hop hop = { 0 };

    for (;;) {
        *rest = text_trim(*rest);
        if (!read_pair(rest, &hop))
            return false;
        *rest = text_trim(*rest);
        if (rest->size == 0 || rest->at[0] != ';')
            break;
        *rest = text_from_offset(*rest, 1);
    }
    *ret_hop = hop;
    return rest->size == 0 || rest->at[0] == ',';
}

void forwarded_add(struct forwarded_hops *hops, struct text value)
{
    struct forwarded_hop hop;

    for (;;) {
        if (!read_hop(&value, &hop)) {
            hops->count = 0;
            return;
        }
        add_hop(hops, hop);
        if (value.size == 0)
            return;
        value = text_from_offset(value, 1); /* the comma */
    }
}

/* "192.0.2.7:80" and "[2001:db8::1]:80" without the port; a bare IPv6 address has none. */
static struct text without_port(struct text node)
{
    size_t colon = text_find_byte(node, ':');
    size_t bracket = text_find_byte(node, ']');

    if (bracket < node.size)
        return bracket + 1 == node.size || node.at[bracket + 1] == ':'
                   ? text_slice(node, 0, bracket + 1)
                   : node;
    if (text_find_byte(text_from_offset(node, colon + 1), ':') + colon + 1 < node.size)
        return node;
    return text_slice(node, 0, colon);
}

bool forwarded_address(struct text node, struct address *ret_address)
{
    return address_from_text(without_port(node), ret_address);
}
