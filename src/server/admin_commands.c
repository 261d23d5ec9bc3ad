/* Set-up, accounts and workspaces from the command line. */
#include "server/admin_commands.h"

#include "auth/admin.h"
#include "server/operator.h"

#include <stdio.h>

/* --- setup */

static enum status set_up(struct call *call, struct arguments *arguments, const void *options)
{
    struct setup setup = *(const struct setup *)options;
    enum status status;

    setup.password = operator_password(arguments);
    status = setup_by_operator(call, &setup);
    if (status == OK)
        puts("This server is set up. Sign in with the account you named.");
    return status;
}

int setup_command(struct arguments *arguments)
{
    struct setup setup = {
        .controller_name = operator_option(arguments, "controller-name"),
        .controller_place = operator_option(arguments, "controller-place"),
        .controller_email = operator_option(arguments, "controller-email"),
        .email = operator_option(arguments, "email"),
        .username = operator_option(arguments, "username"),
        .display_name = operator_option(arguments, "display-name"),
        .workspace_name = operator_option(arguments, "workspace-name"),
        .time_zone = operator_option(arguments, "time-zone"),
        .currency = operator_option(arguments, "currency"),
        .week_start = 1,
    };

    return operator_run(arguments, set_up, &setup);
}

/* --- user */

struct user_options {
    struct text verb, login;
    bool is_removed;
    struct new_user user;
};

static enum status change_operator(struct call *call, const struct user_options *wanted)
{
    enum status status = user_set_operator(call, wanted->login, !wanted->is_removed);

    if (status == OK)
        puts(wanted->is_removed ? "The account does not operate this server any more."
                                : "The account operates this server: \"Server\" stands in its menu "
                                  "after the next sign-in.");
    return status;
}

static enum status change_user(struct call *call, struct arguments *arguments, const void *options)
{
    const struct user_options *wanted = options;
    struct new_user user = wanted->user;
    struct id account;
    enum status status;

    if (text_equal(wanted->verb, T("operator")))
        return change_operator(call, wanted);
    user.password = operator_password(arguments);
    if (text_equal(wanted->verb, T("password"))) {
        status = user_set_password(call, wanted->login, user.password);
        if (status == OK)
            puts("The password is changed, and every session of the account is ended.");
        return status;
    }
    status = user_create(call, &user, &account);
    if (status == OK)
        printf("%s\n", id_to_text(account).at);
    return status;
}

int user_command(struct arguments *arguments)
{
    struct user_options options = {
        .verb = argument_word(arguments),
        .login = operator_option(arguments, "login"),
        .is_removed = argument_flag(arguments, "remove"),
        .user = { .email = operator_option(arguments, "email"),
                  .username = operator_option(arguments, "username"),
                  .display_name = operator_option(arguments, "display-name"),
                  .role = argument_flag(arguments, "admin") ? ROLE_ADMIN : ROLE_MEMBER },
    };
    struct text workspace = operator_option(arguments, "workspace");

    if (workspace.size > 0 && !text_to_int64(workspace, &options.user.workspace_id))
        return argument_refuse("--workspace needs a number");
    if (!text_equal(options.verb, T("add")) && !text_equal(options.verb, T("password")) &&
        !text_equal(options.verb, T("operator")))
        return argument_refuse("user what? add, password or operator; see steward user --help");
    return operator_run(arguments, change_user, &options);
}

/* --- workspace */

struct workspace_options {
    struct workspace wish;
    struct text login;
};

static enum status add_workspace(struct call *call, struct arguments *arguments,
                                 const void *options)
{
    const struct workspace_options *wanted = options;
    int64_t workspace_id;
    enum status status;

    if (!operator_is_complete(arguments))
        return INVALID;
    status = workspace_create(call, &wanted->wish, wanted->login, &workspace_id);
    if (status == OK)
        printf("%lld\n", (long long)workspace_id);
    return status;
}

int workspace_command(struct arguments *arguments)
{
    struct text verb = argument_word(arguments);
    struct workspace_options options = {
        .wish = { .name = operator_option(arguments, "name"),
                  .time_zone = operator_option(arguments, "time-zone"),
                  .currency = operator_option(arguments, "currency"),
                  .week_start = 1 },
        .login = operator_option(arguments, "login"),
    };

    if (!text_equal(verb, T("add")))
        return argument_refuse("workspace what? add; see steward workspace --help");
    return operator_run(arguments, add_workspace, &options);
}
