/* How a kind of record is declared. One const table per entity, beside its handlers; database,
   row security, API, validation, OpenAPI, forms, import, export and policy text follow from it
   (docs/adding-an-entity.md). Zero in an enum is "nobody said": schema_check refuses it. */
#ifndef SCHEMA_ENTITY_H
#define SCHEMA_ENTITY_H

#include "base/id.h"
#include "base/status.h"
#include "base/text.h"
#include "base/time.h"
#include "schema/value.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct call;
struct entity;
struct json;
struct tx;
struct zone;

struct label {
    const char *en, *zh;
};

/* What a human reads, in both languages. */
#define L(english, chinese)                                                                        \
    {                                                                                              \
        english, chinese                                                                           \
    }

enum language { LANGUAGE_EN, LANGUAGE_ZH };

const char *label_in(struct label label, enum language language);

/* What a member is granted, module by module. CORE is everybody's, ADMIN the admins'. */
enum module {
    MODULE_UNDECLARED,
    MODULE_CORE,
    MODULE_ADMIN,
    MODULE_LIVE,
    MODULE_SALES,
    MODULE_WAREHOUSE,
    MODULE_FINANCE,
    MODULE_KNOWLEDGE,
    MODULE_ASSISTANT,
    MODULE_STUDIO,
    MODULE_CREATOR,
    MODULE_COUNT
};

/* How far a grant goes (N-007, N-056). */
enum level {
    LEVEL_NONE,       /* 403 and no menu */
    LEVEL_VIEW,       /* read every row of the module */
    LEVEL_EDIT_OWN,   /* and create, and change or delete the rows one created */
    LEVEL_EDIT_EVERY, /* and change or delete every row */
};

/* A member as a caller meets them; ROLE_NOBODY is the anonymous caller. */
enum role { ROLE_NOBODY, ROLE_MEMBER, ROLE_ADMIN };

/* Whose rows they are. */
enum rows {
    ROWS_UNDECLARED,
    ROWS_OF_WORKSPACE, /* every member with the grant sees them */
    ROWS_OF_OWNER,     /* only who created them sees them */
    ROWS_OF_SERVER,    /* no caller ever sees them; only the server's own code */
};

/* Who sees a row of an entity that says so (struct entity, seen). */
enum audience_kind {
    AUDIENCE_UNDECLARED,
    AUDIENCE_EVERYBODY, /* with the module */
    AUDIENCE_EDITORS,   /* LEVEL_EDIT_OWN and more */
    AUDIENCE_CHOSEN,    /* the accounts that the row names */
};

enum { AUDIENCE_COUNT = AUDIENCE_CHOSEN, LIMIT_AUDIENCE = 40 * 200 };

/* Who changes rows through the generic API. */
enum access {
    ACCESS_FULL,      /* by level */
    ACCESS_READ_ONLY, /* only actions and functions write */
    ACCESS_UPDATE,    /* rows can be changed, not made or deleted */
};

/* What a field says about a person (data map, G-01). */
enum data_class {
    DATA_UNDECLARED,
    NOT_PERSONAL,
    IDENTITY,   /* names, user names */
    CONTACT,    /* addresses to reach somebody */
    FINANCIAL,  /* amounts of the business */
    FREE_TEXT,  /* whatever somebody typed */
    DEVICE,     /* region, user agent */
    CREDENTIAL, /* verifiers and token hashes: never leave the store */
};

enum basis {
    BASIS_UNDECLARED,
    CONTRACT,
    LEGITIMATE_INTEREST,
    LEGAL_OBLIGATION,
    CONSENT,
};

enum keep {
    KEEP_UNDECLARED,
    UNTIL_DELETED, /* by its owner or with the workspace (N-048) */
    WITH_ACCOUNT,  /* as long as the account exists (I-038) */
    FOR_DAYS,      /* .keep_days after created_at */
    UNTIL_EXPIRED, /* the row's own expires_at */
};

