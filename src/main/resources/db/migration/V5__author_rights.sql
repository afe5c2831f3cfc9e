-- What authors do with what they wrote. "unverified": waits for its author's click, out of the queue until then.
ALTER TABLE comments
    ADD COLUMN muted boolean NOT NULL DEFAULT false,
    ADD COLUMN unverified boolean NOT NULL DEFAULT false;

-- Their owner wants no mail that they did not ask for.
ALTER TABLE addresses
    ADD COLUMN muted_at timestamptz;
-- To find young ones that nobody confirmed.
CREATE INDEX addresses_by_age ON addresses (created_at);

-- Texts that comments had before their authors changed them; gone with the comment's text when it is erased.
CREATE TABLE comment_edits (
    site_id     integer NOT NULL,
    comment_id  uuid NOT NULL,
    id          uuid NOT NULL,
    text        text NOT NULL,
    replaced_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (site_id, comment_id, id),
    FOREIGN KEY (site_id, comment_id) REFERENCES comments (site_id, id)
);

-- Receipts that were replaced by a new one: they open nothing, and say so.
CREATE TABLE spent_receipts (
    site_id      integer NOT NULL,
    receipt_hash bytea NOT NULL,
    comment_id   uuid NOT NULL,
    PRIMARY KEY (site_id, receipt_hash),
    FOREIGN KEY (site_id, comment_id) REFERENCES comments (site_id, id)
);
CREATE INDEX spent_receipts_by_comment ON spent_receipts (site_id, comment_id);

-- Links of mails that were used: each works once. Gone when they would have expired anyway.
CREATE TABLE used_links (
    site_id    integer NOT NULL REFERENCES sites,
    id         uuid NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (site_id, id)
);
CREATE INDEX used_links_by_age ON used_links (expires_at);
