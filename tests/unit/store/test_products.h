/* What the products declare, as src/server/products.c lists it; that file would bring the server
   along. */
#ifndef TESTS_STORE_TEST_PRODUCTS_H
#define TESTS_STORE_TEST_PRODUCTS_H

#include "auth/auth.h"
#include "egress/egress.h"
#include "ops/ops.h"
#include "rest/import.h"

#define TEST_PRODUCTS auth_entities, egress_entities, import_entities, ops_entities

#endif
