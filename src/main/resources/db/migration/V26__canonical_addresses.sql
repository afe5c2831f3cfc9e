-- The form in which addresses are compared: ASCII lower case, the domain as the DNS has it. The application computes it; what
-- is ASCII already has it by itself. The rows that are left, and those that turn out to be one address, are the next
-- migration's (CanonicalEmailMigration), which makes the column mandatory and unique.
-- claimed: a comment carried it when the purge of unclaimed addresses looked; whoever takes the comment away removes the
-- address too.
ALTER TABLE addresses
    ADD COLUMN canonical text,
    ADD COLUMN claimed boolean NOT NULL DEFAULT false;
UPDATE addresses SET canonical = lower(email COLLATE "C") WHERE email COLLATE "C" ~ '^[!-~]+$';

CREATE FUNCTION addresses_canonical() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.canonical := lower(NEW.email COLLATE "C");
    RETURN NEW;
END
$$;
CREATE TRIGGER addresses_canonical BEFORE INSERT ON addresses
    FOR EACH ROW WHEN (NEW.canonical IS NULL) EXECUTE FUNCTION addresses_canonical();

-- Accounts have ASCII addresses, and only the case of ASCII letters is no difference.
DROP INDEX moderators_by_email;
CREATE UNIQUE INDEX moderators_by_email ON moderators (lower(email COLLATE "C"));

-- What serves each purge: a site's rows, the oldest first.
DROP INDEX addresses_by_age;
CREATE INDEX addresses_unclaimed ON addresses (site_id, created_at, id) WHERE NOT claimed;
DROP INDEX idempotency_keys_by_age;
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (site_id, created_at);
DROP INDEX used_links_by_age;
CREATE INDEX used_links_by_age ON used_links (site_id, expires_at);
DROP INDEX follows_unconfirmed;
CREATE INDEX follows_unconfirmed ON follows (site_id, asked_at) WHERE confirmed_at IS NULL;
CREATE INDEX outbox_ended ON outbox (site_id, created_at) WHERE state <> 'waiting';

-- Written with each lease and read by nobody: next_at says the same.
ALTER TABLE outbox DROP COLUMN lease_until;
