package dev.palabre.privacy.selfservice.erasure;

import java.util.UUID;

/**
 * A request to erase everything under an address of a site, and its progress.
 *
 * @param siteId the site
 * @param addressId row of the address
 * @param total number of comments when it was requested
 * @param erased number of comments erased so far
 * @param finished whether nothing is left
 */
public record ErasureJob(int siteId, UUID addressId, int total, int erased, boolean finished) {
    /** Number of comments that are still to be erased, as far as is known. */
    public int remaining() {
        return finished ? 0 : Math.max(0, total - erased);
    }
}
