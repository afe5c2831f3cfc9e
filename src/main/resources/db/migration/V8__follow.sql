-- Who wants to be told of new comments on a page. Asked for by a box that was ticked, and nothing but asked for until the
-- click on a mailed link: the row, with the words that stood beside the box, is the record of that consent. It goes when
-- its owner ends it, and with the address or the thread.
CREATE TABLE follows (
    site_id      integer NOT NULL,
    id           uuid NOT NULL,
    thread_id    uuid NOT NULL,
    address_id   uuid NOT NULL,
    lang         text NOT NULL,
    wording      text NOT NULL,
    asked_at     timestamptz NOT NULL DEFAULT now(),
    confirmed_at timestamptz,
    rhythm       text CHECK (rhythm IN ('each', 'daily')),
    -- Of a daily one: the day on which its page was last looked at, the span whose comments the digest of then tells, and
    -- that digest, which is what its letter is about; null where that day had nothing new.
    told_on      date,
    told_from    timestamptz,
    told_until   timestamptz,
    digest_id    uuid,
    PRIMARY KEY (site_id, id),
    UNIQUE (site_id, thread_id, address_id),
    FOREIGN KEY (site_id, thread_id) REFERENCES threads (site_id, id) ON DELETE CASCADE,
    FOREIGN KEY (site_id, address_id) REFERENCES addresses (site_id, id) ON DELETE CASCADE,
    CHECK ((confirmed_at IS NULL) = (rhythm IS NULL)),
    CHECK (rhythm <> 'daily' OR (told_on IS NOT NULL AND told_until IS NOT NULL))
);
CREATE INDEX follows_by_address ON follows (site_id, address_id);
CREATE INDEX follows_by_digest ON follows (site_id, digest_id) WHERE digest_id IS NOT NULL;
CREATE INDEX follows_daily ON follows (site_id, told_on, address_id) WHERE rhythm = 'daily';
CREATE INDEX follows_unconfirmed ON follows (asked_at) WHERE confirmed_at IS NULL;

-- A comment that goes online is told to each follower once, whatever happens to it later.
CREATE UNIQUE INDEX outbox_told_once ON outbox (site_id, subject_id, address_id) WHERE kind = 'follow-new';

-- Mail servers said for good that nobody reads mail there: when, with which code, and how often since somebody last did.
ALTER TABLE addresses
    ADD COLUMN bounced_at timestamptz,
    ADD COLUMN bounce_code text,
    ADD COLUMN bounces integer NOT NULL DEFAULT 0;
