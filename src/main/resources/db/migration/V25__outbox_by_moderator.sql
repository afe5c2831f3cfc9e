-- Removing a moderator removes the mails to them: without an index that reads the whole table.
CREATE INDEX outbox_by_moderator ON outbox (moderator_id) WHERE moderator_id IS NOT NULL;
