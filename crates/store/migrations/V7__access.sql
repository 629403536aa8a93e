-- What is done once however many processes there are. A job is taken until leased_until; it is ended
-- only by whoever still holds that lease.
CREATE TABLE job (
    operator_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    leased_until BIGINT,
    attempts BIGINT NOT NULL,
    problem TEXT,
    PRIMARY KEY (operator_id, kind)
);

-- What a member was reminded of: once, whoever does it.
CREATE TABLE reminded (
    operator_id BIGINT NOT NULL,
    booking_id UUID NOT NULL,
    about TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (operator_id, booking_id, about)
);
CREATE INDEX booking_planned ON booking (operator_id, start_at) WHERE state = 'planned';
CREATE INDEX outbox_by_state ON outbox (operator_id, state, message_id)
    WHERE state IN ('dead', 'unsure');
CREATE INDEX person_by_number ON person (operator_id,
    REPLACE(REPLACE(REPLACE(REPLACE(phone, ' ', ''), '-', ''), '.', ''), '/', ''));

-- Wrong codes by where they came from: a keyed hash of a phone number, or a device.
CREATE TABLE attempt (
    operator_id BIGINT NOT NULL,
    origin BYTEA NOT NULL,
    since BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    PRIMARY KEY (operator_id, origin)
);
CREATE INDEX attempt_since ON attempt (since);

-- Text messages that came in, by the id that the gateway gave them.
CREATE TABLE sms_in (
    operator_id BIGINT NOT NULL,
    gateway_key TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    booking_id UUID,
    PRIMARY KEY (operator_id, gateway_key)
);
CREATE INDEX sms_in_received ON sms_in (received_at);

-- Cards and tags by a keyed hash of what a reader reads.
CREATE TABLE card (
    operator_id BIGINT NOT NULL,
    card_id UUID NOT NULL,
    uid_hash BYTEA NOT NULL,
    label TEXT NOT NULL,
    member_id UUID NOT NULL,
    state TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (operator_id, card_id),
    UNIQUE (operator_id, uid_hash)
);
CREATE INDEX card_by_member ON card (operator_id, member_id);

-- A member enables a card of his own at a vehicle: begun, seen by the reader, then named.
CREATE TABLE card_enrolment (
    operator_id BIGINT NOT NULL,
    member_id UUID NOT NULL,
    vehicle_id UUID NOT NULL,
    expires_at BIGINT NOT NULL,
    uid_hash BYTEA,
    PRIMARY KEY (operator_id, member_id)
);
CREATE INDEX card_enrolment_at ON card_enrolment (operator_id, vehicle_id);

-- What a driver types at the pump, sealed.
CREATE TABLE fuel_pin (
    operator_id BIGINT NOT NULL,
    member_id UUID NOT NULL,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (operator_id, member_id)
);

-- What devices reported, once however often it came.
CREATE TABLE device_event (
    operator_id BIGINT NOT NULL,
    device_id UUID NOT NULL,
    sequence BIGINT NOT NULL,
    at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    clock_wrong BOOLEAN NOT NULL,
    kind TEXT NOT NULL,
    vehicle_id UUID NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (operator_id, device_id, sequence)
);
CREATE INDEX device_event_by_vehicle ON device_event (operator_id, vehicle_id, at);
CREATE INDEX device_event_received ON device_event (received_at);

-- How far a device's numbers have come without a gap, and by how much its clock was wrong.
CREATE TABLE device_progress (
    operator_id BIGINT NOT NULL,
    device_id UUID NOT NULL,
    sequence BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    clock_off_ms BIGINT NOT NULL,
    PRIMARY KEY (operator_id, device_id)
);

-- What is known of a vehicle, a reading each: its value and when it was so.
CREATE TABLE vehicle_reading (
    operator_id BIGINT NOT NULL,
    vehicle_id UUID NOT NULL,
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    value BIGINT NOT NULL,
    second_value BIGINT NOT NULL,
    PRIMARY KEY (operator_id, vehicle_id, kind)
);

-- What a vehicle shall do: asked for, taken and answered by its device, or expired.
CREATE TABLE device_command (
    operator_id BIGINT NOT NULL,
    command_id UUID NOT NULL,
    vehicle_id UUID NOT NULL,
    booking_id UUID,
    what TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    problem TEXT,
    PRIMARY KEY (operator_id, command_id)
);
CREATE INDEX device_command_waiting ON device_command (operator_id, vehicle_id)
    WHERE state = 'waiting';

-- The steps of procedures that were done for a booking.
CREATE TABLE procedure_step (
    operator_id BIGINT NOT NULL,
    booking_id UUID NOT NULL,
    of_procedure TEXT NOT NULL,
    step TEXT NOT NULL,
    done_at BIGINT NOT NULL,
    PRIMARY KEY (operator_id, booking_id, of_procedure, step)
);
