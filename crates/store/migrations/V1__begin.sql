-- Instants are UTC milliseconds, money is minor units of the operator's currency, spans are
-- milliseconds. Ids are UUIDv7 made by the program. A place is a station's id, or the nil UUID off the
-- network. Texts that end in _json hold lists whose parts no query asks for.

CREATE TABLE operator (
    operator_id BIGINT NOT NULL,
    slug TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    settings_json TEXT NOT NULL,
    PRIMARY KEY (operator_id),
    UNIQUE (slug)
);

CREATE TABLE rulebook_version (
    operator_id BIGINT NOT NULL,
    in_force_at BIGINT NOT NULL,
    version TEXT NOT NULL,
    toml TEXT NOT NULL,
    texts_json TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (operator_id, in_force_at)
);

CREATE TABLE station (
    operator_id BIGINT NOT NULL,
    station_id UUID NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    lat_e7 BIGINT NOT NULL,
    lon_e7 BIGINT NOT NULL,
    address TEXT,
    bays BIGINT,
    closed_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (operator_id, station_id),
    UNIQUE (operator_id, code)
);

CREATE TABLE vehicle (
    operator_id BIGINT NOT NULL,
    vehicle_id UUID NOT NULL,
    code TEXT NOT NULL,
    plate TEXT,
    name TEXT,
    category TEXT,
    station_id UUID NOT NULL,
    first_pickup UUID,
    left_at BIGINT,
    left_place UUID,
    out_of_service_at BIGINT,
    removed_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (operator_id, vehicle_id),
    UNIQUE (operator_id, code)
);

-- What decisions need of a member; who that is stands in person, and can be erased there.
CREATE TABLE member (
    operator_id BIGINT NOT NULL,
    member_id UUID NOT NULL,
    number TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    language TEXT NOT NULL,
    plan TEXT NOT NULL,
    state TEXT NOT NULL,
    validated BOOLEAN NOT NULL,
    validated_at_first BOOLEAN NOT NULL,
    vehicles_limited BOOLEAN NOT NULL,
    has_subscription BOOLEAN NOT NULL,
    locked_by TEXT,
    counted_json TEXT,
    version BIGINT NOT NULL,
    PRIMARY KEY (operator_id, member_id),
    UNIQUE (operator_id, number)
);

CREATE TABLE member_vehicle (
    operator_id BIGINT NOT NULL,
    member_id UUID NOT NULL,
    vehicle_id UUID NOT NULL,
    PRIMARY KEY (operator_id, member_id, vehicle_id)
);

CREATE TABLE person (
    operator_id BIGINT NOT NULL,
    member_id UUID NOT NULL,
    family_name TEXT,
    given_name TEXT,
    organisation TEXT,
    email TEXT,
    email_confirmed_at BIGINT,
    phone TEXT,
    born_on TEXT,
    street TEXT,
    postal_code TEXT,
    city TEXT,
    country TEXT,
    licence_number TEXT,
    licence_issued_on TEXT,
    licence_expires_on TEXT,
    PRIMARY KEY (operator_id, member_id)
);
CREATE INDEX person_by_email ON person (operator_id, email);
CREATE INDEX person_by_phone ON person (operator_id, phone);

