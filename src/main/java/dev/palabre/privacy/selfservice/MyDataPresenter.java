package dev.palabre.privacy.selfservice;

import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.Receipts;
import dev.palabre.comment.model.StatusText;
import dev.palabre.http.Pages;
import dev.palabre.privacy.datarequest.DataRequest;
import dev.palabre.privacy.selfservice.MyDataRoutes.Kept;
import dev.palabre.privacy.selfservice.export.OwnRequestView;
import dev.palabre.privacy.selfservice.export.OwnSubscriptionView;
import dev.palabre.site.Site;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the view of an author's data. */
final class MyDataPresenter {
    private static final Set<String> DONE = Set.of("erase", "correct", "stop", "resume", "confirm", "unfollow");

    private final Receipts receipts;
    private final Pages pages;

    MyDataPresenter(Receipts receipts, Pages pages) {
        this.receipts = receipts;
        this.pages = pages;
    }

    /** The view; {@code done} names what was done just now, null for nothing. */
    MyDataView view(Site site, String email, String lang, Kept kept, @Nullable String done) {
        var base = pages.url("/sites/" + site.key() + "/mine");
        var words = new StatusText(pages.messages(), site, lang);
        var shown = kept.comments().stream().limit(MyDataRoutes.PAGE).toList();
        var isMore = kept.comments().size() > shown.size();
        return new MyDataView(
                pages.layout(lang, pages.text(lang, "selfservice.mine.title")),
                site.name(),
                email,
                base,
                kept.muted(),
                done(site, lang, done, kept.requests()),
                shown.stream().map(comment -> item(words, comment)).toList(),
                isMore ? base + "/all?before=" + shown.get(shown.size() - 1).id() : null,
                kept.requests().stream()
                        .map(request -> OwnRequestView.of(pages.messages(), site, lang, request, Instant.now()))
                        .toList(),
                kept.subscriptions().stream()
                        .map(each -> OwnSubscriptionView.of(pages.messages(), site, lang, each))
                        .toList());
    }

    private String done(Site site, String lang, @Nullable String done, List<DataRequest> requests) {
        if (DataRequestRoutes.DONE.equals(done) && !requests.isEmpty()) {
            var due = site.dates(lang).day(requests.get(0).dueAt());
            return pages.text(lang, "datarequest.done", Map.of("date", due));
        }
        return done != null && DONE.contains(done) ? pages.text(lang, "selfservice.mine.done." + done) : "";
    }

    private MyDataView.Item item(StatusText words, Comment comment) {
        return new MyDataView.Item(
                comment.id().toString(),
                comment.ownPage().title(),
                comment.ownPage().url(),
                words.now(comment),
                comment.createdAt().toString(),
                words.moment(comment.createdAt()),
                StatusText.inert(comment),
                receipts.statusUrl(receipts.of(comment)));
    }
}
