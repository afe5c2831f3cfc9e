package dev.palabre.console.queue;

import dev.palabre.comment.model.Comment;
import dev.palabre.comment.model.CommentSearch.Found;
import dev.palabre.console.layout.ConsoleLayout;
import dev.palabre.console.queue.QueueView.Item;
import dev.palabre.console.queue.QueueView.ReasonForm;
import dev.palabre.console.queue.QueueView.SiteOption;
import dev.palabre.console.queue.QueueView.Step;
import dev.palabre.moderation.AuditEntry;
import dev.palabre.moderation.Decision;
import dev.palabre.moderation.RejectionReasons;
import dev.palabre.moderation.SiteScope;
import dev.palabre.site.Site;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From one comment and its history to what the page shows of it. */
final class QueueItemPresenter {
    private static final Set<String> HELD = Set.of("honeypot", "too_fast", "links", "link_only", "repeated");

    private final ConsoleLayout layout;

    /** What had been typed into the form of a decision that failed. */
    record Typed(String reasonCode, String reason, boolean any) {
        static final Typed NOTHING = new Typed("", "", false);
    }

    QueueItemPresenter(ConsoleLayout layout) {
        this.layout = layout;
    }

    Item item(
            String lang,
            SiteScope scope,
            Found found,
            List<AuditEntry> history,
            @Nullable UUID following,
            Typed typed) {
        var comment = found.comment();
        var site = scope.site(comment.siteId());
        var decides = scope.caller().canDecide(comment.siteId());
        return new Item(
                comment.id().toString(),
                VisibleText.of(comment.name().isEmpty() ? layout.text(lang, "thread.anonymous") : comment.name()),
                scope.email(comment.siteId(), found.email()),
                VisibleText.of(comment.ownPage().title()),
                comment.ownPage().url(),
                site.name(),
                comment.status().wire(),
                layout.text(lang, "moderation.status." + comment.status().wire()),
                comment.createdAt().toString(),
                site.dates(lang).full(comment.createdAt()),
                held(lang, comment),
                VisibleText.of(comment.text()),
                comment.textDigest(),
                decides ? QueueActions.of(layout, lang, comment) : List.of(),
                decides ? reasonForm(lang, comment, typed) : null,
                history(lang, site, comment, history),
                following == null ? "" : following.toString(),
                !decides);
    }

    private @Nullable ReasonForm reasonForm(String lang, Comment comment, Typed typed) {
        return QueueActions.withReason(comment).stream()
                .findFirst()
                .map(decision -> new ReasonForm(
                        decision.wire(),
                        layout.text(lang, "moderation.act." + decision.wire()),
                        reasons(lang, typed.reasonCode()),
                        typed.reason(),
                        typed.any()))
                .orElse(null);
    }

    private List<SiteOption> reasons(String lang, String chosen) {
        var none = new SiteOption("", layout.text(lang, "moderation.noReason"), chosen.isEmpty());
        return Stream.concat(
                        Stream.of(none),
                        RejectionReasons.CODES.stream()
                                .map(code -> new SiteOption(
                                        code, layout.text(lang, "moderation.reason." + code), code.equals(chosen))))
                .toList();
    }

    /** A reason of a newer guard is better shown as it is than not at all. */
    private List<String> held(String lang, Comment comment) {
        return comment.heldReason() == null
                ? List.of()
                : Arrays.stream(comment.heldReason().split(",", -1))
                        .map(code -> HELD.contains(code) ? layout.text(lang, "moderation.held." + code) : code)
                        .toList();
    }

    private List<Step> history(String lang, Site site, Comment comment, List<AuditEntry> newestFirst) {
        var steps = new ArrayList<Step>();
        steps.add(new Step(
                layout.text(lang, "moderation.step.submitted"),
                null,
                null,
                comment.createdAt().toString(),
                site.dates(lang).brief(comment.createdAt())));
        var decided = new ArrayList<>(newestFirst);
        Collections.reverse(decided);
        decided.forEach(decision -> steps.add(step(lang, site, decision)));
        return steps;
    }

    private Step step(String lang, Site site, AuditEntry decided) {
        var who = decided.email() == null ? layout.text(lang, "moderation.step.gone") : decided.email();
        var sentence = layout.text(lang, "moderation.step." + word(decided), Map.of("who", who));
        var code = decided.reasonCode();
        var ready = code != null && RejectionReasons.CODES.contains(code)
                ? layout.text(lang, "moderation.reason." + code)
                : code;
        var reason = Stream.of(ready, decided.reason())
                .filter(words -> words != null)
                .reduce((first, second) -> first + ' ' + second)
                .orElse(null);
        return new Step(
                sentence,
                reason,
                decided.note(),
                decided.at().toString(),
                site.dates(lang).brief(decided.at()));
    }

    private static String word(AuditEntry decided) {
        return decided.decision().equals(Decision.RESTORE.wire())
                        && decided.to().equals("published")
                ? "restoreOnline"
                : decided.decision();
    }
}
