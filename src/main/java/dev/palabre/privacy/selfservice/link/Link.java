package dev.palabre.privacy.selfservice.link;

import java.time.Instant;
import java.util.UUID;

/**
 * A link that was mailed to an address.
 *
 * @param siteId its site
 * @param id its own
 * @param subjectId what it is about
 * @param addressId row of the address
 * @param expiresAt end of its validity
 */
public record Link(int siteId, UUID id, UUID subjectId, UUID addressId, Instant expiresAt) {}
