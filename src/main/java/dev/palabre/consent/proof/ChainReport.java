package dev.palabre.consent.proof;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a walk over a site's whole chain found.
 *
 * @param seals how many there are
 * @param purged how many of them have no events any more
 * @param events how many sealed events were recomputed
 * @param waiting how many events no seal covers yet
 * @param anchors how many published ends of the chain were compared
 * @param open what no published anchor covers
 * @param breaks where the chain does not hold, in its order; the first ones where there are very many
 */
public record ChainReport(
        int seals, int purged, long events, long waiting, int anchors, Open open, List<Break> breaks) {
    /**
     * What the check cannot vouch for: the end of the chain after the newest anchor. Whoever owns the database can rewrite
     * it, or cut it off, and leave no trace.
     *
     * @param seals links after the newest anchor
     * @param events records that only these links cover
     * @param outside whether any anchor came from outside the database
     */
    public record Open(int seals, long events, boolean outside) {}

    /**
     * A place where the chain does not hold.
     *
     * @param seal its number
     * @param event that does not have its digest, null where the seal itself is wrong
     * @param fault what is wrong
     */
    public record Break(int seal, @Nullable UUID event, Fault fault) {}

    /** What may be wrong. */
    public enum Fault {
        /** Seals are missing before this one. */
        GAP("seals are missing before it"),
        /** It does not name its predecessor's hash. */
        PREVIOUS("it does not name the hash of the seal before it"),
        /** Its hash is not that of what it says. */
        HASH("its hash is not that of what it says"),
        /** The events are not as many as were sealed. */
        COUNT("its events are not as many as were sealed"),
        /** The digests of the events do not lead to the root. */
        ROOT("the digests of its events do not lead to its root"),
        /** A record is not what its digest was taken of. */
        DIGEST("the record is not the one that its digest was taken of"),
        /** An anchor that was published has another hash. */
        ANCHOR("an anchor that was published names another hash"),
        /** An anchor that was published names a seal that is not there. */
        CUT("an anchor that was published names it, and it is not there"),
        /** The newest record is not as old as was sealed. */
        NEWEST("its newest record is not of the time that was sealed"),
        /** A record is older than a seal that left none waiting. */
        BACKDATED("the record is dated before an earlier seal that had left no record waiting"),
        /** A record is younger than its seal. */
        POSTDATED("the record is dated after its seal"),
        /** A record names a policy that is not there, or not the one that was stored. */
        POLICY("the policy that the record names is missing, or was changed"),
        /** A record or a seal holds what was never written. */
        UNREADABLE("it holds values that were never written"),
        /** Records are gone, and no purge of them is in the chain, or the other way around. */
        PURGE("its records were deleted, and no link of the chain tells of that purge"),
        /** A purge came before the site's retention had passed. */
        EARLY("its records were purged before the site's retention period had passed"),
        /** An anchor is not that of its day. */
        DAY("an anchor names a day that its seal is not the last of"),
        /** An anchor that is kept outside the database is missing in it. */
        UNLISTED("an anchor that was published is missing in the database, or differs there"),
        /** Records name seals that never covered them. */
        STRAY("there are records that name seals which never covered them");

        private final String sentence;

        Fault(String sentence) {
            this.sentence = sentence;
        }

        /** The same in words, for the operator. */
        public String sentence() {
            return sentence;
        }
    }

    /** Whether everything is as it was sealed and published. */
    public boolean holds() {
        return breaks.isEmpty();
    }
}
