package dev.palabre.site;

/**
 * Days for which a site keeps data; what is older is erased.
 *
 * @param unconfirmed comments that wait for their author's click
 * @param pending comments that wait for a moderator
 * @param spam comments that are held to be spam
 * @param rejected comments that were refused, for as long as their authors may object
 * @param withdrawn comments that their authors took back
 * @param removed comments that were online and were taken off
 * @param published comments that are online, 0 for as long as the site stands
 * @param email addresses, after the last act of their owner
 * @param consent records of consent
 * @param requests what people asked of their data, after the answer
 */
public record RetentionPeriods(
        int unconfirmed,
        int pending,
        int spam,
        int rejected,
        int withdrawn,
        int removed,
        int published,
        int email,
        int consent,
        int requests) {}
