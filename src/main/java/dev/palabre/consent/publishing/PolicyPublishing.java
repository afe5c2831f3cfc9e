package dev.palabre.consent.publishing;

import dev.palabre.consent.lint.Finding;
import dev.palabre.consent.lint.PolicyFile;
import dev.palabre.consent.lint.PolicyLint;
import dev.palabre.consent.policy.Policies;
import dev.palabre.consent.policy.Policy;
import dev.palabre.consent.policy.PolicyDefinition;
import dev.palabre.consent.policy.PolicyDraftStore;
import dev.palabre.consent.policy.PolicyStore;
import dev.palabre.consent.policy.Publication;
import dev.palabre.consent.policy.PublicationStore;
import dev.palabre.db.Database;
import dev.palabre.db.Notifications;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import dev.palabre.site.Site;
import dev.palabre.template.Messages;
import dev.palabre.text.CanonicalJson;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Policies as their owners edit and publish them: a draft asks nobody, a publication asks everybody and stays. What the
 * linter refuses is not published by any way.
 */
public final class PolicyPublishing {
    private final Database database;
    private final Notifications changes;
    private final Messages messages;
    private final String bundle;
    private final PolicyLint linter;
    private final PolicyDraftStore drafts = new PolicyDraftStore();
    private final PublicationStore publications = new PublicationStore();
    private final PolicyStore policies = new PolicyStore();

    /** Policies in a database, to be asked by a widget of this digest. */
    public PolicyPublishing(Database database, Notifications changes, Messages messages, String bundle) {
        this.database = database;
        this.changes = changes;
        this.messages = messages;
        this.bundle = bundle;
        linter = new PolicyLint(messages);
    }

    /**
     * What came of publishing.
     *
     * @param findings of the linter
     * @param published empty where these refuse it
     */
    public record Outcome(List<Finding> findings, Optional<Publication> published) {}

    /** What the site asks now: published, else the ready-made purposes of its settings. */
    public Future<PolicyDefinition> inForce(Site site) {
        return database.query(client -> publications.latest(client, site.id()))
                .map(found -> found.orElseGet(() -> PolicyDefinition.of(site)));
    }

    /** What visitors are asked consent for now, by the titles that they read. */
    public Future<List<String>> purposes(Site site, String lang) {
        return inForce(site).map(source -> policy(site, source)).map(policy -> policy.purposes().stream()
                .map(key -> policy.word(lang, "purpose." + key + ".title"))
                .toList());
    }

    /** What is being edited, empty where nothing is. */
    public Future<Optional<PolicyDefinition>> draft(Site site) {
        return database.query(client -> drafts.find(client, site.id()));
    }

    /** Keeps a draft. */
    public Future<Void> save(Site site, PolicyDefinition source, @Nullable UUID moderatorId) {
        return database.query(client -> drafts.save(client, site.id(), source, moderatorId));
    }

    /**
     * Keeps what a file holds as a draft.
     *
     * @return why it was refused; empty where it was kept
     */
    public Future<List<Finding>> importFile(Site site, String json, @Nullable UUID moderatorId) {
        var read = PolicyFile.read(json);
        return read.findings().isEmpty()
                ? save(site, read.source(), moderatorId).map(List.of())
                : Future.succeededFuture(read.findings());
    }

    /** Changes the draft, which begins as what is in force; of two at once, the second builds on the first. */
    public Future<Void> edit(Site site, UnaryOperator<PolicyDefinition> change, @Nullable UUID moderatorId) {
        return database.transaction(client -> drafts.lock(client, site.id())
                .compose(draft -> draft.isPresent() ? Future.succeededFuture(draft.get()) : base(client, site))
                .compose(source -> drafts.save(client, site.id(), fit(change.apply(source)), moderatorId)));
    }

    /** What a form makes is held to the same limits as a file. */
    private static PolicyDefinition fit(PolicyDefinition source) {
        PolicyFile.read(CanonicalJson.text(source.document())).findings().stream()
                .findFirst()
                .ifPresent(finding -> {
                    throw Problem.of(Kind.INVALID, "draft_unfit", Map.of("path", finding.path()));
                });
        return source;
    }

    /** Drops the draft. */
    public Future<Void> discard(Site site) {
        return database.query(client -> drafts.delete(client, site.id()));
    }

    /** What is to be said about a policy before it is published. */
    public List<Finding> lint(Site site, PolicyDefinition source) {
        return linter.findings(source, site, policy(site, source));
    }

    /** The version that a source would make now. */
    public Policy policy(Site site, PolicyDefinition source) {
        return Policy.of(site, source, bundle, messages);
    }

    /**
     * Puts the draft in force on every node, unless the linter refuses it. Where there is no draft and nothing was ever
     * published, what the site's settings ask is put in force.
     *
     * @param expected the version that whoever publishes has seen, null for any
     * @throws Problem 409 as a failed future, where there is nothing to publish or it is not what was seen
     */
    public Future<Outcome> publish(Site site, @Nullable UUID moderatorId, @Nullable String expected) {
        return database.transaction(client -> drafts.lock(client, site.id())
                        .compose(draft -> draft.isPresent() ? Future.succeededFuture(draft.get()) : first(client, site))
                        .map(source -> expected(site, source, expected))
                        .compose(policy -> publish(client, site, policy, moderatorId)))
                .recover(PolicyPublishing::overtaken)
                .onSuccess(outcome -> changes.tell(Policies.CHANGED, String.valueOf(site.id())));
    }

    /** All publications, the newest first. */
    public Future<List<Publication>> history(Site site) {
        return database.query(client -> publications.history(client, site.id()));
    }

    private Future<PolicyDefinition> base(SqlClient client, Site site) {
        return publications.latest(client, site.id()).map(found -> found.orElseGet(() -> PolicyDefinition.of(site)));
    }

    private Future<PolicyDefinition> first(SqlClient client, Site site) {
        return publications.latest(client, site.id()).map(found -> {
            if (found.isPresent()) {
                throw Problem.of(Kind.CONFLICT, "no_draft");
            }
            return PolicyDefinition.of(site);
        });
    }

    private Policy expected(Site site, PolicyDefinition source, @Nullable String expected) {
        var policy = policy(site, source);
        if (expected != null && !expected.equals(policy.version())) {
            throw Problem.of(Kind.CONFLICT, "draft_changed");
        }
        return policy;
    }

    private Future<Outcome> publish(SqlClient client, Site site, Policy policy, @Nullable UUID moderatorId) {
        var findings = linter.findings(policy.source(), site, policy);
        if (Finding.refuses(findings)) {
            return Future.succeededFuture(new Outcome(findings, Optional.empty()));
        }
        return publications.insert(client, site.id(), policy, moderatorId).compose(published -> policies.insert(
                        client, site.id(), policy)
                .compose(stored -> drafts.delete(client, site.id()))
                .compose(dropped -> Notifications.announce(client, Policies.CHANGED, String.valueOf(site.id())))
                .map(new Outcome(findings, Optional.of(published))));
    }

    private static <T> Future<T> overtaken(Throwable failure) {
        return Future.failedFuture(
                failure instanceof PgException pg && "23505".equals(pg.getSqlState())
                        ? Problem.of(Kind.CONFLICT, "draft_changed")
                        : failure);
    }
}
