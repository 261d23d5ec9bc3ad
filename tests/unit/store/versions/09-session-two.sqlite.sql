-- tables: kept_answer server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code service_key identity oauth_flow outbox_mail egress_event import_run import_file import_row import_mapping storage_bucket storage_object blob storage_upload live_session product sale

CREATE TABLE IF NOT EXISTS main.identity (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT identity_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT identity_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    account_id BLOB NOT NULL CONSTRAINT identity_account_id_size CHECK (length(account_id) = 16),
    provider TEXT NOT NULL CONSTRAINT identity_provider_choice CHECK (provider IN ('google')),
    subject_hash TEXT NOT NULL CONSTRAINT identity_subject_hash_length CHECK (length(subject_hash) >= 64 AND length(subject_hash) <= 64),
    email TEXT CONSTRAINT identity_email_length CHECK (length(email) <= 254),
    last_sign_in_at INTEGER,
    CONSTRAINT identity_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT identity_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES account (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.identity_account_id_index ON identity (workspace_id, account_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.identity_subject_hash_unique ON identity (workspace_id, subject_hash);

CREATE TABLE IF NOT EXISTS main.oauth_flow (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT oauth_flow_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT oauth_flow_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    state_hash TEXT NOT NULL CONSTRAINT oauth_flow_state_hash_length CHECK (length(state_hash) >= 64 AND length(state_hash) <= 64),
    browser_hash TEXT NOT NULL CONSTRAINT oauth_flow_browser_hash_length CHECK (length(browser_hash) >= 64 AND length(browser_hash) <= 64),
    redirect_to TEXT NOT NULL CONSTRAINT oauth_flow_redirect_to_length CHECK (length(redirect_to) >= 1 AND length(redirect_to) <= 1000),
    challenge TEXT CONSTRAINT oauth_flow_challenge_length CHECK (length(challenge) <= 128),
    link_account BLOB CONSTRAINT oauth_flow_link_account_size CHECK (length(link_account) = 16),
    account_id BLOB CONSTRAINT oauth_flow_account_id_size CHECK (length(account_id) = 16),
    code_hash TEXT CONSTRAINT oauth_flow_code_hash_length CHECK (length(code_hash) <= 64),
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    exchanged_at INTEGER,
    CONSTRAINT oauth_flow_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT oauth_flow_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES account (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.oauth_flow_state_hash_unique ON oauth_flow (workspace_id, state_hash);
CREATE INDEX IF NOT EXISTS main.oauth_flow_account_id_index ON oauth_flow (workspace_id, account_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.oauth_flow_code_hash_unique ON oauth_flow (workspace_id, code_hash);
CREATE INDEX IF NOT EXISTS main.oauth_flow_expires_at_index ON oauth_flow (workspace_id, expires_at, id);

CREATE TABLE IF NOT EXISTS main.egress_event (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT egress_event_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT egress_event_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    processor TEXT NOT NULL CONSTRAINT egress_event_processor_length CHECK (length(processor) >= 1 AND length(processor) <= 40),
    host TEXT CONSTRAINT egress_event_host_length CHECK (length(host) <= 253),
    purpose TEXT NOT NULL CONSTRAINT egress_event_purpose_length CHECK (length(purpose) >= 1 AND length(purpose) <= 40),
    account_id BLOB CONSTRAINT egress_event_account_id_size CHECK (length(account_id) = 16),
    outcome TEXT NOT NULL CONSTRAINT egress_event_outcome_choice CHECK (outcome IN ('answered', 'refused', 'failed')),
    http_status INTEGER NOT NULL DEFAULT 0,
    bytes_out INTEGER NOT NULL DEFAULT 0,
    bytes_in INTEGER NOT NULL DEFAULT 0,
    duration_ms INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT egress_event_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
