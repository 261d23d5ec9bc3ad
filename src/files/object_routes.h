/* Handlers over rows of files: info, move, copy, remove. */
#ifndef FILES_OBJECT_ROUTES_H
#define FILES_OBJECT_ROUTES_H

#include "files/object.h"

enum status object_info(struct call *call);
enum status object_move(struct call *call);
enum status object_copy(struct call *call);
enum status object_delete_one(struct call *call);
enum status object_delete_many(struct call *call);

#endif
