/* The month on paper and as a workbook: every figure of finance_month and finance_shows
   (docs/finance.md). */
#ifndef OPS_FINANCE_PAPER_H
#define OPS_FINANCE_PAPER_H

#include "call/function.h"

/* finance_month_pdf, finance_month_xlsx; ended by a NULL name. */
extern const struct function finance_paper_functions[];

#endif
