/* Mail commands: list, show, delete. A mail may carry a link that is as good as a password, so who
   shows or deletes one stands in the audit log; the list shows no content but subjects. */
#include "server/mail_commands.h"

#include "auth/audit.h"
#include "auth/record.h"
#include "egress/outbox_mail.h"
#include "server/operator.h"
#include "store/row.h"

#include <stdio.h>

struct mail_options {
    struct text verb;
    struct id id;
    bool are_all;
};

struct listing {
    struct call *call;
    int64_t count;
};

static enum status refuse_unreadable(struct call *call)
{
    return REFUSE(call, CONFLICT, .code = "conflict",
                  .say = L("What this mail said cannot be opened: it was sent or came too late, or "
                           "the master key is another one.",
                           "无法打开此邮件：已发送或已过期，或主密钥不同。"));
}

static enum status print_line(struct tx *tx, void *row, void *context)
{
    const struct outbox_mail *mail = row;
    struct listing *listing = context;
    struct mail_content content = { .subject = T("(cannot be opened)") };

    if (mail_open(listing->call->instance, tx_arena(tx), mail, &content) == OK)
        listing->count++;
    printf("%s  %.16s  %-18.*s %.*s  %.*s\n", id_to_text(mail->row.id).at,
           instant_to_text(mail->row.created_at).at, TEXT_ARG(mail->kind),
           TEXT_ARG(mail->recipient), TEXT_ARG(content.subject));
    return OK;
}

static enum status list_mails(struct tx *tx, void *context)
{
    struct outbox_mail mail;

    return row_each(tx, &outbox_mail_entity,
                    T("workspace_id = 0 AND status = 'queued' ORDER BY created_at, id"), NULL, 0,
                    &mail, print_line, context);
}

struct reading {
    struct call *call;
    const struct mail_options *options;
    struct outbox_mail mail;
    int64_t deleted;
};

static enum status note(struct tx *tx, const struct reading *reading, const char *action)
{
    return audit_write(tx, reading->call,
                       &(struct audit){ .action = action,
                                        .entity = "outbox_mail",
                                        .row_id = reading->options->id });
}

static enum status read_mail(struct tx *tx, void *context)
{
    struct reading *reading = context;
    enum status status = row_find(tx, &outbox_mail_entity, 0, reading->options->id, &reading->mail);

    return status == OK ? note(tx, reading, "mail.show") : status;
}

static enum status delete_mails(struct tx *tx, void *context)
{
    struct reading *reading = context;
    struct value values[] = { VALUE_OF_ID(reading->options->id) };
    enum status status;

    if (reading->options->are_all)
        status = tx_execute(
            tx, T("DELETE FROM main.outbox_mail WHERE workspace_id = 0 AND status = 'queued'"),
            NULL, 0, &reading->deleted);
    else
        status = tx_execute(
            tx,
            T("DELETE FROM main.outbox_mail WHERE workspace_id = 0 AND status = 'queued' AND "
              "id = $1"),
            values, 1, &reading->deleted);
    return status == OK && reading->deleted > 0 ? note(tx, reading, "mail.delete") : status;
}

static enum status refuse_missing(struct call *call)
{
    return REFUSE(call, NOT_FOUND, .code = "not_found",
                  .say = L("No mail with this id waits to be sent.", "没有等待发送的此邮件。"));
}

static enum status show(struct call *call, const struct mail_options *options)
{
    struct reading reading = { .call = call, .options = options };
    struct mail_content content;
    enum status status = call_write_as_system(call, read_mail, &reading);

    if (status == NOT_FOUND)
        return refuse_missing(call);
    if (status != OK)
        return status;
    if (mail_open(call->instance, call->arena, &reading.mail, &content) != OK)
        return refuse_unreadable(call);
    printf("To: %.*s\nSubject: %.*s\n\n%.*s\n", TEXT_ARG(reading.mail.recipient),
           TEXT_ARG(content.subject), TEXT_ARG(content.body));
    return OK;
}

static enum status list(struct call *call)
{
    struct listing listing = { .call = call };
    enum status status = call_read_as_system(call, list_mails, &listing);

    if (status == OK && listing.count == 0)
        puts("No mail waits to be sent.");
    return status;
}

static enum status take_away(struct call *call, const struct mail_options *options)
{
    struct reading reading = { .call = call, .options = options };
    enum status status = call_write_as_system(call, delete_mails, &reading);

    if (status == OK && reading.deleted == 0 && !options->are_all)
        return refuse_missing(call);
    if (status == OK)
        printf("%lld deleted\n", (long long)reading.deleted);
    return status;
}

static enum status work(struct call *call, struct arguments *arguments, const void *context)
{
    const struct mail_options *options = context;

    if (!operator_is_complete(arguments))
        return INVALID;
    if (text_equal(options->verb, T("list")))
        return list(call);
    return text_equal(options->verb, T("show")) ? show(call, options) : take_away(call, options);
}

int mail_command(struct arguments *arguments)
{
    struct mail_options options = { .verb = argument_word(arguments),
                                    .are_all = argument_flag(arguments, "all") };
    bool is_list = text_equal(options.verb, T("list"));
    bool is_delete = text_equal(options.verb, T("delete"));

    if (!is_list && !is_delete && !text_equal(options.verb, T("show")))
        return argument_refuse("mail what? list, show or delete; see steward mail --help");
    if (options.are_all && !is_delete)
        return argument_refuse("--all is for delete");
    if (!is_list && !options.are_all && !id_from_text(argument_word(arguments), &options.id))
        return argument_refuse("the id of a mail is needed, as `steward mail list` shows it");
    return operator_run(arguments, work, &options);
}
