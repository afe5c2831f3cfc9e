-- What was erased, by ids alone: of comments, of addresses, of records of consent. A backup brings erased people back;
-- with these they are erased again. Every node copies the rows to a file outside the database, which a restore leaves be.
CREATE TABLE erasures (
    site_id   integer NOT NULL REFERENCES sites,
    kind      text NOT NULL,
    subject   uuid NOT NULL,
    erased_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (site_id, kind, subject)
);
-- What the file of a node has not got yet, over all sites.
CREATE INDEX erasures_by_age ON erasures (erased_at, site_id, kind, subject);

-- The letters about a comment that is erased.
CREATE INDEX outbox_by_subject ON outbox (site_id, subject_id) WHERE address_id IS NOT NULL;

-- What was removed because its time had come: a row for a site, a rule and a run that removed something or failed.
CREATE TABLE retention_runs (
    site_id     integer NOT NULL REFERENCES sites,
    id          uuid NOT NULL,
    rule        text NOT NULL,
    cause       text NOT NULL CHECK (cause IN ('schedule', 'console', 'command')),
    started_at  timestamptz NOT NULL,
    finished_at timestamptz NOT NULL,
    removed     bigint NOT NULL CHECK (removed >= 0),
    failure     text,
    PRIMARY KEY (site_id, id)
);

-- Up to which day of its own calendar a site was gone through. "open": somebody began the day and has not ended it; when the
-- lease is over, another node goes on.
CREATE TABLE retention_days (
    site_id     integer PRIMARY KEY REFERENCES sites,
    day         date NOT NULL,
    open        boolean NOT NULL DEFAULT false,
    lease_until timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz
);
