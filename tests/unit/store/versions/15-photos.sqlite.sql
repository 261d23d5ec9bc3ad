-- tables: kept_answer server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code service_key identity oauth_flow backup_snapshot outbox_mail egress_event import_run import_file import_row import_mapping storage_bucket storage_object photo blob storage_upload self_check live_session product product_variant product_barcode barcode_counter location inbound_box inbound_line sale record_lock cost_category recurring_cost cost_item cost_budget month_close stock_movement stock_level stock_cost stock_entry

CREATE TABLE IF NOT EXISTS main.photo (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT photo_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT photo_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    entity TEXT NOT NULL DEFAULT '' CONSTRAINT photo_entity_length CHECK (length(entity) >= 1 AND length(entity) <= 63),
    record_id BLOB NOT NULL CONSTRAINT photo_record_id_size CHECK (length(record_id) = 16),
    module TEXT NOT NULL DEFAULT 'core' CONSTRAINT photo_module_choice CHECK (module IN ('core', 'admin', 'live', 'sales', 'warehouse', 'finance', 'knowledge', 'assistant', 'studio', 'creator')),
    storage_object_id BLOB NOT NULL CONSTRAINT photo_storage_object_id_size CHECK (length(storage_object_id) = 16),
    position INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    CONSTRAINT photo_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT photo_storage_object_id_link FOREIGN KEY (workspace_id, storage_object_id) REFERENCES storage_object (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.photo_record_id_index ON photo (workspace_id, record_id, id);
CREATE INDEX IF NOT EXISTS main.photo_storage_object_id_index ON photo (workspace_id, storage_object_id, id);

CREATE TABLE IF NOT EXISTS main.inbound_box (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT inbound_box_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT inbound_box_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    supplier TEXT NOT NULL CONSTRAINT inbound_box_supplier_length CHECK (length(supplier) >= 1 AND length(supplier) <= 120),
    tracking_number TEXT CONSTRAINT inbound_box_tracking_number_length CHECK ((length(tracking_number) >= 1 OR tracking_number = '') AND length(tracking_number) <= 80),
    status TEXT NOT NULL DEFAULT 'expected' CONSTRAINT inbound_box_status_choice CHECK (status IN ('expected', 'arrived', 'counted', 'booked')),
    expected_on TEXT CONSTRAINT inbound_box_expected_on_form CHECK (expected_on GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    arrived_at INTEGER,
    day TEXT CONSTRAINT inbound_box_day_form CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    note TEXT CONSTRAINT inbound_box_note_length CHECK (length(note) <= 4000),
    supplier_fold TEXT,
    tracking_number_fold TEXT,
    CONSTRAINT inbound_box_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.inbound_box_supplier_index ON inbound_box (workspace_id, supplier, id);
CREATE INDEX IF NOT EXISTS main.inbound_box_tracking_number_index ON inbound_box (workspace_id, tracking_number, id);
CREATE INDEX IF NOT EXISTS main.inbound_box_status_index ON inbound_box (workspace_id, status, id);
CREATE INDEX IF NOT EXISTS main.inbound_box_arrived_at_index ON inbound_box (workspace_id, arrived_at, id);
CREATE INDEX IF NOT EXISTS main.inbound_box_day_index ON inbound_box (workspace_id, day, id);

CREATE TABLE IF NOT EXISTS main.inbound_line (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT inbound_line_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT inbound_line_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    inbound_box_id BLOB NOT NULL CONSTRAINT inbound_line_inbound_box_id_size CHECK (length(inbound_box_id) = 16),
    product_id BLOB CONSTRAINT inbound_line_product_id_size CHECK (length(product_id) = 16),
    description TEXT NOT NULL CONSTRAINT inbound_line_description_length CHECK (length(description) >= 1 AND length(description) <= 200),
    size TEXT CONSTRAINT inbound_line_size_length CHECK (length(size) <= 16),
    expected INTEGER CONSTRAINT inbound_line_expected_range CHECK (expected >= 0 AND expected <= 1000000),
    counted INTEGER CONSTRAINT inbound_line_counted_range CHECK (counted >= 0 AND counted <= 1000000),
    description_fold TEXT,
    CONSTRAINT inbound_line_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT inbound_line_inbound_box_id_link FOREIGN KEY (workspace_id, inbound_box_id) REFERENCES inbound_box (workspace_id, id),
    CONSTRAINT inbound_line_product_id_link FOREIGN KEY (workspace_id, product_id) REFERENCES product (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.inbound_line_inbound_box_id_index ON inbound_line (workspace_id, inbound_box_id, id);
CREATE INDEX IF NOT EXISTS main.inbound_line_product_id_index ON inbound_line (workspace_id, product_id, id);
