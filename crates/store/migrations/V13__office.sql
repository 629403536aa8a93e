-- What the back office asks for: indemnities by state, the journal by what it is about, figures by time.
CREATE INDEX proposal_by_state ON proposal (operator_id, state, proposal_id);
CREATE INDEX journal_by_kind ON journal (operator_id, kind, at, seq);
CREATE INDEX journal_by_vehicle ON journal (operator_id, vehicle_id, at, seq)
    WHERE vehicle_id IS NOT NULL;
CREATE INDEX journal_by_time ON journal (operator_id, at, seq);
CREATE INDEX booking_by_start ON booking (operator_id, start_at);
CREATE INDEX line_by_due ON line (operator_id, due_at);
