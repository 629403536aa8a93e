-- What somebody must see to: a breakdown, a finding, a question. Who says what stands in case_entry,
-- sealed, as it may be personal. once_key: what would make a second case of one and the same thing.
CREATE TABLE case_file (
    operator_id BIGINT NOT NULL,
    case_id UUID NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT,
    opened_at BIGINT NOT NULL,
    opened_by TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    owner_id UUID,
    member_id UUID,
    booking_id UUID,
    vehicle_id UUID,
    once_key TEXT,
    closed_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (operator_id, case_id)
);
CREATE UNIQUE INDEX case_once ON case_file (operator_id, once_key) WHERE once_key IS NOT NULL;
CREATE INDEX case_queue ON case_file (operator_id, due_at, case_id) WHERE state <> 'closed';
CREATE INDEX case_by_member ON case_file (operator_id, member_id, case_id) WHERE member_id IS NOT NULL;

CREATE TABLE case_entry (
    operator_id BIGINT NOT NULL,
    case_id UUID NOT NULL,
    entry_id UUID NOT NULL,
    at BIGINT NOT NULL,
    author TEXT NOT NULL,
    author_id UUID,
    kind TEXT NOT NULL,
    visible BOOLEAN NOT NULL,
    sealed BYTEA NOT NULL,
    uploads_json TEXT NOT NULL,
    PRIMARY KEY (operator_id, case_id, entry_id)
);

-- An indemnity on its way: nothing is billed before the member was heard.
CREATE TABLE proposal (
    operator_id BIGINT NOT NULL,
    proposal_id UUID NOT NULL,
    member_id UUID NOT NULL,
    booking_id UUID,
    case_id UUID,
    kind TEXT NOT NULL,
    recorded_json TEXT NOT NULL,
    evidence_json TEXT NOT NULL,
    clause TEXT NOT NULL,
    amount BIGINT NOT NULL,
    state TEXT NOT NULL,
    proposed_at BIGINT NOT NULL,
    notified_at BIGINT,
    object_until BIGINT,
    objected_at BIGINT,
    objection_sealed BYTEA,
    decided_at BIGINT,
    decided_by UUID,
    reason_sealed BYTEA,
    once_key TEXT,
    version BIGINT NOT NULL,
    PRIMARY KEY (operator_id, proposal_id)
);
CREATE UNIQUE INDEX proposal_once ON proposal (operator_id, once_key) WHERE once_key IS NOT NULL;
CREATE INDEX proposal_by_member ON proposal (operator_id, member_id, proposal_id);
CREATE INDEX proposal_by_case ON proposal (operator_id, case_id) WHERE case_id IS NOT NULL;
CREATE INDEX proposal_due ON proposal (object_until) WHERE state = 'notified';

-- What a member advanced and wants back.
CREATE TABLE claim (
    operator_id BIGINT NOT NULL,
    claim_id UUID NOT NULL,
    member_id UUID NOT NULL,
    booking_id UUID,
    kind TEXT NOT NULL,
    amount BIGINT NOT NULL,
    upload_id UUID,
    text_sealed BYTEA NOT NULL,
    state TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    decided_at BIGINT,
    decided_by UUID,
    reason_sealed BYTEA,
    escalated_at BIGINT,
    PRIMARY KEY (operator_id, claim_id)
);
CREATE INDEX claim_by_member ON claim (operator_id, member_id, claim_id);
CREATE INDEX claim_due ON claim (due_at) WHERE state = 'asked' AND escalated_at IS NULL;

-- Fuel cards and keys: each by the label that stands on it.
CREATE TABLE issued_item (
    operator_id BIGINT NOT NULL,
    item_id UUID NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    vehicle_id UUID,
    member_id UUID,
    state TEXT NOT NULL,
    issued_at BIGINT NOT NULL,
    lost_at BIGINT,
    case_id UUID,
    replaced_by UUID,
    PRIMARY KEY (operator_id, item_id),
    UNIQUE (operator_id, kind, label)
);
CREATE INDEX issued_by_vehicle ON issued_item (operator_id, vehicle_id) WHERE vehicle_id IS NOT NULL;

-- What the odometer showed: at an opening (also a refused one), a return, a check.
CREATE TABLE odometer (
    operator_id BIGINT NOT NULL,
    vehicle_id UUID NOT NULL,
    reading_id UUID NOT NULL,
    at BIGINT NOT NULL,
    odometer_m BIGINT NOT NULL,
    occasion TEXT NOT NULL,
    booking_id UUID,
    PRIMARY KEY (operator_id, vehicle_id, reading_id)
);

-- The exits of a contract, one by one.
CREATE TABLE contract_exit (
    operator_id BIGINT NOT NULL,
    contract_id UUID NOT NULL,
    exit_id UUID NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (operator_id, contract_id, exit_id)
);
