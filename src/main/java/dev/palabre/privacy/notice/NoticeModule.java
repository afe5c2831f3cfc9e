package dev.palabre.privacy.notice;

import dev.palabre.db.Database;
import dev.palabre.http.ClientLimit;
import dev.palabre.http.Pages;
import dev.palabre.http.Routes;
import java.util.List;

/** Wires the privacy notices: their versions and their public pages. */
public final class NoticeModule {
    /** Names of this module's templates. */
    public static final List<String> TEMPLATES = List.of("privacy/notice/notice", "privacy/notice/notice-versions");

    private final Notices notices;
    private final NoticeRoutes routes;

    /** Notices in this database, shown on these pages. */
    public NoticeModule(Database database, Pages pages, ClientLimit reads) {
        notices = new Notices(database, pages.messages());
        routes = new NoticeRoutes(notices, pages, reads);
    }

    /** The notices of all sites. */
    public Notices notices() {
        return notices;
    }

    /** The public pages. */
    public List<Routes> routes() {
        return List.of(routes);
    }
}
