/* List: POST /storage/v1/object/list/{bucket}. */
#ifndef FILES_LIST_H
#define FILES_LIST_H

#include "files/object.h"

enum status object_list(struct call *call);

#endif
