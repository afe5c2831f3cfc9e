package dev.palabre.console.queue;

import dev.palabre.comment.model.CommentSearch.Found;
import dev.palabre.comment.model.CommentSearch.Statistics;
import dev.palabre.comment.model.CommentStatus;
import dev.palabre.console.layout.ConsoleLayout;
import dev.palabre.console.layout.ConsoleLayout.Section;
import dev.palabre.console.layout.FormFields;
import dev.palabre.console.queue.QueueView.Choice;
import dev.palabre.console.queue.QueueView.Done;
import dev.palabre.console.queue.QueueView.Item;
import dev.palabre.console.queue.QueueView.QueueRow;
import dev.palabre.console.queue.QueueView.SiteOption;
import dev.palabre.console.queue.QueueView.Tab;
import dev.palabre.moderation.AuditEntry;
import dev.palabre.moderation.PageCursor.Slice;
import dev.palabre.moderation.SiteScope;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** From what was read to what the page of the queue shows. */
final class QueuePresenter {
    /** Tabs, in the order in which moderators need them. */
    static final List<CommentStatus> TABS = List.of(
            CommentStatus.PENDING,
            CommentStatus.PUBLISHED,
            CommentStatus.REJECTED,
            CommentStatus.SPAM,
            CommentStatus.REMOVED);

    private static final int EXCERPT = 140;

    private final ConsoleLayout layout;
    private final QueueItemPresenter items;

    QueuePresenter(ConsoleLayout layout) {
        this.layout = layout;
        this.items = new QueueItemPresenter(layout);
    }

    /** Everything that was read for one page. */
    record Read(
            SiteScope scope,
            QueueLocation place,
            Slice<Found> slice,
            Statistics statistics,
            @Nullable Found open,
            List<AuditEntry> history) {}

    /** What the page tells of the act before it: what was done, or why it failed and what had been typed. */
    record Told(@Nullable Done done, @Nullable String refusal, QueueItemPresenter.Typed typed) {
        static final Told NOTHING = new Told(null, null, QueueItemPresenter.Typed.NOTHING);
    }

    QueueView view(String lang, Read read, Told told) {
        var caller = read.scope().caller();
        var place = read.place();
        var rows = rows(lang, read);
        var title = layout.text(lang, "moderation.tab." + place.status().wire());
        return new QueueView(
                lang,
                layout.dir(lang),
                layout.frame(title, caller, Section.QUEUE),
                choice(lang, read),
                tabs(lang, read),
                rows,
                rows.isEmpty(),
                next(read),
                place.after() == null ? null : url(place.from(null)),
                QueueActions.bulk(layout, lang, place.status()),
                read.scope().ids().stream().anyMatch(caller::canDecide),
                layout.path("/moderation/decisions"),
                item(lang, read, told),
                place.open() != null,
                url(place.opening(null)),
                told.done(),
                told.refusal());
    }

    private @Nullable Item item(String lang, Read read, Told told) {
        var open = read.open();
        return open == null
                ? null
                : items.item(lang, read.scope(), open, read.history(), following(read, open), told.typed());
    }

    private Choice choice(String lang, Read read) {
        var place = read.place();
        var sites = new ArrayList<SiteOption>();
        sites.add(new SiteOption("", layout.text(lang, "moderation.allSites"), place.siteKey() == null));
        read.scope()
                .all()
                .forEach(site -> sites.add(
                        new SiteOption(site.key(), site.name(), site.key().equals(place.siteKey()))));
        return new Choice(
                place.siteKey() == null ? "" : place.siteKey(),
                place.status().wire(),
                place.words() == null ? "" : place.words(),
                place.after() == null ? "" : dev.palabre.moderation.PageCursor.text(place.after()),
                sites,
                read.scope().all().size() > 1);
    }

    private List<Tab> tabs(String lang, Read read) {
        return TABS.stream()
                .map(status -> new Tab(
                        url(read.place().in(status)),
                        layout.text(lang, "moderation.tab." + status.wire()),
                        String.valueOf(read.statistics().byStatus().get(status)),
                        status == read.place().status()))
                .toList();
    }

    private List<QueueRow> rows(String lang, Read read) {
        return read.slice().rows().stream().map(found -> row(lang, read, found)).toList();
    }

    private QueueRow row(String lang, Read read, Found found) {
        var comment = found.comment();
        var id = comment.id();
        var site = read.scope().site(comment.siteId());
        var page = VisibleText.line(comment.ownPage().title());
        var open = read.open();
        return new QueueRow(
                id.toString(),
                FormFields.box(id.toString()),
                comment.textDigest(),
                url(read.place().opening(id)) + "#item",
                comment.name().isEmpty() ? layout.text(lang, "thread.anonymous") : VisibleText.line(comment.name()),
                excerpt(comment.text()),
                read.scope().chosen().size() > 1 ? site.name() + " · " + page : page,
                comment.createdAt().toString(),
                site.dates(lang).brief(comment.createdAt()),
                comment.heldReason() != null,
                open != null && open.comment().id().equals(id));
    }

    private @Nullable String next(Read read) {
        var next = read.slice().next();
        return next == null ? null : url(read.place().from(dev.palabre.moderation.PageCursor.parse(next)));
    }

    private String url(QueueLocation place) {
        return layout.path("/moderation") + place.query();
    }

    /** The comment to read after this one: the next of the list. */
    private static @Nullable UUID following(Read read, Found open) {
        var ids =
                read.slice().rows().stream().map(found -> found.comment().id()).toList();
        var at = ids.indexOf(open.comment().id());
        return at >= 0 && at + 1 < ids.size() ? ids.get(at + 1) : null;
    }

    private static String excerpt(String text) {
        var line = VisibleText.line(text);
        return line.codePointCount(0, line.length()) <= EXCERPT
                ? line
                : line.substring(0, line.offsetByCodePoints(0, EXCERPT)) + "…";
    }
}
