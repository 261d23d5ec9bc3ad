-- tables: kept_answer server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code service_key identity oauth_flow backup_snapshot outbox_mail egress_event import_run import_file import_row import_mapping storage_bucket storage_object blob storage_upload self_check live_session product product_variant product_barcode barcode_counter location sale record_lock cost_category recurring_cost cost_item cost_budget month_close stock_movement stock_level stock_cost stock_entry

CREATE TABLE IF NOT EXISTS main.workspace (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT workspace_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT workspace_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    name TEXT NOT NULL CONSTRAINT workspace_name_length CHECK (length(name) >= 1 AND length(name) <= 80),
    time_zone TEXT NOT NULL CONSTRAINT workspace_time_zone_length CHECK (length(time_zone) >= 1 AND length(time_zone) <= 64),
    currency TEXT NOT NULL CONSTRAINT workspace_currency_form CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    week_start INTEGER NOT NULL DEFAULT 1 CONSTRAINT workspace_week_start_range CHECK (week_start >= 1 AND week_start <= 7),
    negative_stock TEXT NOT NULL DEFAULT 'warn' CONSTRAINT workspace_negative_stock_choice CHECK (negative_stock IN ('warn', 'refuse')),
    second_factor INTEGER NOT NULL DEFAULT 0 CONSTRAINT workspace_second_factor_boolean CHECK (second_factor IN (0, 1)),
    CONSTRAINT workspace_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main.sale (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT sale_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT sale_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    live_session_id BLOB CONSTRAINT sale_live_session_id_size CHECK (length(live_session_id) = 16),
    product_id BLOB CONSTRAINT sale_product_id_size CHECK (length(product_id) = 16),
    sold_at INTEGER NOT NULL,
    day TEXT NOT NULL CONSTRAINT sale_day_form CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    hour INTEGER NOT NULL CONSTRAINT sale_hour_range CHECK (hour >= 0 AND hour <= 23),
    brand TEXT NOT NULL CONSTRAINT sale_brand_length CHECK (length(brand) >= 1 AND length(brand) <= 80),
    shoe_type TEXT NOT NULL CONSTRAINT sale_shoe_type_length CHECK (length(shoe_type) >= 1 AND length(shoe_type) <= 80),
    size TEXT CONSTRAINT sale_size_length CHECK (length(size) <= 16),
    size_system TEXT CONSTRAINT sale_size_system_choice CHECK (size_system IN ('US', 'EU', 'UK', 'CM')),
    size_order INTEGER,
    quantity INTEGER NOT NULL DEFAULT 1 CONSTRAINT sale_quantity_range CHECK (quantity >= 1 AND quantity <= 1000000),
    currency TEXT NOT NULL CONSTRAINT sale_currency_form CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    price INTEGER NOT NULL CONSTRAINT sale_price_range CHECK (price >= 0 AND price <= 1000000000000),
    cost INTEGER CONSTRAINT sale_cost_range CHECK (cost >= 0 AND cost <= 1000000000000),
    source TEXT CONSTRAINT sale_source_length CHECK (length(source) <= 40),
    external_ref TEXT CONSTRAINT sale_external_ref_length CHECK ((length(external_ref) >= 1 OR external_ref = '') AND length(external_ref) <= 80),
    transcript TEXT CONSTRAINT sale_transcript_length CHECK (length(transcript) <= 4000),
    product_variant_id BLOB CONSTRAINT sale_product_variant_id_size CHECK (length(product_variant_id) = 16),
    location_id BLOB CONSTRAINT sale_location_id_size CHECK (length(location_id) = 16),
    brand_fold TEXT,
    shoe_type_fold TEXT,
    CONSTRAINT sale_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT sale_live_session_id_link FOREIGN KEY (workspace_id, live_session_id) REFERENCES live_session (workspace_id, id),
    CONSTRAINT sale_product_id_link FOREIGN KEY (workspace_id, product_id) REFERENCES product (workspace_id, id),
    CONSTRAINT sale_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES product_variant (workspace_id, id),
    CONSTRAINT sale_location_id_link FOREIGN KEY (workspace_id, location_id) REFERENCES location (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.sale_live_session_id_index ON sale (workspace_id, live_session_id, id);
CREATE INDEX IF NOT EXISTS main.sale_product_id_index ON sale (workspace_id, product_id, id);
CREATE INDEX IF NOT EXISTS main.sale_sold_at_index ON sale (workspace_id, sold_at, id);
CREATE INDEX IF NOT EXISTS main.sale_day_index ON sale (workspace_id, day, id);
CREATE INDEX IF NOT EXISTS main.sale_brand_index ON sale (workspace_id, brand, id);
CREATE INDEX IF NOT EXISTS main.sale_shoe_type_index ON sale (workspace_id, shoe_type, id);
CREATE INDEX IF NOT EXISTS main.sale_product_variant_id_index ON sale (workspace_id, product_variant_id, id);
CREATE INDEX IF NOT EXISTS main.sale_location_id_index ON sale (workspace_id, location_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.sale_source_external_ref_unique ON sale (workspace_id, source, external_ref);

CREATE TABLE IF NOT EXISTS main.stock_movement (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT stock_movement_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT stock_movement_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    product_variant_id BLOB NOT NULL CONSTRAINT stock_movement_product_variant_id_size CHECK (length(product_variant_id) = 16),
    location_id BLOB NOT NULL CONSTRAINT stock_movement_location_id_size CHECK (length(location_id) = 16),
    sequence INTEGER NOT NULL CONSTRAINT stock_movement_sequence_range CHECK (sequence >= 1),
    kind TEXT NOT NULL CONSTRAINT stock_movement_kind_choice CHECK (kind IN ('in', 'out', 'transfer', 'adjust', 'return', 'count')),
    quantity INTEGER NOT NULL CONSTRAINT stock_movement_quantity_range CHECK (quantity >= -1000000000 AND quantity <= 1000000000),
    on_hand INTEGER NOT NULL CONSTRAINT stock_movement_on_hand_range CHECK (on_hand >= -1000000000 AND on_hand <= 1000000000),
    on_hand_total INTEGER NOT NULL CONSTRAINT stock_movement_on_hand_total_range CHECK (on_hand_total >= -1000000000 AND on_hand_total <= 1000000000),
    booked_at INTEGER NOT NULL,
    moved_at INTEGER NOT NULL,
    day TEXT NOT NULL CONSTRAINT stock_movement_day_form CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    reason TEXT CONSTRAINT stock_movement_reason_choice CHECK (reason IN ('purchase', 'sale', 'customer_return', 'supplier_return', 'damaged', 'lost', 'found', 'sample', 'opening', 'count', 'correction', 'other')),
    reference_kind TEXT CONSTRAINT stock_movement_reference_kind_choice CHECK (reference_kind IN ('sale', 'box', 'count')),
    reference_id BLOB CONSTRAINT stock_movement_reference_id_size CHECK (length(reference_id) = 16),
    transfer_id BLOB CONSTRAINT stock_movement_transfer_id_size CHECK (length(transfer_id) = 16),
    corrects_id BLOB CONSTRAINT stock_movement_corrects_id_size CHECK (length(corrects_id) = 16),
    counted INTEGER CONSTRAINT stock_movement_counted_range CHECK (counted >= 0 AND counted <= 1000000000),
    is_short INTEGER NOT NULL DEFAULT 0 CONSTRAINT stock_movement_is_short_boolean CHECK (is_short IN (0, 1)),
    note TEXT CONSTRAINT stock_movement_note_length CHECK (length(note) <= 400),
    CONSTRAINT stock_movement_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT stock_movement_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES product_variant (workspace_id, id),
    CONSTRAINT stock_movement_location_id_link FOREIGN KEY (workspace_id, location_id) REFERENCES location (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.stock_movement_product_variant_id_index ON stock_movement (workspace_id, product_variant_id, id);
CREATE INDEX IF NOT EXISTS main.stock_movement_location_id_index ON stock_movement (workspace_id, location_id, id);
CREATE INDEX IF NOT EXISTS main.stock_movement_kind_index ON stock_movement (workspace_id, kind, id);
CREATE INDEX IF NOT EXISTS main.stock_movement_booked_at_index ON stock_movement (workspace_id, booked_at, id);
CREATE INDEX IF NOT EXISTS main.stock_movement_moved_at_index ON stock_movement (workspace_id, moved_at, id);
CREATE INDEX IF NOT EXISTS main.stock_movement_day_index ON stock_movement (workspace_id, day, id);
CREATE INDEX IF NOT EXISTS main.stock_movement_reference_id_index ON stock_movement (workspace_id, reference_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.stock_movement_corrects_id_unique ON stock_movement (workspace_id, corrects_id);
CREATE UNIQUE INDEX IF NOT EXISTS main.stock_movement_product_variant_id_sequence_unique ON stock_movement (workspace_id, product_variant_id, sequence);

CREATE TABLE IF NOT EXISTS main.stock_level (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT stock_level_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT stock_level_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    product_variant_id BLOB NOT NULL CONSTRAINT stock_level_product_variant_id_size CHECK (length(product_variant_id) = 16),
    location_id BLOB NOT NULL CONSTRAINT stock_level_location_id_size CHECK (length(location_id) = 16),
    on_hand INTEGER NOT NULL DEFAULT 0 CONSTRAINT stock_level_on_hand_range CHECK (on_hand >= -1000000000 AND on_hand <= 1000000000),
    counted_at INTEGER,
    CONSTRAINT stock_level_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT stock_level_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES product_variant (workspace_id, id),
    CONSTRAINT stock_level_location_id_link FOREIGN KEY (workspace_id, location_id) REFERENCES location (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.stock_level_product_variant_id_index ON stock_level (workspace_id, product_variant_id, id);
CREATE INDEX IF NOT EXISTS main.stock_level_location_id_index ON stock_level (workspace_id, location_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.stock_level_product_variant_id_location_id_unique ON stock_level (workspace_id, product_variant_id, location_id);

CREATE TABLE IF NOT EXISTS main.stock_cost (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT stock_cost_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT stock_cost_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    product_variant_id BLOB NOT NULL CONSTRAINT stock_cost_product_variant_id_size CHECK (length(product_variant_id) = 16),
    sequence INTEGER NOT NULL DEFAULT 0,
    quantity INTEGER NOT NULL DEFAULT 0 CONSTRAINT stock_cost_quantity_range CHECK (quantity >= -1000000000 AND quantity <= 1000000000),
    currency TEXT NOT NULL CONSTRAINT stock_cost_currency_form CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    value INTEGER NOT NULL DEFAULT 0 CONSTRAINT stock_cost_value_range CHECK (value >= -1000000000000000 AND value <= 1000000000000000),
    unit_cost INTEGER NOT NULL DEFAULT 0 CONSTRAINT stock_cost_unit_cost_range CHECK (unit_cost >= 0 AND unit_cost <= 1000000000000000),
    CONSTRAINT stock_cost_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT stock_cost_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES product_variant (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.stock_cost_product_variant_id_index ON stock_cost (workspace_id, product_variant_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.stock_cost_product_variant_id_unique ON stock_cost (workspace_id, product_variant_id);

CREATE TABLE IF NOT EXISTS main.stock_entry (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT stock_entry_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT stock_entry_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    stock_movement_id BLOB NOT NULL CONSTRAINT stock_entry_stock_movement_id_size CHECK (length(stock_movement_id) = 16),
    product_variant_id BLOB NOT NULL CONSTRAINT stock_entry_product_variant_id_size CHECK (length(product_variant_id) = 16),
    sequence INTEGER NOT NULL,
    moved_at INTEGER NOT NULL,
    day TEXT NOT NULL CONSTRAINT stock_entry_day_form CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    quantity INTEGER NOT NULL CONSTRAINT stock_entry_quantity_range CHECK (quantity >= -1000000000 AND quantity <= 1000000000),
    currency TEXT NOT NULL CONSTRAINT stock_entry_currency_form CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    unit_cost INTEGER NOT NULL CONSTRAINT stock_entry_unit_cost_range CHECK (unit_cost >= 0 AND unit_cost <= 1000000000000000),
    value INTEGER NOT NULL CONSTRAINT stock_entry_value_range CHECK (value >= -1000000000000000 AND value <= 1000000000000000),
    value_total INTEGER NOT NULL CONSTRAINT stock_entry_value_total_range CHECK (value_total >= -1000000000000000 AND value_total <= 1000000000000000),
    CONSTRAINT stock_entry_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT stock_entry_stock_movement_id_link FOREIGN KEY (workspace_id, stock_movement_id) REFERENCES stock_movement (workspace_id, id),
    CONSTRAINT stock_entry_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES product_variant (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.stock_entry_stock_movement_id_index ON stock_entry (workspace_id, stock_movement_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.stock_entry_stock_movement_id_unique ON stock_entry (workspace_id, stock_movement_id);
CREATE INDEX IF NOT EXISTS main.stock_entry_product_variant_id_index ON stock_entry (workspace_id, product_variant_id, id);
CREATE INDEX IF NOT EXISTS main.stock_entry_day_index ON stock_entry (workspace_id, day, id);