enum field_type {
    FIELD_UNDECLARED,
    FIELD_TEXT,
    FIELD_LINK,     /* <entity>_id: another row of the same workspace */
    FIELD_ID,       /* a UUID that is not a foreign key: an account */
    FIELD_CHOICE,   /* text from a closed list; an index from 1 in the struct */
    FIELD_DATE,     /* calendar day, ISO text in the store */
    FIELD_INSTANT,  /* epoch milliseconds inside, RFC 3339 on the wire */
    FIELD_MONEY,    /* minor units of the row's `currency` */
    FIELD_CURRENCY, /* ISO 4217 code */
    FIELD_INTEGER,
    FIELD_BOOLEAN,
    FIELD_JSON, /* checked to be JSON, kept as text */
    FIELD_TYPE_COUNT
};

enum format {
    PLAIN, /* one line */
    LONG,  /* several lines */
    EMAIL,
    TIME_ZONE,
    SIZE, /* a shoe size as it is printed on the box: 42.5, 8 1/2, 260 */
    BARCODE,
    DECIMAL, /* an exact number that is kept as it is written: 7.1834 */
};

struct choice {
    const char *value; /* the text in store and wire */
    struct label label;
};

/* What a derived column may look at besides its source. */
struct derive_context {
    const struct zone *zone; /* of the workspace */
    struct arena *arena;     /* where a derived text lives */
};

/* Computes a column from one other column of the row; pure. The source may be NULL. */
typedef struct value (*field_derive)(const struct derive_context *context, struct value source);

struct field {
    enum field_type type;
    const char *name; /* column and wire name, snake_case */
    size_t at;        /* offset of the member in the row struct */
    struct label label;
    enum data_class data;
    int64_t min, max; /* text: characters; numbers: value. max 0: no upper limit (numbers) */
    bool optional;    /* NULL is allowed */
    bool unique;      /* within the workspace */
    bool index;       /* sorted and filtered often */
    bool search;      /* keeps a folded copy `<name>_fold`: ilike and search use it */
    bool read_only;   /* set by the server */
    bool hidden;      /* never on the wire */
    bool sealed;      /* encrypted in its column, with the key that the entity's sealed_for names */
    bool blind;       /* sealed, and found by equality: a keyed hash stands in `<name>_blind` */
    bool list;        /* a column of the list in the web app */
    /* Besides the grant for the rows: who has none in this module does not meet the column at all,
       and who may not edit there does not set it (call_sees). UNDECLARED: nothing besides. */
    enum module needs;
    unsigned needs_besides; /* further modules to look at it: ONLY(module) | ONLY(module) */
    enum format format;
    const struct entity *to; /* FIELD_LINK */
    const struct choice *choices;
    size_t choice_count;
    const char *fallback;     /* when the client leaves it out: a literal of the wire form */
    const char *derived_from; /* with derive: the source column; implies read_only */
    field_derive derive;
    struct label help;
};

/* A verb on one row: POST /rest/v1/rpc/<entity>_<name> {"id": ...}. The dispatcher has checked
   the level and the state before `run`, loads the row, saves it and commits on OK. */
struct action {
    const char *name;
    struct label label;
    struct label confirm; /* a question asked first, if any */
    enum level may;       /* level in the entity's module */
    const char *state;    /* choice field that must hold one of `from`; NULL: any */
    unsigned from;        /* ONLY(index) | ONLY(index) */
    enum status (*run)(struct call *call, void *row);
};

/* Rows that are held fast, such as those of a closed month: nobody adds, changes or deletes one.
   Asked of a row as it is before a change and as it is after one. */
struct row_lock {
    /* An SQL condition: the row's own columns behind the table's name, other tables behind a '@';
       their rows are what every member may read. */
    const char *when;
    struct label say, hint;
};

enum { LIMIT_INDEX_COLUMNS = 8 };

struct entity_index {
    const char *name;                             /* the index is <entity>_<name>_index */
    const char *columns[LIMIT_INDEX_COLUMNS + 1]; /* after the workspace; ended by NULL */
};

