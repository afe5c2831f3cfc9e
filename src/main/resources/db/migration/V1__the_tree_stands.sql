-- Every table that belongs to a site has site_id first in its primary key, so that it can be sharded by site.

CREATE TABLE sites (
    id         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key        text NOT NULL UNIQUE CHECK (key ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    name       text NOT NULL,
    origins    text[] NOT NULL CHECK (cardinality(origins) > 0),
    settings   jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now()
);

-- Readers' e-mail addresses: personal data, in this table only, so that erasing one row erases the address.
CREATE TABLE addresses (
    site_id    integer NOT NULL REFERENCES sites,
    id         uuid NOT NULL,
    email      text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (site_id, id)
);
CREATE UNIQUE INDEX addresses_by_email ON addresses (site_id, lower(email));

CREATE TABLE threads (
    site_id    integer NOT NULL REFERENCES sites,
    id         uuid NOT NULL,
    page_key   text NOT NULL,
    page_id    text,
    url        text NOT NULL,
    title      text NOT NULL,
    open       boolean NOT NULL DEFAULT true,
    published  integer NOT NULL DEFAULT 0 CHECK (published >= 0),
    version    bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (site_id, id),
    UNIQUE (site_id, page_key)
);

CREATE TABLE comments (
    site_id            integer NOT NULL,
    id                 uuid NOT NULL,
    thread_id          uuid NOT NULL,
    status             text NOT NULL
        CHECK (status IN ('pending', 'published', 'rejected', 'spam', 'removed', 'withdrawn', 'erased')),
    status_at          timestamptz NOT NULL DEFAULT now(),
    held_reason        text,
    text               text NOT NULL,
    html               text NOT NULL,
    lang               text NOT NULL,
    name               text NOT NULL,
    last_name          text,
    first_name         text,
    address_id         uuid,
    receipt_hash       bytea,
    receipt_key        text,
    receipt_generation integer NOT NULL DEFAULT 0,
    created_at         timestamptz NOT NULL DEFAULT now(),
    published_at       timestamptz,
    edited_at          timestamptz,
    PRIMARY KEY (site_id, id),
    FOREIGN KEY (site_id, thread_id) REFERENCES threads (site_id, id),
    FOREIGN KEY (site_id, address_id) REFERENCES addresses (site_id, id)
);
-- The read path: keyset pages of what is published in a thread, the newest first or last.
CREATE INDEX comments_published ON comments (site_id, thread_id, published_at, id) WHERE status = 'published';
-- The queue and the archive.
CREATE INDEX comments_by_status ON comments (site_id, status, id);
CREATE UNIQUE INDEX comments_by_receipt ON comments (site_id, receipt_hash);
CREATE INDEX comments_by_address ON comments (site_id, address_id);

-- Every move of a comment after its submission, as its author is told it; append-only.
CREATE TABLE status_changes (
    site_id    integer NOT NULL,
    comment_id uuid NOT NULL,
    id         uuid NOT NULL,
    status     text NOT NULL,
    reason     text CHECK (char_length(reason) <= 500),
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (site_id, comment_id, id),
    FOREIGN KEY (site_id, comment_id) REFERENCES comments (site_id, id)
);

-- What a public POST answered, for whoever repeats it. Holds no content: the answer is built again.
CREATE TABLE idempotency_keys (
    site_id        integer NOT NULL,
    key            text NOT NULL,
    request_digest bytea NOT NULL,
    answer_id      uuid NOT NULL,
    answer_status  text NOT NULL,
    created_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (site_id, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

CREATE TABLE moderators (
    id            uuid PRIMARY KEY,
    email         text NOT NULL,
    password_hash text NOT NULL,
    lang          text NOT NULL DEFAULT 'fr',
    created_at    timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX moderators_by_email ON moderators (lower(email));

CREATE TABLE moderator_sites (
    site_id      integer NOT NULL REFERENCES sites,
    moderator_id uuid NOT NULL REFERENCES moderators ON DELETE CASCADE,
    role         text NOT NULL CHECK (role IN ('owner', 'moderator', 'reader')),
    PRIMARY KEY (site_id, moderator_id)
);
CREATE INDEX moderator_sites_by_moderator ON moderator_sites (moderator_id);

-- Signed-in browsers: only the hash of the cookie is known here; deleting a row signs out at once on every node.
CREATE TABLE sessions (
    token_hash   bytea PRIMARY KEY,
    moderator_id uuid NOT NULL REFERENCES moderators ON DELETE CASCADE,
    created_at   timestamptz NOT NULL DEFAULT now(),
    seen_at      timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL
);
CREATE INDEX sessions_by_moderator ON sessions (moderator_id);

CREATE TABLE api_tokens (
    id           uuid PRIMARY KEY,
    moderator_id uuid NOT NULL REFERENCES moderators ON DELETE CASCADE,
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    revoked_at   timestamptz
);
CREATE INDEX api_tokens_by_moderator ON api_tokens (moderator_id);

-- Append-only: who decided what, when and why.
CREATE TABLE decisions (
    site_id      integer NOT NULL,
    id           uuid NOT NULL,
    comment_id   uuid NOT NULL,
    moderator_id uuid,
    decision     text NOT NULL CHECK (decision IN ('publish', 'reject', 'spam', 'remove', 'restore')),
    from_status  text NOT NULL,
    to_status    text NOT NULL,
    reason_code  text,
    reason       text CHECK (char_length(reason) <= 500),
    note         text,
    decided_at   timestamptz NOT NULL DEFAULT now(),
    digest       bytea NOT NULL,
    PRIMARY KEY (site_id, id)
);
CREATE INDEX decisions_by_comment ON decisions (site_id, comment_id, id);

-- Mail to send, written in the transaction of its cause; composed when it leaves, so that it holds no personal data.
CREATE TABLE outbox (
    site_id      integer NOT NULL,
    id           uuid NOT NULL,
    message_id   text NOT NULL UNIQUE,
    kind         text NOT NULL,
    subject_id   uuid NOT NULL,
    address_id   uuid,
    moderator_id uuid REFERENCES moderators ON DELETE CASCADE,
    lang         text NOT NULL,
    state        text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'dropped', 'failed')),
    attempts     integer NOT NULL DEFAULT 0,
    next_at      timestamptz NOT NULL DEFAULT now(),
    lease_until  timestamptz,
    last_error   text,
    created_at   timestamptz NOT NULL DEFAULT now(),
    sent_at      timestamptz,
    PRIMARY KEY (site_id, id),
    FOREIGN KEY (site_id, address_id) REFERENCES addresses (site_id, id) ON DELETE CASCADE,
    CHECK (address_id IS NULL OR moderator_id IS NULL)
);
CREATE INDEX outbox_due ON outbox (next_at) WHERE state = 'waiting';
CREATE INDEX outbox_by_address ON outbox (site_id, address_id);
-- A notice to nobody in particular is for the site's moderators, and one waits at a time: a flood is one mail.
CREATE UNIQUE INDEX outbox_one_notice ON outbox (site_id, kind)
    WHERE state = 'waiting' AND address_id IS NULL AND moderator_id IS NULL;

CREATE TABLE policies (
    site_id    integer NOT NULL REFERENCES sites,
    version    text NOT NULL,
    document   jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (site_id, version)
);

-- Append-only: what a visitor chose, on which version of the policy. No address, no browser, no page.
CREATE TABLE consent_events (
    site_id      integer NOT NULL,
    id           uuid NOT NULL,
    consent_hash bytea NOT NULL,
    version      text NOT NULL,
    state        text NOT NULL CHECK (state IN ('given', 'refused', 'partial', 'withdrawn')),
    choices      jsonb NOT NULL,
    source       text NOT NULL,
    lang         text NOT NULL,
    decided_at   timestamptz NOT NULL DEFAULT now(),
    valid_until  timestamptz NOT NULL,
    digest       bytea NOT NULL,
    PRIMARY KEY (site_id, id),
    FOREIGN KEY (site_id, version) REFERENCES policies (site_id, version)
);
CREATE INDEX consent_events_by_consent ON consent_events (site_id, consent_hash, id);
