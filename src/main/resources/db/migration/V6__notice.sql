-- Every version of the legal notice that was ever served; never changed, never deleted.
CREATE TABLE notices (
    site_id    integer NOT NULL REFERENCES sites,
    version    text NOT NULL,
    document   jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (site_id, version)
);
CREATE INDEX notices_by_age ON notices (site_id, created_at, version);

CREATE FUNCTION notices_stand() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'notices never change' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER notices_stand BEFORE UPDATE OR DELETE ON notices
    FOR EACH ROW EXECUTE FUNCTION notices_stand();
CREATE TRIGGER notices_stand_all BEFORE TRUNCATE ON notices
    FOR EACH STATEMENT EXECUTE FUNCTION notices_stand();

-- The notice that its author saw beside the form; null for comments from before notices had versions.
ALTER TABLE comments
    ADD COLUMN notice_version text,
    ADD FOREIGN KEY (site_id, notice_version) REFERENCES notices (site_id, version);
