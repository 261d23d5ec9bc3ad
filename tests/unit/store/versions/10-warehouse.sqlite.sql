-- tables: kept_answer server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code service_key identity oauth_flow outbox_mail egress_event import_run import_file import_row import_mapping storage_bucket storage_object blob storage_upload live_session product product_variant product_barcode barcode_counter location sale

CREATE TABLE IF NOT EXISTS main.product_variant (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT product_variant_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT product_variant_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    product_id BLOB NOT NULL CONSTRAINT product_variant_product_id_size CHECK (length(product_id) = 16),
    size TEXT CONSTRAINT product_variant_size_length CHECK ((length(size) >= 1 OR size = '') AND length(size) <= 16),
    size_system TEXT CONSTRAINT product_variant_size_system_choice CHECK (size_system IN ('US', 'EU', 'UK', 'CM')),
    size_order INTEGER,
    size_key TEXT NOT NULL DEFAULT '' CONSTRAINT product_variant_size_key_length CHECK (length(size_key) <= 64),
    sku TEXT CONSTRAINT product_variant_sku_length CHECK ((length(sku) >= 1 OR sku = '') AND length(sku) <= 64),
    currency TEXT NOT NULL CONSTRAINT product_variant_currency_form CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    price INTEGER CONSTRAINT product_variant_price_range CHECK (price >= 0 AND price <= 1000000000000),
    cost INTEGER CONSTRAINT product_variant_cost_range CHECK (cost >= 0 AND cost <= 1000000000000),
    reorder_at INTEGER CONSTRAINT product_variant_reorder_at_range CHECK (reorder_at >= 0 AND reorder_at <= 1000000),
    is_active INTEGER NOT NULL DEFAULT 1 CONSTRAINT product_variant_is_active_boolean CHECK (is_active IN (0, 1)),
    sku_fold TEXT,
    CONSTRAINT product_variant_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT product_variant_product_id_link FOREIGN KEY (workspace_id, product_id) REFERENCES product (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.product_variant_product_id_index ON product_variant (workspace_id, product_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.product_variant_sku_unique ON product_variant (workspace_id, sku);
CREATE UNIQUE INDEX IF NOT EXISTS main.product_variant_product_id_size_key_unique ON product_variant (workspace_id, product_id, size_key);

CREATE TABLE IF NOT EXISTS main.product_barcode (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT product_barcode_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT product_barcode_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    product_variant_id BLOB NOT NULL CONSTRAINT product_barcode_product_variant_id_size CHECK (length(product_variant_id) = 16),
    code TEXT NOT NULL CONSTRAINT product_barcode_code_length CHECK (length(code) >= 1 AND length(code) <= 80),
    code_key TEXT NOT NULL DEFAULT '' CONSTRAINT product_barcode_code_key_length CHECK (length(code_key) <= 80),
    symbology TEXT CONSTRAINT product_barcode_symbology_choice CHECK (symbology IN ('code_128', 'ean_13', 'ean_8', 'upc_a', 'qr', 'other')),
    is_own INTEGER NOT NULL DEFAULT 0 CONSTRAINT product_barcode_is_own_boolean CHECK (is_own IN (0, 1)),
    code_fold TEXT,
    CONSTRAINT product_barcode_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT product_barcode_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES product_variant (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.product_barcode_product_variant_id_index ON product_barcode (workspace_id, product_variant_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.product_barcode_code_unique ON product_barcode (workspace_id, code);
CREATE INDEX IF NOT EXISTS main.product_barcode_code_key_index ON product_barcode (workspace_id, code_key, id);

CREATE TABLE IF NOT EXISTS main.barcode_counter (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT barcode_counter_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT barcode_counter_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    name TEXT NOT NULL CONSTRAINT barcode_counter_name_length CHECK (length(name) >= 1 AND length(name) <= 40),
    last INTEGER NOT NULL CONSTRAINT barcode_counter_last_range CHECK (last >= 0 AND last <= 99999999999),
    CONSTRAINT barcode_counter_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.barcode_counter_name_unique ON barcode_counter (workspace_id, name);

CREATE TABLE IF NOT EXISTS main.location (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT location_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT location_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    name TEXT NOT NULL CONSTRAINT location_name_length CHECK (length(name) >= 1 AND length(name) <= 80),
    kind TEXT NOT NULL DEFAULT 'warehouse' CONSTRAINT location_kind_choice CHECK (kind IN ('warehouse', 'shelf', 'bin', 'show', 'transit')),
    location_id BLOB CONSTRAINT location_location_id_size CHECK (length(location_id) = 16),
    code TEXT CONSTRAINT location_code_length CHECK ((length(code) >= 1 OR code = '') AND length(code) <= 80),
    is_active INTEGER NOT NULL DEFAULT 1 CONSTRAINT location_is_active_boolean CHECK (is_active IN (0, 1)),
    name_fold TEXT,
    CONSTRAINT location_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT location_location_id_link FOREIGN KEY (workspace_id, location_id) REFERENCES location (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.location_name_unique ON location (workspace_id, name);
CREATE INDEX IF NOT EXISTS main.location_location_id_index ON location (workspace_id, location_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.location_code_unique ON location (workspace_id, code);
