-- Messages that nobody will try again, as long as their text is there: to be found by their age.
CREATE INDEX outbox_ended ON outbox (made_at) WHERE sealed IS NOT NULL AND next_at IS NULL;
