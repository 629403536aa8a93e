-- Passkeys of members and staff: the public key, sealed, and what is needed to know it again. A passkey
-- is for one site (rp_id).
CREATE TABLE passkey (
    operator_id BIGINT NOT NULL,
    passkey_id UUID NOT NULL,
    login_id UUID NOT NULL,
    rp_id TEXT NOT NULL,
    credential_hash BYTEA NOT NULL,
    label TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (operator_id, passkey_id),
    UNIQUE (operator_id, credential_hash)
);
CREATE INDEX passkey_by_login ON passkey (operator_id, login_id);

-- Ceremonies that were begun: what was asked of an authenticator, to be held against its answer once.
CREATE TABLE passkey_ceremony (
    operator_id BIGINT NOT NULL,
    ceremony_id UUID NOT NULL,
    login_id UUID,
    sealed BYTEA NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (operator_id, ceremony_id)
);
CREATE INDEX passkey_ceremony_expires ON passkey_ceremony (expires_at);

-- Keys that the installation made for itself, sealed: they outlive those of the configuration.
CREATE TABLE installation_key (
    operator_id BIGINT NOT NULL,
    key_id UUID NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (operator_id, key_id)
);

CREATE INDEX issued_by_member ON issued_item (operator_id, member_id) WHERE member_id IS NOT NULL;
CREATE INDEX case_entry_by_author ON case_entry (operator_id, author_id) WHERE author = 'member';
