-- tables: kept_answer server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code outbox_mail import_run import_file import_row import_mapping live_session product sale

CREATE TABLE IF NOT EXISTS main.session (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT session_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT session_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    account_id BLOB NOT NULL CONSTRAINT session_account_id_size CHECK (length(account_id) = 16),
    current_workspace INTEGER NOT NULL DEFAULT 0,
    method TEXT NOT NULL CONSTRAINT session_method_choice CHECK (method IN ('password', 'recovery', 'invite', 'confirm', 'set_up', 'otp', 'oauth')),
    device TEXT CONSTRAINT session_device_length CHECK (length(device) <= 80),
    region TEXT CONSTRAINT session_region_length CHECK (length(region) <= 16),
    last_seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER,
    end_reason TEXT CONSTRAINT session_end_reason_choice CHECK (end_reason IN ('sign_out', 'owner', 'password', 'reuse', 'operator', 'factor')),
    refresh_count INTEGER NOT NULL DEFAULT 0,
    refreshed_at INTEGER,
    factor_method TEXT CONSTRAINT session_factor_method_choice CHECK (factor_method IN ('totp', 'recovery_code')),
    factor_at INTEGER,
    CONSTRAINT session_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT session_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES account (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.session_account_id_index ON session (workspace_id, account_id, id);
CREATE INDEX IF NOT EXISTS main.session_expires_at_index ON session (workspace_id, expires_at, id);

CREATE TABLE IF NOT EXISTS main.one_time_token (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT one_time_token_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT one_time_token_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    kind TEXT NOT NULL CONSTRAINT one_time_token_kind_choice CHECK (kind IN ('recovery', 'invite', 'confirm', 'email', 'set_up', 'sign_in', 'reauthenticate', 'email_old', 'account_invite')),
    token_hash TEXT NOT NULL CONSTRAINT one_time_token_token_hash_length CHECK (length(token_hash) >= 64 AND length(token_hash) <= 64),
    account_id BLOB CONSTRAINT one_time_token_account_id_size CHECK (length(account_id) = 16),
    for_workspace INTEGER NOT NULL DEFAULT 0,
    invite_id BLOB CONSTRAINT one_time_token_invite_id_size CHECK (length(invite_id) = 16),
    email TEXT CONSTRAINT one_time_token_email_length CHECK (length(email) <= 254),
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    code_hash TEXT CONSTRAINT one_time_token_code_hash_length CHECK (length(code_hash) <= 64),
    tries INTEGER NOT NULL DEFAULT 0,
    waits INTEGER NOT NULL DEFAULT 0 CONSTRAINT one_time_token_waits_boolean CHECK (waits IN (0, 1)),
    CONSTRAINT one_time_token_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT one_time_token_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES account (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.one_time_token_token_hash_unique ON one_time_token (workspace_id, token_hash);
CREATE INDEX IF NOT EXISTS main.one_time_token_account_id_index ON one_time_token (workspace_id, account_id, id);
CREATE INDEX IF NOT EXISTS main.one_time_token_expires_at_index ON one_time_token (workspace_id, expires_at, id);
