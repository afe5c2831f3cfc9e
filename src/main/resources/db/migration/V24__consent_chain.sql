-- A seal's hash covers all that it says: also when its newest record was made, for how long the site keeps records, and
-- whether nothing that was committed was left waiting. A purge is a link of the chain like a batch: it names the seal
-- whose records it removed ("purges"), and repeats what that seal covered.
ALTER TABLE consent_seals
    ADD COLUMN purges integer,
    ADD COLUMN keep_days integer NOT NULL DEFAULT 0,
    ADD COLUMN complete boolean NOT NULL DEFAULT false;
CREATE UNIQUE INDEX consent_seals_by_purge ON consent_seals (site_id, purges) WHERE purges IS NOT NULL;
CREATE INDEX consent_seals_kept ON consent_seals (site_id, newest_at) WHERE purged_at IS NULL AND purges IS NULL;

-- Every record is tied to its visitor by a link that its digest covers. The hash of the consent id is null once the
-- visitor was erased.
ALTER TABLE consent_events ALTER COLUMN link SET NOT NULL;
CREATE INDEX consent_events_by_seal ON consent_events (site_id, seal, id);

-- Whether a name is that of a known tracker, and by how many distinct reporters it was seen: where the list is full, the
-- least confirmed of the others go first.
ALTER TABLE consent_leaks
    ADD COLUMN known boolean NOT NULL DEFAULT false,
    ADD COLUMN reporters integer NOT NULL DEFAULT 1;
