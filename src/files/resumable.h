/* Resumable: uploads that go on where the connection broke (TUS 1.0 with creation,
   creation-with-upload, expiration and termination), at /storage/v1/upload/resumable. How far one
   is says its staged blob; the row only says what is to become of it. */
#ifndef FILES_RESUMABLE_H
#define FILES_RESUMABLE_H

#include "call/intake.h"
#include "files/incoming.h"

extern const struct body_intake resumable_create_intake, resumable_go_on_intake;

enum status resumable_options(struct call *call);
enum status resumable_create(struct call *call);
enum status resumable_look(struct call *call);
enum status resumable_go_on(struct call *call);
enum status resumable_end(struct call *call);
/* Bytes of the body of one request. */
size_t resumable_body_limit(const struct instance *instance, struct text parameter);

#endif
