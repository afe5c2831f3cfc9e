package dev.palabre.console.consent;

import dev.palabre.consent.banner.BannerPreviews;
import dev.palabre.console.layout.LayoutView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The draft as visitors will see it, before it is published.
 *
 * @param version that it makes; sent with the confirmation, so that what is published is what was read
 * @param mayPublish whether it is lawful, and who is signed in owns the site
 * @param refusal why it was not published, null where nobody tried
 */
record PublishView(
        String lang,
        String dir,
        LayoutView frame,
        String siteName,
        String version,
        boolean mayPublish,
        @Nullable String refusal,
        List<PolicyView.FindingRow> findings,
        List<BannerPreviews.Layers> languages,
        String action,
        String backUrl) {}
