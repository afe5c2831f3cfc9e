-- What a person asks of a site's data that takes another person to answer, and until when the law gives them time. Kept
-- with the answer, as proof that it was given, until retention removes it; gone with the address.
CREATE TABLE requests (
    site_id      integer NOT NULL,
    id           uuid NOT NULL,
    address_id   uuid NOT NULL,
    kind         text NOT NULL CHECK (kind IN ('object', 'restrict', 'contest', 'other')),
    text         text NOT NULL,
    lang         text NOT NULL,
    asked_at     timestamptz NOT NULL DEFAULT now(),
    due_at       timestamptz NOT NULL,
    -- When the moderators were told that it is due soon, which they are once.
    warned_at    timestamptz,
    answer       text,
    answered_at  timestamptz,
    moderator_id uuid,
    PRIMARY KEY (site_id, id),
    FOREIGN KEY (site_id, address_id) REFERENCES addresses (site_id, id) ON DELETE CASCADE,
    CHECK ((answered_at IS NULL) = (answer IS NULL))
);
CREATE INDEX requests_by_address ON requests (site_id, address_id);
CREATE INDEX requests_open ON requests (site_id, due_at, id) WHERE answered_at IS NULL;
CREATE INDEX requests_answered ON requests (site_id, answered_at, id) WHERE answered_at IS NOT NULL;
