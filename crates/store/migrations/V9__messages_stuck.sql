-- Messages that somebody must look at are counted for the alerts.

CREATE INDEX outbox_stuck ON outbox (state) WHERE state IN ('dead', 'unsure');
