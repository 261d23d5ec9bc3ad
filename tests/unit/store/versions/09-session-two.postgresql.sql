-- tables: kept_answer server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code service_key identity oauth_flow outbox_mail egress_event import_run import_file import_row import_mapping storage_bucket storage_object blob storage_upload live_session product sale

CREATE TABLE IF NOT EXISTS main.identity (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    account_id uuid NOT NULL,
    provider text COLLATE "C" NOT NULL CONSTRAINT identity_provider_choice CHECK (provider IN ('google')),
    subject_hash text COLLATE "C" NOT NULL CONSTRAINT identity_subject_hash_length CHECK (char_length(subject_hash) >= 64 AND char_length(subject_hash) <= 64),
    email text COLLATE "C" CONSTRAINT identity_email_length CHECK (char_length(email) <= 254),
    last_sign_in_at bigint,
    CONSTRAINT identity_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT identity_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES main.account (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS identity_account_id_index ON main.identity (workspace_id, account_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS identity_subject_hash_unique ON main.identity (workspace_id, subject_hash);

CREATE TABLE IF NOT EXISTS main.oauth_flow (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    state_hash text COLLATE "C" NOT NULL CONSTRAINT oauth_flow_state_hash_length CHECK (char_length(state_hash) >= 64 AND char_length(state_hash) <= 64),
    browser_hash text COLLATE "C" NOT NULL CONSTRAINT oauth_flow_browser_hash_length CHECK (char_length(browser_hash) >= 64 AND char_length(browser_hash) <= 64),
    redirect_to text COLLATE "C" NOT NULL CONSTRAINT oauth_flow_redirect_to_length CHECK (char_length(redirect_to) >= 1 AND char_length(redirect_to) <= 1000),
    challenge text COLLATE "C" CONSTRAINT oauth_flow_challenge_length CHECK (char_length(challenge) <= 128),
    link_account uuid,
    account_id uuid,
    code_hash text COLLATE "C" CONSTRAINT oauth_flow_code_hash_length CHECK (char_length(code_hash) <= 64),
    expires_at bigint NOT NULL,
    used_at bigint,
    exchanged_at bigint,
    CONSTRAINT oauth_flow_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT oauth_flow_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES main.account (workspace_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS oauth_flow_state_hash_unique ON main.oauth_flow (workspace_id, state_hash);
CREATE INDEX IF NOT EXISTS oauth_flow_account_id_index ON main.oauth_flow (workspace_id, account_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS oauth_flow_code_hash_unique ON main.oauth_flow (workspace_id, code_hash);
CREATE INDEX IF NOT EXISTS oauth_flow_expires_at_index ON main.oauth_flow (workspace_id, expires_at, id);

CREATE TABLE IF NOT EXISTS main.egress_event (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    processor text COLLATE "C" NOT NULL CONSTRAINT egress_event_processor_length CHECK (char_length(processor) >= 1 AND char_length(processor) <= 40),
    host text COLLATE "C" CONSTRAINT egress_event_host_length CHECK (char_length(host) <= 253),
    purpose text COLLATE "C" NOT NULL CONSTRAINT egress_event_purpose_length CHECK (char_length(purpose) >= 1 AND char_length(purpose) <= 40),
    account_id uuid,
    outcome text COLLATE "C" NOT NULL CONSTRAINT egress_event_outcome_choice CHECK (outcome IN ('answered', 'refused', 'failed')),
    http_status bigint NOT NULL DEFAULT 0,
    bytes_out bigint NOT NULL DEFAULT 0,
    bytes_in bigint NOT NULL DEFAULT 0,
    duration_ms bigint NOT NULL DEFAULT 0,
    CONSTRAINT egress_event_key PRIMARY KEY (workspace_id, id)
);
