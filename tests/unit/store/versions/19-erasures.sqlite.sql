-- tables: kept_answer data_key server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code service_key identity oauth_flow backup_snapshot erasure outbox_mail egress_event import_run import_file import_row import_mapping storage_bucket storage_object photo blob storage_upload self_check security_report live_session product product_variant product_barcode barcode_counter location inbound_box inbound_line sale record_lock cost_category recurring_cost cost_item cost_budget month_close stock_movement stock_level stock_cost stock_entry

CREATE TABLE IF NOT EXISTS main.erasure (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT erasure_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT erasure_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    entity TEXT NOT NULL CONSTRAINT erasure_entity_length CHECK (length(entity) >= 1 AND length(entity) <= 64),
    of_workspace INTEGER NOT NULL DEFAULT 0,
    row_id BLOB CONSTRAINT erasure_row_id_size CHECK (length(row_id) = 16),
    CONSTRAINT erasure_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
