-- tables: kept_answer server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code outbox_mail import_run import_file import_row import_mapping live_session product sale

CREATE TABLE IF NOT EXISTS main.kept_answer (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    key_hash text COLLATE "C" NOT NULL CONSTRAINT kept_answer_key_hash_length CHECK (char_length(key_hash) >= 64 AND char_length(key_hash) <= 64),
    request_hash text COLLATE "C" NOT NULL CONSTRAINT kept_answer_request_hash_length CHECK (char_length(request_hash) >= 64 AND char_length(request_hash) <= 64),
    http_status bigint NOT NULL CONSTRAINT kept_answer_http_status_range CHECK (http_status >= 0 AND http_status <= 599),
    content_type text COLLATE "C" CONSTRAINT kept_answer_content_type_length CHECK (char_length(content_type) <= 100),
    headers text COLLATE "C" NOT NULL CONSTRAINT kept_answer_headers_length CHECK (char_length(headers) <= 4000),
    body text COLLATE "C" CONSTRAINT kept_answer_body_length CHECK (char_length(body) <= 4194304),
    expires_at bigint NOT NULL,
    CONSTRAINT kept_answer_key PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS kept_answer_key_hash_unique ON main.kept_answer (workspace_id, key_hash);
CREATE INDEX IF NOT EXISTS kept_answer_expires_at_index ON main.kept_answer (workspace_id, expires_at, id);
