-- tables: kept_answer server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code service_key outbox_mail import_run import_file import_row import_mapping live_session product sale

CREATE TABLE IF NOT EXISTS main.service_key (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT service_key_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT service_key_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    name TEXT NOT NULL CONSTRAINT service_key_name_length CHECK (length(name) >= 1 AND length(name) <= 80),
    key_hash TEXT NOT NULL CONSTRAINT service_key_key_hash_length CHECK (length(key_hash) >= 64 AND length(key_hash) <= 64),
    last_used_at INTEGER,
    revoked_at INTEGER,
    CONSTRAINT service_key_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.service_key_key_hash_unique ON service_key (workspace_id, key_hash);
