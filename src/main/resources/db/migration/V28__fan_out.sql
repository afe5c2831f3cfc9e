-- A published comment whose subscribers are not all queued a mail yet: one row in the transaction that publishes, expanded in
-- batches by a job, so that publishing takes as long for 50,000 subscribers as for none.
CREATE TABLE fan_outs (
    site_id    integer NOT NULL,
    comment_id uuid NOT NULL,
    thread_id  uuid NOT NULL,
    -- Subscribers up to this address have their mail; they are taken in this order.
    after_id   uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
    created_at timestamptz NOT NULL DEFAULT now(),
    -- The row that waited longest is next: a page with many subscribers does not hold up the others.
    claimed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (site_id, comment_id),
    FOREIGN KEY (site_id, comment_id) REFERENCES comments (site_id, id) ON DELETE CASCADE
);
CREATE INDEX fan_outs_next ON fan_outs (claimed_at);
CREATE INDEX follows_each ON follows (site_id, thread_id, address_id) WHERE rhythm = 'each';
