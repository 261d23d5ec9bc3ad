/* Recipients: with whom /privacy says data are shared: the register of processors as the settings
   in force use it, and what the ledger of outgoing calls counted. */
#ifndef PRIVACY_RECIPIENTS_H
#define PRIVACY_RECIPIENTS_H

#include "codec/template.h"
#include "egress/processor.h"
#include "store/store.h"

enum { LIMIT_RECIPIENTS = 16, LEDGER_DAYS = 30 };

/* What the ledger counted in the last LEDGER_DAYS days, for one processor. */
struct recipient_count {
    const struct processor *processor;
    int64_t calls, bytes_out;
    int64_t mails; /* that its outbox handed over: mail does not go by HTTP */
};

struct recipient_counts {
    struct recipient_count at[LIMIT_RECIPIENTS];
    size_t count;
};

/* Every processor of the register, used or not. */
enum status MUST_CHECK recipients_read(struct tx *tx, int64_t now_ms,
                                       struct recipient_counts *ret_counts);
/* One scope for each that is used, or that the ledger knows: name, purpose, data, place, terms,
   ledger. `say_data` names a class of data to a human. */
size_t recipients_list(struct arena *arena, const struct settings *settings,
                       const struct recipient_counts *counts, enum language language,
                       struct label (*say_data)(enum data_class data),
                       struct template_scope *ret_scopes);
/* "Nobody", or how many they are. */
struct text recipients_text(const struct settings *settings, enum language language);

#endif
