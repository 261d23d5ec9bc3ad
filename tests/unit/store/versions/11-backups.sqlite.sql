-- tables: kept_answer server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code service_key identity oauth_flow backup_snapshot outbox_mail egress_event import_run import_file import_row import_mapping storage_bucket storage_object blob storage_upload live_session product product_variant product_barcode barcode_counter location sale

CREATE TABLE IF NOT EXISTS main.backup_snapshot (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT backup_snapshot_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT backup_snapshot_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    name TEXT NOT NULL CONSTRAINT backup_snapshot_name_length CHECK (length(name) >= 1 AND length(name) <= 40),
    made_at INTEGER NOT NULL,
    state TEXT NOT NULL CONSTRAINT backup_snapshot_state_choice CHECK (state IN ('kept', 'failed', 'destroyed')),
    record_count INTEGER NOT NULL DEFAULT 0,
    size_bytes INTEGER NOT NULL DEFAULT 0,
    verified_at INTEGER,
    hash TEXT CONSTRAINT backup_snapshot_hash_length CHECK (length(hash) <= 64),
    destroyed_at INTEGER,
    destruction_hash TEXT CONSTRAINT backup_snapshot_destruction_hash_length CHECK (length(destruction_hash) <= 64),
    reason TEXT CONSTRAINT backup_snapshot_reason_length CHECK (length(reason) <= 500),
    CONSTRAINT backup_snapshot_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.backup_snapshot_name_unique ON backup_snapshot (workspace_id, name);
CREATE INDEX IF NOT EXISTS main.backup_snapshot_made_at_index ON backup_snapshot (workspace_id, made_at, id);
