/* Recipients: the register and the ledger as sentences. */
#include "privacy/recipients.h"

#include "egress/outbox_mail.h"

enum { LIMIT_DATA_TEXT = 1024, VALUES = 6 };

/* --- the ledger */

static enum status count_one(struct tx *tx, struct text sql, const struct value *values,
                             size_t count, int64_t *ret_first, int64_t *ret_second)
{
    struct cursor *cursor;
    bool is_found;
    enum status status = tx_query(tx, sql, values, count, &cursor);

    if (status == OK)
        status = cursor_next(cursor, &is_found);
    if (status != OK)
        return status;
    *ret_first = cursor_value(cursor, 0).integer;
    *ret_second = cursor_value(cursor, 1).integer;
    cursor_close(cursor);
    return OK;
}

static enum status count_processor(struct tx *tx, int64_t since_ms, struct recipient_count *count)
{
    struct value values[] = { VALUE_OF_TEXT(text_from(count->processor->name)),
                              VALUE_OF_INTEGER(since_ms) };

    return count_one(tx,
                     T("SELECT count(*), cast(coalesce(sum(bytes_out), 0) AS BIGINT) FROM "
                       "main.egress_event WHERE processor = $1 AND created_at >= $2 AND "
                       "outcome <> 'refused'"),
                     values, 2, &count->calls, &count->bytes_out);
}

enum status recipients_read(struct tx *tx, int64_t now_ms, struct recipient_counts *ret_counts)
{
    int64_t since_ms = now_ms - LEDGER_DAYS * (int64_t)MS_PER_DAY, unused;
    struct value since[] = { VALUE_OF_INTEGER(since_ms) };
    struct recipient_counts counts = { 0 };
    enum status status = OK;

    for (const struct processor *processor = processors;
         status == OK && processor->name && counts.count < LIMIT_RECIPIENTS; processor++) {
        struct recipient_count *count = &counts.at[counts.count++];

        count->processor = processor;
        status = count_processor(tx, since_ms, count);
        if (status == OK && strcmp(processor->name, "mail") == 0)
            status = count_one(tx,
                               T("SELECT count(*), count(*) FROM main.outbox_mail WHERE "
                                 "workspace_id = 0 AND status IN ('sent', 'unknown') AND "
                                 "settled_at >= $1"),
                               since, 1, &count->mails, &unused);
    }
    if (status == OK)
        *ret_counts = counts;
    return status;
}

/* --- sentences */

static struct text data_of(struct arena *arena, const struct processor *processor,
                           enum language language, struct label (*say_data)(enum data_class data))
{
    struct buffer out = buffer_in(arena, LIMIT_DATA_TEXT);
    static const struct label sealed =
        L("bytes that only this server can read", "仅本服务器可读取的加密数据");

    for (const enum data_class *data = processor->data; *data != DATA_UNDECLARED; data++) {
        struct label label = *data == NOT_PERSONAL ? sealed : say_data(*data);

        if (out.size > 0)
            buffer_append(&out, language == LANGUAGE_ZH ? T("、") : T(", "));
        buffer_append(&out, text_from(label_in(label, language)));
    }
    return buffer_text(&out);
}

/* The host that the settings name, else those of the register. */
static struct text place_of(const struct processor *processor, const struct settings *settings)
{
    struct text host = { 0 };

    if (processor->url)
        host = url_host(text_from(processor->url(settings)));
    return host.size > 0 ? host : text_from(processor->hosts);
}

static struct text ledger_of(struct arena *arena, const struct recipient_count *count,
                             bool sends_mail, enum language language)
{
    bool is_chinese = language == LANGUAGE_ZH;

    if (sends_mail)
        return arena_print(arena, is_chinese ? "邮件 %lld 封" : "mails: %lld",
                           (long long)count->mails);
    return arena_print(
        arena, is_chinese ? "调用 %lld 次，发送 %lld 字节" : "calls: %lld, bytes sent: %lld",
        (long long)count->calls, (long long)count->bytes_out);
}

size_t recipients_list(struct arena *arena, const struct settings *settings,
                       const struct recipient_counts *counts, enum language language,
                       struct label (*say_data)(enum data_class data),
                       struct template_scope *ret_scopes)
{
    size_t listed = 0;

    for (size_t i = 0; i < counts->count; i++) {
        const struct recipient_count *count = &counts->at[i];
        const struct processor *processor = count->processor;
        bool is_mail = strcmp(processor->name, "mail") == 0;
        struct template_value *values;

        if (!processor->is_used(settings) && count->calls == 0)
            continue;
        values = ARENA_NEW_ARRAY(arena, struct template_value, VALUES);
        values[0] =
            (struct template_value){ .name = T("name"),
                                     .text = text_from(label_in(processor->title, language)) };
        values[1] =
            (struct template_value){ .name = T("purpose"),
                                     .text = text_from(label_in(processor->purpose, language)) };
        values[2] =
            (struct template_value){ .name = T("data"),
                                     .text = data_of(arena, processor, language, say_data) };
        values[3] =
            (struct template_value){ .name = T("place"), .text = place_of(processor, settings) };
        values[4] =
            (struct template_value){ .name = T("terms"),
                                     .text = text_from(label_in(processor->terms, language)) };
        values[5] = (struct template_value){ .name = T("ledger"),
                                             .text = ledger_of(arena, count, is_mail, language) };
        ret_scopes[listed++] = (struct template_scope){ values, VALUES };
    }
    return listed;
}

struct text recipients_text(const struct settings *settings, enum language language)
{
    static const struct label nobody =
        L("With nobody. This server reaches no other: the settings name none that it may call.",
          "不与任何人共享。本服务器不连接其他服务器：设置中没有允许调用的服务器。");
    static const struct label somebody =
        L("Only with those below, and only for what stands there: the program calls no host that "
          "is not in this list, and counts every call.",
          "仅与下列各方共享，且仅用于所列用途：程序不会调用列表之外的主机，并记录每次调用。");

    for (const struct processor *processor = processors; processor->name; processor++)
        if (processor->is_used(settings))
            return text_from(label_in(somebody, language));
    return text_from(label_in(nobody, language));
}
