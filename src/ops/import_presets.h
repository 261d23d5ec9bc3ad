/* What Ops knows about the files its users bring: words in headers, and how a sale finds the show
   it was made in. */
#ifndef OPS_IMPORT_PRESETS_H
#define OPS_IMPORT_PRESETS_H

#include "rest/import.h"

/* NULL-ended. */
extern const struct import_preset *const ops_import_presets[];

#endif
