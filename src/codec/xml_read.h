/* XML reading over expat, event by event, and it can pause between events. Document type and
   entity declarations are refused, nesting and the size of one token have ceilings, names come
   without their namespaces. */
#ifndef CODEC_XML_READ_H
#define CODEC_XML_READ_H

#include "base/arena.h"
#include "base/status.h"

enum { XML_LIMIT_DEPTH = 32, XML_LIMIT_TOKEN = 1 << 20 };

struct xml_reader;

struct xml_attributes {
    const char *const *list; /* private */
};

/* Any of them may be NULL. `characters` may come in several pieces. */
struct xml_events {
    void (*begin)(void *context, const char *name, struct xml_attributes attributes);
    void (*end)(void *context, const char *name);
    void (*characters)(void *context, struct text text);
};

/* Gives the next bytes, empty at the end. */
struct xml_source {
    enum status (*next)(void *from, struct text *ret_chunk, const char **ret_fault);
    void *from;
};

/* Lives in the arena. */
struct xml_reader *xml_reader_new(struct arena *arena, const struct xml_events *events,
                                  void *context, struct xml_source source);
/* Goes on until the end, or until an event called xml_pause or xml_fail. A failure stays.
 *ret_fault is not NULL and gets a sentence. */
enum status MUST_CHECK xml_read(struct xml_reader *reader, const char **ret_fault);
bool xml_is_done(const struct xml_reader *reader);

/* For events. */
void xml_pause(struct xml_reader *reader);
void xml_fail(struct xml_reader *reader, enum status status, const char *fault);

/* The value of an attribute, at == NULL when it is not there. */
struct text xml_attribute(struct xml_attributes attributes, const char *name);

#endif
