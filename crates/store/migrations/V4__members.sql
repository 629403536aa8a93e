-- Members and their papers: signing up in steps, uploads, consents, drivers, validation.

ALTER TABLE person ADD COLUMN second_email TEXT;
ALTER TABLE person ADD COLUMN birth_place TEXT;
-- What a rulebook asks for that has no column.
ALTER TABLE person ADD COLUMN other_json TEXT;
-- What staff told the member about the documents.
ALTER TABLE person ADD COLUMN note TEXT;
-- The member asked that the data be kept only, and not used.
ALTER TABLE person ADD COLUMN restricted_at BIGINT;
-- The last warning about the licence: its last day, and how many days before.
ALTER TABLE person ADD COLUMN licence_warned TEXT;

-- Since when the member waits for the documents to be verified.
ALTER TABLE member ADD COLUMN applied_at BIGINT;
-- On whose account the member drives; without it on the own one.
ALTER TABLE member ADD COLUMN payer_id UUID;
-- The plan to begin once the documents are verified.
ALTER TABLE member ADD COLUMN wished_plan TEXT;
ALTER TABLE member ADD COLUMN payment_means TEXT;
UPDATE member SET applied_at = created_at WHERE state = 'applied';
CREATE INDEX member_applied ON member (operator_id, applied_at) WHERE applied_at IS NOT NULL;
CREATE INDEX member_by_payer ON member (operator_id, payer_id) WHERE payer_id IS NOT NULL;

ALTER TABLE booking ADD COLUMN opened_at BIGINT;
-- Who drives, where another pays.
ALTER TABLE booking ADD COLUMN driver_id UUID;
CREATE INDEX booking_by_driver ON booking (operator_id, driver_id, start_at)
WHERE driver_id IS NOT NULL;

-- Services that a member ticked.
CREATE TABLE member_service (
    operator_id BIGINT NOT NULL,
    member_id UUID NOT NULL,
    service TEXT NOT NULL,
    PRIMARY KEY (operator_id, member_id, service)
);

-- What was typed so far by whoever signs up: sealed with the token, of which only the hash is here.
CREATE TABLE draft (
    operator_id BIGINT NOT NULL,
    token_hash BYTEA NOT NULL,
    draft_id UUID NOT NULL,
    sealed BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (operator_id, token_hash)
);
CREATE INDEX draft_expires ON draft (expires_at);

-- Scans and receipts. A subject is a member, a draft, a case.
CREATE TABLE upload (
    operator_id BIGINT NOT NULL,
    upload_id UUID NOT NULL,
    subject TEXT NOT NULL,
    subject_id UUID NOT NULL,
    purpose TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    delete_at BIGINT,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (operator_id, upload_id)
);
CREATE INDEX upload_by_subject ON upload (operator_id, subject_id, purpose);
CREATE INDEX upload_ends ON upload (delete_at) WHERE delete_at IS NOT NULL;

-- Every giving and withdrawing of a consent; the text is that of the rulebook in force since then.
CREATE TABLE consent (
    operator_id BIGINT NOT NULL,
    consent_id UUID NOT NULL,
    member_id UUID NOT NULL,
    consent TEXT NOT NULL,
    given BOOLEAN NOT NULL,
    at BIGINT NOT NULL,
    rulebook_at BIGINT NOT NULL,
    language TEXT NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (operator_id, consent_id)
);
CREATE INDEX consent_by_member ON consent (operator_id, member_id, consent_id);

-- Links that confirm an e-mail address, by their hash.
CREATE TABLE mail_token (
    operator_id BIGINT NOT NULL,
    token_hash BYTEA NOT NULL,
    member_id UUID NOT NULL,
    address_hash BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (operator_id, token_hash)
);
CREATE INDEX mail_token_by_member ON mail_token (operator_id, member_id, made_at);
CREATE INDEX mail_token_expires ON mail_token (expires_at);
