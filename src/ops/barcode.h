/* Barcodes: what a scanned or typed code can be, its check digit, and codes of one's own. Pure. */
#ifndef OPS_BARCODE_H
#define OPS_BARCODE_H

#include "base/arena.h"

/* The order of the choices of product_barcode.symbology; 0: nobody said. */
enum symbology {
    SYMBOLOGY_CODE_128 = 1,
    SYMBOLOGY_EAN_13,
    SYMBOLOGY_EAN_8,
    SYMBOLOGY_UPC_A,
    SYMBOLOGY_QR,
    SYMBOLOGY_OTHER
};

enum { BARCODE_MAX = 80 };
#define BARCODE_OWN_LAST 99999999999

/* How many digits a symbology has, check digit included; 0: not one of digits. */
size_t barcode_digits(enum symbology symbology);
/* Digits of 13, 8 or 12 places are an EAN-13, EAN-8 or UPC-A, whatever their check digit; all
   else is Code 128 as far as ASCII goes, and QR. */
enum symbology barcode_guess(struct text code);
/* What the last digit has to be; -1 when they are not 2 to 18 digits. */
int barcode_check_digit(struct text code);
/* One spelling of what one symbol stands for: a UPC-A is the EAN-13 with a zero in front, and
   scanners say either. Everything else is given back as it is. */
struct text barcode_key(struct text code, struct arena *arena);
/* An EAN-13 of the range 20 to 29, which GS1 leaves to everybody for use within a business.
   `number` from 1 to BARCODE_OWN_LAST. */
struct text barcode_own(int64_t number, struct arena *arena);

#endif