struct entity {
    const char *name; /* table and path */
    struct label label, plural;
    enum module module;
    enum rows rows;
    enum access access;
    struct label purpose; /* "to know what sells": ends the sentence "We hold it ..." */
    enum basis basis;
    enum keep keep;
    int keep_days;
    const char *title; /* the fields that name a row to a human: "brand shoe_type" */
    const char *order; /* how a list starts: "sold_at.desc" */
    size_t size;       /* of the row struct */
    struct {
        const struct field *at;
        size_t count;
    } fields;
    struct {
        const struct action *at;
        size_t count;
    } actions;
    /* Columns (without workspace_id) that are unique together; NULL-ended. */
    const char *const *unique_together;
    /* Indexes beside those of the fields, ended by a name that is NULL: for reports that would read
       much of the table, with all that they look at. */
    const struct entity_index *indexes;
    /* Columns of earlier versions that hold nothing any more and go from databases; NULL-ended. */
    const char *const *retired;
    /* ROWS_OF_OWNER: the boolean field that opens a row to the whole workspace for reading. */
    const char *shared_by;
    /* Whose key seals what is sealed: "id" (the row is an account), the name of a field that holds
       an account, "created_by", or "workspace_id" (the workspace's own key). Where there is no
       such account, the workspace's. */
    const char *sealed_for;
    /* The choice field that says which module each row belongs to, by the module's name: who has no
       grant there does not see the row. For rows that callers do not write (ACCESS_READ_ONLY). */
    const char *module_by;
    /* The text field that names a kind of record which each row is about: who may not look into the
       module of that kind does not see the row, nor change it. */
    const char *module_of;
    /* Rows of a workspace that not everybody with the grant sees. Who made a row and who may change
       every row of the module see it always, editors unless it is for chosen members. */
    struct {
        const char *audience; /* the choice field of enum audience_kind; NULL: everybody sees all */
        const char *members;  /* the JSON field with the accounts that are chosen */
        const char *since; /* the instant field before which only editors see it; NULL: at once */
    } seen;
    /* How many photos a row may carry; 0: none. Who may see and change rows of the module sees
       its photos, and adds to them: src/files/photo.h. */
    int photos;
    /* The table, of the server's own, of what was added up per `day` of these rows; whoever writes
       a row of a day takes the sums of that day away (store/daily.h). NULL: nothing is added up. */
    const char *daily;
    /* A rule over the finished row, after field checks, before it is written. NULL: none. */
    enum status (*check)(struct call *call, const void *row);
    bool checks_draft; /* of a new row the check needs what was asked for: it is not read again */
    /* What follows from writing a row, in its transaction, whoever writes it: the data API, an
       import, its undoing. Told of rows whose `column` is or was not NULL; `before` is NULL for a
       new row, `after` for one that is gone. */
    struct {
        const char *column;
        enum status (*run)(struct call *call, struct tx *tx, const void *before, const void *after);
    } follow;
    /* The link to the row that this one is a part of: it goes when that row is deleted, or, where
       it goes only by force, holds it until somebody insists (the undoing of an import). */
    struct {
        const char *link; /* NULL: a part of nothing */
        bool by_force;
    } part_of;
    /* Its rows accompany changes of other rows: realtime tells them to who asks for the table by
       its name, and not with every table. */
    bool accompanies;
    const struct row_lock *lock; /* NULL: no row is ever held fast */
};

/* What every row struct begins with. */
struct row {
    int64_t workspace_id; /* 0: the server itself */
    struct id id;
    int64_t created_at, updated_at; /* epoch ms */
    struct id created_by;           /* account; zero: the server */
    int64_t version;                /* counts from 1 */
    uint64_t nulls;                 /* bit i: field i is NULL although its member is zero */
};

enum { ROW_COLUMNS = 6, LIMIT_FIELDS = 56, LIMIT_PHOTOS = 100 };
/* Each field may have a folded copy or a keyed hash beside it. */
enum { LIMIT_COLUMNS = ROW_COLUMNS + 3 * LIMIT_FIELDS };

extern const struct choice audiences[AUDIENCE_COUNT]; /* in the order of enum audience_kind */

#define LIST(array)                                                                                \
    {                                                                                              \
        (array), sizeof(array) / sizeof *(array)                                                   \
    }
