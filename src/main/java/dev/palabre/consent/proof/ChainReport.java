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
 * @param breaks where the chain does not hold, in its order; the first ones where there are very many
 */
public record ChainReport(int seals, int purged, long events, long waiting, int anchors, List<Break> breaks) {
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
