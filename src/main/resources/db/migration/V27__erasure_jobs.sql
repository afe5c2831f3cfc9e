-- Requests to erase everything under an address, worked off in batches. Ids and numbers only: the address itself is erased.
CREATE TABLE erasure_jobs (
    site_id      int         NOT NULL REFERENCES sites,
    address_id   uuid        NOT NULL,
    total        int         NOT NULL,
    erased       int         NOT NULL DEFAULT 0,
    requested_at timestamptz NOT NULL DEFAULT now(),
    next_at      timestamptz NOT NULL DEFAULT now(),
    finished_at  timestamptz,
    PRIMARY KEY (site_id, address_id)
);
CREATE INDEX erasure_jobs_open ON erasure_jobs (next_at) WHERE finished_at IS NULL;
CREATE INDEX erasure_jobs_finished ON erasure_jobs (site_id, finished_at) WHERE finished_at IS NOT NULL;

-- One author's comments in order, a page or a batch at a time.
CREATE INDEX comments_by_author ON comments (site_id, address_id, id);
DROP INDEX comments_by_address;
