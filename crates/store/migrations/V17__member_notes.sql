-- What staff want each other to know about a member.
CREATE TABLE member_note (
    operator_id BIGINT NOT NULL,
    note_id UUID NOT NULL,
    member_id UUID NOT NULL,
    made_at BIGINT NOT NULL,
    -- Who of the staff; without one a program, or Rimessa itself.
    staff_id UUID,
    sealed BYTEA NOT NULL,
    PRIMARY KEY (operator_id, note_id)
);
CREATE INDEX member_note_by_member ON member_note (operator_id, member_id, note_id);
