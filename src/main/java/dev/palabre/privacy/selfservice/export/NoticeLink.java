package dev.palabre.privacy.selfservice.export;

import dev.palabre.comment.model.Comment;
import dev.palabre.http.PublicUrl;
import dev.palabre.privacy.notice.Notices;
import org.jspecify.annotations.Nullable;

/**
 * The version of the privacy notice that the author of a comment saw.
 *
 * @param version its number
 * @param url absolute address of its page
 */
public record NoticeLink(String version, String url) {
    private static final int SHORT = 12;

    /** The same with a shortened version number, for people. */
    public NoticeLink shortened() {
        return new NoticeLink(version.substring(0, SHORT) + "…", url);
    }

    /** The notice that the author of a comment saw, null where none was recorded. */
    public static @Nullable NoticeLink of(PublicUrl url, String siteKey, Comment comment, String lang) {
        var version = comment.notice();
        return version == null ? null : new NoticeLink(version, url.to(Notices.path(siteKey, version, lang)));
    }
}