-- The subscription of an account has the member's id; a contract has one of its own.
CREATE TABLE subscription (
    operator_id BIGINT NOT NULL,
    subscription_id UUID NOT NULL,
    member_id UUID NOT NULL,
    is_contract BOOLEAN NOT NULL,
    plan TEXT NOT NULL,
    joined_at BIGINT NOT NULL,
    periods_billed BIGINT NOT NULL,
    has_left BOOLEAN NOT NULL,
    ends_at BIGINT,
    free_used_json TEXT NOT NULL,
    counted_json TEXT NOT NULL,
    due_at BIGINT,
    PRIMARY KEY (operator_id, subscription_id)
);
CREATE INDEX subscription_by_member ON subscription (operator_id, member_id);
CREATE INDEX subscription_due ON subscription (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE booking (
    operator_id BIGINT NOT NULL,
    booking_id UUID NOT NULL,
    member_id UUID NOT NULL,
    vehicle_id UUID NOT NULL,
    category TEXT,
    plan TEXT NOT NULL,
    channel TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    start_at BIGINT NOT NULL,
    end_at BIGINT NOT NULL,
    agreed_end_at BIGINT NOT NULL,
    reserve_ms BIGINT NOT NULL,
    pickup UUID NOT NULL,
    dropoff UUID NOT NULL,
    state TEXT NOT NULL,
    returned_at BIGINT,
    reported TEXT NOT NULL,
    extension_refused BOOLEAN NOT NULL,
    waived BOOLEAN NOT NULL,
    restored BOOLEAN NOT NULL,
    reserved_from BIGINT,
    reserved_until BIGINT,
    settles_at BIGINT,
    code_sealed BYTEA,
    version BIGINT NOT NULL,
    PRIMARY KEY (operator_id, booking_id)
);
CREATE INDEX booking_by_vehicle ON booking (operator_id, vehicle_id, reserved_until);
CREATE INDEX booking_by_member ON booking (operator_id, member_id, start_at);
CREATE INDEX booking_settles ON booking (settles_at) WHERE settles_at IS NOT NULL;
CREATE INDEX booking_open ON booking (operator_id, vehicle_id, start_at)
    WHERE state IN ('planned', 'driving');
CREATE INDEX booking_driving ON booking (operator_id, end_at) WHERE state = 'driving';

-- The lines of all statements, as they came of the rules; never changed.
CREATE TABLE line (
    operator_id BIGINT NOT NULL,
    line_id UUID NOT NULL,
    member_id UUID NOT NULL,
    about TEXT NOT NULL,
    about_id UUID,
    rule TEXT NOT NULL,
    source_no BIGINT NOT NULL,
    clause TEXT NOT NULL,
    vat TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    rulebook_at BIGINT NOT NULL,
    items_json TEXT NOT NULL,
    PRIMARY KEY (operator_id, line_id)
);
CREATE INDEX line_by_member ON line (operator_id, member_id, line_id);
CREATE INDEX line_by_about ON line (operator_id, about_id) WHERE about_id IS NOT NULL;

-- Double entry: the entries of a posting sum to zero in each unit.
CREATE TABLE ledger_entry (
    operator_id BIGINT NOT NULL,
    posting_id UUID NOT NULL,
    entry_no BIGINT NOT NULL,
    account TEXT NOT NULL,
    member_id UUID,
    unit TEXT NOT NULL,
    amount BIGINT NOT NULL,
    posted_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    line_id UUID,
    PRIMARY KEY (operator_id, posting_id, entry_no)
);
CREATE INDEX ledger_by_member ON ledger_entry (operator_id, member_id, unit) WHERE member_id IS NOT NULL;

CREATE TABLE outbox (
    operator_id BIGINT NOT NULL,
    message_id UUID NOT NULL,
    made_at BIGINT NOT NULL,
    medium TEXT NOT NULL,
    kind TEXT NOT NULL,
    member_id UUID,
    booking_id UUID,
    sealed BYTEA,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_at BIGINT,
    sent_at BIGINT,
    problem TEXT,
    PRIMARY KEY (operator_id, message_id)
);
CREATE INDEX outbox_due ON outbox (next_at) WHERE next_at IS NOT NULL;

-- An answer that was given once is given again, whoever repeats the question with the same key.
CREATE TABLE idempotency (
    operator_id BIGINT NOT NULL,
    actor TEXT NOT NULL,
    key TEXT NOT NULL,
    digest BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (operator_id, actor, key)
);

-- Who can log in. operator_id 0: staff of the installation, whose grants say where they may work.
CREATE TABLE login (
    operator_id BIGINT NOT NULL,
    login_id UUID NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    password_hash TEXT,
    must_change BOOLEAN NOT NULL,
    failures BIGINT NOT NULL,
    blocked_until BIGINT,
    disabled BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (operator_id, login_id),
    UNIQUE (operator_id, name)
);

CREATE TABLE staff_grant (
    operator_id BIGINT NOT NULL,
    login_id UUID NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (operator_id, login_id, role)
);
CREATE INDEX staff_grant_by_login ON staff_grant (login_id);

-- Sessions, and tokens of programs and devices: all by the hash of what is shown.
CREATE TABLE session (
    operator_id BIGINT NOT NULL,
    token_hash BYTEA NOT NULL,
    kind TEXT NOT NULL,
    subject_id UUID NOT NULL,
    label TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (token_hash)
);
CREATE INDEX session_by_subject ON session (subject_id);
CREATE INDEX session_expires ON session (expires_at);
