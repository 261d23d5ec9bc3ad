-- tables: kept_answer server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code service_key identity oauth_flow backup_snapshot outbox_mail egress_event import_run import_file import_row import_mapping storage_bucket storage_object blob storage_upload live_session product product_variant product_barcode barcode_counter location sale

CREATE TABLE IF NOT EXISTS main.backup_snapshot (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    name text COLLATE "C" NOT NULL CONSTRAINT backup_snapshot_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 40),
    made_at bigint NOT NULL,
    state text COLLATE "C" NOT NULL CONSTRAINT backup_snapshot_state_choice CHECK (state IN ('kept', 'failed', 'destroyed')),
    record_count bigint NOT NULL DEFAULT 0,
    size_bytes bigint NOT NULL DEFAULT 0,
    verified_at bigint,
    hash text COLLATE "C" CONSTRAINT backup_snapshot_hash_length CHECK (char_length(hash) <= 64),
    destroyed_at bigint,
    destruction_hash text COLLATE "C" CONSTRAINT backup_snapshot_destruction_hash_length CHECK (char_length(destruction_hash) <= 64),
    reason text COLLATE "C" CONSTRAINT backup_snapshot_reason_length CHECK (char_length(reason) <= 500),
    CONSTRAINT backup_snapshot_key PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS backup_snapshot_name_unique ON main.backup_snapshot (workspace_id, name);
CREATE INDEX IF NOT EXISTS backup_snapshot_made_at_index ON main.backup_snapshot (workspace_id, made_at, id);
