/* Doctor: goes through the table of checks, with or without a store that opens. */
#include "server/doctor.h"

#include "privacy/checking.h"
#include "server/instance.h"

#include <stdio.h>

static const char *const state_words[] = {
    [CHECK_FINE] = "ok",
    [CHECK_ADVICE] = "hint",
    [CHECK_FAULT] = "FAULT",
};

int doctor(struct arguments *arguments)
{
    struct instance instance = { .settings = &arguments->settings, .arena = arguments->arena };
    struct checking checking = { .arena = arguments->arena, .instance = &instance };
    int faults = 0;

    checking.is_open =
        instance_open(&instance, arguments->arena, &arguments->settings, &checking.reason) == OK;
    checking.now_ms = clock_now_ms();
    if (checking_begin(&checking) != OK)
        return argument_refuse("the store cannot be asked");
    for (const struct check *check = checks; check->name; check++) {
        struct finding finding = check->look(&checking);

        printf("%-5s %-15s %.*s\n", state_words[finding.state], check->name,
               TEXT_ARG(finding_text(arguments->arena, &finding, LANGUAGE_EN)));
        faults += finding.state == CHECK_FAULT;
    }
    if (checking.is_open)
        instance_close(&instance);
    return faults > 0 ? 1 : 0;
}
