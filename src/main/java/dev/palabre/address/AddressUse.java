package dev.palabre.address;

/**
 * What an address is used by: conditions on a row {@code a} of {@code addresses}. This is the only place outside their own packages
 * that knows how {@code comments}, {@code follows}, {@code requests} and {@code outbox} refer to an address; whoever adds such a
 * table adds its condition here. Each condition is a scalar subquery rather than NOT EXISTS, so that the index on
 * {@code (site_id, address_id)} is probed for each address: as an anti-join a batch may read the other table as a whole.
 */
final class AddressUse {
    /** It has no comment. */
    static final String NO_COMMENT = """
            AND (SELECT 1 FROM comments c WHERE c.site_id = a.site_id AND c.address_id = a.id LIMIT 1) IS NULL
            """;

    /** It has a comment. */
    static final String A_COMMENT = """
            AND (SELECT 1 FROM comments c WHERE c.site_id = a.site_id AND c.address_id = a.id LIMIT 1) IS NOT NULL
            """;

    /** It has no subscription, confirmed or not. */
    static final String NO_FOLLOW = """
            AND (SELECT 1 FROM follows f WHERE f.site_id = a.site_id AND f.address_id = a.id LIMIT 1) IS NULL
            """;

    /** It has no confirmed subscription. */
    static final String NO_CONFIRMED_FOLLOW = """
            AND (
                SELECT 1 FROM follows f
                WHERE f.site_id = a.site_id AND f.address_id = a.id AND f.confirmed_at IS NOT NULL
                LIMIT 1) IS NULL
            """;

    /** It has no open data request, and none that was answered so recently that its owner may still read the answer. */
    static final String NO_REQUEST = """
            AND (
                SELECT 1 FROM requests r
                WHERE r.site_id = a.site_id AND r.address_id = a.id
                    AND (r.answered_at IS NULL OR r.answered_at > now() - interval '7 days')
                LIMIT 1) IS NULL
            """;

    /** Its owner has done nothing since {@code $3}, and was sent no mail. */
    static final String IDLE = """
            AND coalesce(a.muted_at, a.created_at) < $3
            AND NOT EXISTS (
                SELECT FROM comments c
                WHERE c.site_id = a.site_id AND c.address_id = a.id
                    AND (c.created_at >= $3 OR c.edited_at >= $3 OR (c.status = 'withdrawn' AND c.status_at >= $3)))
            AND NOT EXISTS (
                SELECT FROM requests r
                WHERE r.site_id = a.site_id AND r.address_id = a.id AND (r.answered_at IS NULL OR r.asked_at >= $3))
            AND NOT EXISTS (
                SELECT FROM outbox o
                WHERE o.site_id = a.site_id AND o.address_id = a.id AND o.created_at >= $3)
            """ + NO_CONFIRMED_FOLLOW;

    private AddressUse() {}
}
