-- The version that a publication made at the time; a later widget or another name of the site makes further versions of
-- the same source.
ALTER TABLE policy_publications ADD COLUMN version text NOT NULL DEFAULT '';

-- The history of a site's versions, in the order in which they were first served.
CREATE INDEX policies_by_age ON policies (site_id, created_at, version);
