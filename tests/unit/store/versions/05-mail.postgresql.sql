-- tables: kept_answer server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code outbox_mail import_run import_file import_row import_mapping live_session product sale

CREATE TABLE IF NOT EXISTS main.session (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    account_id uuid NOT NULL,
    current_workspace bigint NOT NULL DEFAULT 0,
    method text COLLATE "C" NOT NULL CONSTRAINT session_method_choice CHECK (method IN ('password', 'recovery', 'invite', 'confirm', 'set_up', 'otp', 'oauth')),
    device text COLLATE "C" CONSTRAINT session_device_length CHECK (char_length(device) <= 80),
    region text COLLATE "C" CONSTRAINT session_region_length CHECK (char_length(region) <= 16),
    last_seen_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    ended_at bigint,
    end_reason text COLLATE "C" CONSTRAINT session_end_reason_choice CHECK (end_reason IN ('sign_out', 'owner', 'password', 'reuse', 'operator', 'factor')),
    refresh_count bigint NOT NULL DEFAULT 0,
    refreshed_at bigint,
    factor_method text COLLATE "C" CONSTRAINT session_factor_method_choice CHECK (factor_method IN ('totp', 'recovery_code')),
    factor_at bigint,
    CONSTRAINT session_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT session_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES main.account (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS session_account_id_index ON main.session (workspace_id, account_id, id);
CREATE INDEX IF NOT EXISTS session_expires_at_index ON main.session (workspace_id, expires_at, id);

CREATE TABLE IF NOT EXISTS main.one_time_token (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    kind text COLLATE "C" NOT NULL CONSTRAINT one_time_token_kind_choice CHECK (kind IN ('recovery', 'invite', 'confirm', 'email', 'set_up', 'sign_in', 'reauthenticate', 'email_old', 'account_invite')),
    token_hash text COLLATE "C" NOT NULL CONSTRAINT one_time_token_token_hash_length CHECK (char_length(token_hash) >= 64 AND char_length(token_hash) <= 64),
    account_id uuid,
    for_workspace bigint NOT NULL DEFAULT 0,
    invite_id uuid,
    email text COLLATE "C" CONSTRAINT one_time_token_email_length CHECK (char_length(email) <= 254),
    expires_at bigint NOT NULL,
    used_at bigint,
    code_hash text COLLATE "C" CONSTRAINT one_time_token_code_hash_length CHECK (char_length(code_hash) <= 64),
    tries bigint NOT NULL DEFAULT 0,
    waits smallint NOT NULL DEFAULT 0 CONSTRAINT one_time_token_waits_boolean CHECK (waits IN (0, 1)),
    CONSTRAINT one_time_token_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT one_time_token_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES main.account (workspace_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS one_time_token_token_hash_unique ON main.one_time_token (workspace_id, token_hash);
CREATE INDEX IF NOT EXISTS one_time_token_account_id_index ON main.one_time_token (workspace_id, account_id, id);
CREATE INDEX IF NOT EXISTS one_time_token_expires_at_index ON main.one_time_token (workspace_id, expires_at, id);
