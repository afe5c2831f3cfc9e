-- A page's title and address are those sent with the first of its published comments, or what a moderator wrote.
-- Until one is published nothing that a stranger sent is shown: default_url is made of the page's key alone.
ALTER TABLE comments ADD COLUMN page_url text, ADD COLUMN page_title text;
ALTER TABLE threads ADD COLUMN default_url text, ADD COLUMN fixed_url text, ADD COLUMN fixed_title text;
UPDATE threads t
SET default_url = s.origins[1] || CASE WHEN t.page_key LIKE '/%' THEN t.page_key ELSE '/' END
FROM sites s
WHERE s.id = t.site_id;
UPDATE threads
SET url = default_url, title = default_url
WHERE published = 0;

-- The queue and the unconfirmed comments are counted each by itself.
CREATE INDEX comments_unverified ON comments (site_id, id) WHERE status = 'pending' AND unverified;
CREATE INDEX comments_waiting ON comments (site_id, id) WHERE status = 'pending' AND NOT unverified;
