-- When a booking was given another vehicle, which it holds only from then on.
ALTER TABLE booking ADD COLUMN exchanged_at BIGINT;

CREATE INDEX vehicle_by_place ON vehicle (operator_id, left_place);
CREATE INDEX vehicle_by_station ON vehicle (operator_id, station_id);
CREATE INDEX booking_one_way ON booking (operator_id, dropoff)
    WHERE pickup <> dropoff AND state IN ('planned', 'driving');

-- Where electric vehicles charge.
CREATE TABLE charger (
    operator_id BIGINT NOT NULL,
    charger_id UUID NOT NULL,
    code TEXT NOT NULL,
    station_id UUID NOT NULL,
    bay TEXT,
    power_w BIGINT,
    PRIMARY KEY (operator_id, charger_id),
    UNIQUE (operator_id, code)
);

-- Where keys are taken and put back.
CREATE TABLE kiosk (
    operator_id BIGINT NOT NULL,
    kiosk_id UUID NOT NULL,
    code TEXT NOT NULL,
    station_id UUID NOT NULL,
    PRIMARY KEY (operator_id, kiosk_id),
    UNIQUE (operator_id, code)
);

-- The key of a vehicle hangs in one slot.
CREATE TABLE key_slot (
    operator_id BIGINT NOT NULL,
    kiosk_id UUID NOT NULL,
    slot_no BIGINT NOT NULL,
    vehicle_id UUID,
    PRIMARY KEY (operator_id, kiosk_id, slot_no)
);

-- Who may leave a vehicle elsewhere, where the operator lets not everybody.
CREATE TABLE one_way_member (
    operator_id BIGINT NOT NULL,
    member_id UUID NOT NULL,
    PRIMARY KEY (operator_id, member_id)
);
