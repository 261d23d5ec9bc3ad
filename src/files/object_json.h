/* Objects as Supabase's clients read them. */
#ifndef FILES_OBJECT_JSON_H
#define FILES_OBJECT_JSON_H

#include "codec/json_write.h"
#include "files/rows.h"

/* In a list of one folder. */
void object_write_listed(struct json_writer *json, const struct storage_object *object);
void object_write_folder(struct json_writer *json, struct text name);
/* With its whole name and bucket. */
void object_write_removed(struct json_writer *json, const struct storage_object *object);
void object_write_info(struct json_writer *json, const struct storage_object *object);

#endif
