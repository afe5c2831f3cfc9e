-- The chain over a site's consent events: each row seals a batch of them, by the root of a tree over their digests, and
-- its own hash is taken over that and its predecessor's. Rows stay when their events are purged.
CREATE TABLE consent_seals (
    site_id   integer NOT NULL REFERENCES sites,
    number    integer NOT NULL CHECK (number > 0),
    from_id   uuid NOT NULL,
    to_id     uuid NOT NULL,
    events    integer NOT NULL CHECK (events > 0),
    newest_at timestamptz NOT NULL,
    root      bytea NOT NULL,
    previous  bytea NOT NULL,
    hash      bytea NOT NULL,
    sealed_at timestamptz NOT NULL,
    purged_at timestamptz,
    PRIMARY KEY (site_id, number)
);

-- A record names the batch that it was sealed with. One that was committed late is sealed with a later batch: nothing
-- depends on clocks, or on how long a transaction takes.
ALTER TABLE consent_events
    ADD COLUMN seal integer,
    ADD FOREIGN KEY (site_id, seal) REFERENCES consent_seals (site_id, number);
CREATE INDEX consent_events_unsealed ON consent_events (site_id, id) WHERE seal IS NULL;
CREATE INDEX consent_events_by_time ON consent_events (site_id, decided_at, id);

-- Append-only, against mistakes: a record may be sealed once, may lose its visitor, and goes with a batch that is purged.
-- Against whoever may change the schema there is the chain.
CREATE FUNCTION consent_events_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF to_jsonb(NEW) - 'consent_hash' - 'seal' = to_jsonb(OLD) - 'consent_hash' - 'seal'
            AND (NEW.consent_hash IS NULL OR NEW.consent_hash = OLD.consent_hash)
            AND (OLD.seal IS NULL OR NEW.seal = OLD.seal)
        THEN
            RETURN NEW;
        END IF;
    ELSIF TG_OP = 'DELETE' THEN
        IF EXISTS (
            SELECT 1 FROM consent_seals
            WHERE site_id = OLD.site_id AND number = OLD.seal AND purged_at IS NOT NULL
        ) THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'consent_events is append-only' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER consent_events_stand BEFORE UPDATE OR DELETE ON consent_events
    FOR EACH ROW EXECUTE FUNCTION consent_events_stand();
CREATE TRIGGER consent_events_stand_all BEFORE TRUNCATE ON consent_events
    FOR EACH STATEMENT EXECUTE FUNCTION consent_events_stand();

-- The end of a site's chain as it was at the end of a day, published so that others can keep it.
CREATE TABLE consent_anchors (
    site_id     integer NOT NULL,
    day         date NOT NULL,
    number      integer NOT NULL,
    hash        bytea NOT NULL,
    anchored_at timestamptz NOT NULL,
    PRIMARY KEY (site_id, day),
    FOREIGN KEY (site_id, number) REFERENCES consent_seals (site_id, number)
);

-- How often something happened on a day; who it was is known nowhere.
CREATE TABLE consent_statistics (
    site_id   integer NOT NULL REFERENCES sites,
    day       date NOT NULL,
    version   text NOT NULL,
    shown     bigint NOT NULL DEFAULT 0,
    accepted  bigint NOT NULL DEFAULT 0,
    refused   bigint NOT NULL DEFAULT 0,
    partial   bigint NOT NULL DEFAULT 0,
    withdrawn bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (site_id, day, version)
);

-- Names of what was seen on visitors' devices and is declared nowhere; bounded by the server.
CREATE TABLE consent_leaks (
    site_id    integer NOT NULL REFERENCES sites,
    kind       text NOT NULL CHECK (kind IN ('cookie', 'local', 'session', 'idb', 'host')),
    name       text NOT NULL CHECK (char_length(name) <= 253),
    phase      text NOT NULL CHECK (phase IN ('before', 'after')),
    first_seen timestamptz NOT NULL,
    last_seen  timestamptz NOT NULL,
    seen       bigint NOT NULL,
    PRIMARY KEY (site_id, kind, name, phase)
);
