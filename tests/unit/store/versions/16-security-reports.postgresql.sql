-- tables: kept_answer server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code service_key identity oauth_flow backup_snapshot outbox_mail egress_event import_run import_file import_row import_mapping storage_bucket storage_object photo blob storage_upload self_check security_report live_session product product_variant product_barcode barcode_counter location inbound_box inbound_line sale record_lock cost_category recurring_cost cost_item cost_budget month_close stock_movement stock_level stock_cost stock_entry

CREATE TABLE IF NOT EXISTS main.security_report (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    subject text COLLATE "C" NOT NULL CONSTRAINT security_report_subject_length CHECK (char_length(subject) >= 1 AND char_length(subject) <= 120),
    report text COLLATE "C" NOT NULL CONSTRAINT security_report_report_length CHECK (char_length(report) >= 1 AND char_length(report) <= 8000),
    contact text COLLATE "C" CONSTRAINT security_report_contact_length CHECK (char_length(contact) <= 254),
    language text COLLATE "C" NOT NULL CONSTRAINT security_report_language_choice CHECK (language IN ('en', 'zh')),
    state text COLLATE "C" NOT NULL DEFAULT 'open' CONSTRAINT security_report_state_choice CHECK (state IN ('open', 'answered')),
    due_at bigint NOT NULL,
    answered_at bigint,
    answer text COLLATE "C" CONSTRAINT security_report_answer_length CHECK (char_length(answer) <= 8000),
    answered_by uuid,
    CONSTRAINT security_report_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS security_report_due_at_index ON main.security_report (workspace_id, due_at, id);
