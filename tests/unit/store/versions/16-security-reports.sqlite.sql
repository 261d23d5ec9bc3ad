-- tables: kept_answer server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code service_key identity oauth_flow backup_snapshot outbox_mail egress_event import_run import_file import_row import_mapping storage_bucket storage_object photo blob storage_upload self_check security_report live_session product product_variant product_barcode barcode_counter location inbound_box inbound_line sale record_lock cost_category recurring_cost cost_item cost_budget month_close stock_movement stock_level stock_cost stock_entry

CREATE TABLE IF NOT EXISTS main.security_report (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT security_report_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT security_report_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    subject TEXT NOT NULL CONSTRAINT security_report_subject_length CHECK (length(subject) >= 1 AND length(subject) <= 120),
    report TEXT NOT NULL CONSTRAINT security_report_report_length CHECK (length(report) >= 1 AND length(report) <= 8000),
    contact TEXT CONSTRAINT security_report_contact_length CHECK (length(contact) <= 254),
    language TEXT NOT NULL CONSTRAINT security_report_language_choice CHECK (language IN ('en', 'zh')),
    state TEXT NOT NULL DEFAULT 'open' CONSTRAINT security_report_state_choice CHECK (state IN ('open', 'answered')),
    due_at INTEGER NOT NULL,
    answered_at INTEGER,
    answer TEXT CONSTRAINT security_report_answer_length CHECK (length(answer) <= 8000),
    answered_by BLOB CONSTRAINT security_report_answered_by_size CHECK (length(answered_by) = 16),
    CONSTRAINT security_report_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.security_report_due_at_index ON security_report (workspace_id, due_at, id);
