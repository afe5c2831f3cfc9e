-- What a site's owner decided of its policy, each publication a row; append-only. The newest is in force. A site without
-- any is asked by its setting "purposes".
CREATE TABLE policy_publications (
    site_id      integer NOT NULL REFERENCES sites,
    number       integer NOT NULL,
    source       jsonb NOT NULL,
    moderator_id uuid,
    published_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (site_id, number)
);

-- What is being edited and asks nobody yet.
CREATE TABLE policy_drafts (
    site_id      integer PRIMARY KEY REFERENCES sites,
    source       jsonb NOT NULL,
    moderator_id uuid,
    changed_at   timestamptz NOT NULL DEFAULT now()
);

-- "link" ties a record to its visitor only for whoever knows the visitor's consent id: when a person is erased,
-- consent_hash becomes null, and the digest, which is taken over the link, still holds.
ALTER TABLE consent_events
    ADD COLUMN services jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN layout text CHECK (layout IN ('mobile', 'desktop')),
    ADD COLUMN previous uuid,
    ADD COLUMN link bytea,
    ALTER COLUMN consent_hash DROP NOT NULL;
