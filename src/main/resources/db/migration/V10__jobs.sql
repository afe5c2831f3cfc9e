-- Which node of the cluster runs which background job, and when it ran last.
CREATE TABLE jobs (
    name         text        PRIMARY KEY,
    node         uuid        NOT NULL,
    leased_until timestamptz NOT NULL,
    started_at   timestamptz NOT NULL
);
