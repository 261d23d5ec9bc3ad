-- tables: kept_answer data_key server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code service_key identity oauth_flow backup_snapshot erasure outbox_mail egress_event import_run import_file import_row import_mapping storage_bucket storage_object photo blob storage_upload self_check security_report live_session product product_variant product_barcode barcode_counter location inbound_box inbound_line sale sale_rollup record_lock cost_category recurring_cost cost_item cost_budget month_close stock_movement stock_level stock_cost stock_entry

CREATE TABLE IF NOT EXISTS main.sale_rollup (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT sale_rollup_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT sale_rollup_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    day TEXT NOT NULL CONSTRAINT sale_rollup_day_form CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    first_day TEXT NOT NULL CONSTRAINT sale_rollup_first_day_form CHECK (first_day GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    types TEXT NOT NULL CONSTRAINT sale_rollup_types_length CHECK (length(types) <= 8388608),
    sizes TEXT NOT NULL CONSTRAINT sale_rollup_sizes_length CHECK (length(sizes) <= 8388608),
    hours TEXT NOT NULL CONSTRAINT sale_rollup_hours_length CHECK (length(hours) <= 8388608),
    CONSTRAINT sale_rollup_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
