-- tables: kept_answer server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code outbox_mail import_run import_file import_row import_mapping live_session product sale

CREATE TABLE IF NOT EXISTS main.kept_answer (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT kept_answer_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT kept_answer_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    key_hash TEXT NOT NULL CONSTRAINT kept_answer_key_hash_length CHECK (length(key_hash) >= 64 AND length(key_hash) <= 64),
    request_hash TEXT NOT NULL CONSTRAINT kept_answer_request_hash_length CHECK (length(request_hash) >= 64 AND length(request_hash) <= 64),
    http_status INTEGER NOT NULL CONSTRAINT kept_answer_http_status_range CHECK (http_status >= 0 AND http_status <= 599),
    content_type TEXT CONSTRAINT kept_answer_content_type_length CHECK (length(content_type) <= 100),
    headers TEXT NOT NULL CONSTRAINT kept_answer_headers_length CHECK (length(headers) <= 4000),
    body TEXT CONSTRAINT kept_answer_body_length CHECK (length(body) <= 4194304),
    expires_at INTEGER NOT NULL,
    CONSTRAINT kept_answer_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.kept_answer_key_hash_unique ON kept_answer (workspace_id, key_hash);
CREATE INDEX IF NOT EXISTS main.kept_answer_expires_at_index ON kept_answer (workspace_id, expires_at, id);
