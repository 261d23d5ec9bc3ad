/* How Supabase Storage tells that something went wrong: {statusCode, error, message, code}, and
   nearly always with HTTP 400, the real number being in the body. */
#ifndef CALL_STORAGE_DIALECT_H
#define CALL_STORAGE_DIALECT_H

#include "call/call.h"

void storage_write_refusal(struct call *call, struct json_writer *json);
/* Of the answer to a call that was refused. */
int storage_http_status(const struct call *call, enum status status);

#endif