#define ONLY(state)    (1u << (state))
#define CHOICES(array) .choices = (array), .choice_count = sizeof(array) / sizeof *(array)

/* ROW names the struct a table describes. A member of the wrong C type does not compile. */
#define HOLDS(member, c_type) _Generic(((ROW *)0)->member, c_type : 1)
#define BOUND(kind, c_type, member)                                                                \
    .type = (kind), .name = #member, .at = offsetof(ROW, member) * HOLDS(member, c_type)

/* TEXT(member, L("Brand", "品牌"), DATA_CLASS, .more = ...). The tail is written out in each:
   a label handed on to another macro would fall apart at its comma. */
#define TEXT(member, label_, data_, ...)                                                           \
    {                                                                                              \
        BOUND(FIELD_TEXT, struct text, member), .label = label_,                                   \
                                                .data = (data_)__VA_OPT__(, ) __VA_ARGS__          \
    }
#define LINK(member, label_, data_, ...)                                                           \
    {                                                                                              \
        BOUND(FIELD_LINK, struct id, member), .label = label_,                                     \
                                              .data = (data_)__VA_OPT__(, ) __VA_ARGS__            \
    }
#define ID(member, label_, data_, ...)                                                             \
    {                                                                                              \
        BOUND(FIELD_ID, struct id, member), .label = label_,                                       \
                                            .data = (data_)__VA_OPT__(, ) __VA_ARGS__              \
    }
#define CHOICE(member, label_, data_, ...)                                                         \
    {                                                                                              \
        BOUND(FIELD_CHOICE, int, member), .label = label_,                                         \
                                          .data = (data_)__VA_OPT__(, ) __VA_ARGS__                \
    }
#define DATE(member, label_, data_, ...)                                                           \
    {                                                                                              \
        BOUND(FIELD_DATE, struct date, member), .label = label_,                                   \
                                                .data = (data_)__VA_OPT__(, ) __VA_ARGS__          \
    }
#define INSTANT(member, label_, data_, ...)                                                        \
    {                                                                                              \
        BOUND(FIELD_INSTANT, int64_t, member), .label = label_,                                    \
                                               .data = (data_)__VA_OPT__(, ) __VA_ARGS__           \
    }
#define MONEY(member, label_, data_, ...)                                                          \
    {                                                                                              \
        BOUND(FIELD_MONEY, int64_t, member), .label = label_,                                      \
                                             .data = (data_)__VA_OPT__(, ) __VA_ARGS__             \
    }
#define CURRENCY(member, label_, data_, ...)                                                       \
    {                                                                                              \
        BOUND(FIELD_CURRENCY, struct text, member), .label = label_,                               \
                                                    .data = (data_)__VA_OPT__(, ) __VA_ARGS__      \
    }
#define INTEGER(member, label_, data_, ...)                                                        \
    {                                                                                              \
        BOUND(FIELD_INTEGER, int64_t, member), .label = label_,                                    \
                                               .data = (data_)__VA_OPT__(, ) __VA_ARGS__           \
    }
#define BOOLEAN(member, label_, data_, ...)                                                        \
    {                                                                                              \
        BOUND(FIELD_BOOLEAN, bool, member), .label = label_,                                       \
                                            .data = (data_)__VA_OPT__(, ) __VA_ARGS__              \
    }
#define JSON(member, label_, data_, ...)                                                           \
    {                                                                                              \
        BOUND(FIELD_JSON, struct text, member), .label = label_,                                   \
                                                .data = (data_)__VA_OPT__(, ) __VA_ARGS__          \
    }

const struct field *entity_field(const struct entity *entity, struct text name);
const char *module_name(enum module module);
struct label module_label(enum module module);
/* MODULE_UNDECLARED when there is no such module, or none that can be granted. */
enum module module_from_name(struct text name);
bool module_is_grantable(enum module module);
bool entity_is_on_the_wire(const struct entity *entity);
/* Computed by the server or from another column. */
bool field_is_set_by_server(const struct field *field);

#endif
