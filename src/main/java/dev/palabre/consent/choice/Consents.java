package dev.palabre.consent.choice;

import dev.palabre.consent.policy.PolicyStore;
import dev.palabre.crypto.AccessCode;
import dev.palabre.crypto.KeyRing;
import dev.palabre.crypto.UuidV7;
import dev.palabre.db.Database;
import dev.palabre.db.IdempotencyStore;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import dev.palabre.site.Site;
import dev.palabre.text.CanonicalJson;
import io.vertx.core.Future;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Visitors' choices: recorded, and proven to whoever holds the consent id. That id is a code made of the first choice's
 * id under a secret key, so that a repeated request gets the same answer while only the code's hash is stored.
 */
public final class Consents {
    private static final String PURPOSE = "consent";

    /** Choices that are stored under one consent id; a visitor who makes more gets another one. */
    static final int MOST = 200;

    private final Database database;
    private final KeyRing keys;
    private final InstantSource clock;
    private final Consumer<ConsentEvent> recorded;
    private final ConsentStore store = new ConsentStore();
    private final PolicyStore policies = new PolicyStore();
    private final IdempotencyStore idempotency = new IdempotencyStore();

    /** What was recorded, the consent id that opens it, and the purposes that the visitor answered. */
    public record Chosen(AccessCode code, ConsentEvent event, Set<String> answered) {}

    /** All that was recorded under a consent id, the newest first, and the policies that were answered, by version. */
    public record Register(List<ConsentStore.Stored> choices, Map<String, Map<String, Object>> policies) {
        public ConsentEvent newest() {
            return choices.get(0).event();
        }
    }

    /** Choices in a database, dated by the server's clock; {@code recorded} is told of each one after its commit. */
    public Consents(Database database, KeyRing keys, InstantSource clock, Consumer<ConsentEvent> recorded) {
        this.database = database;
        this.keys = keys;
        this.clock = clock;
        this.recorded = recorded;
    }

    /** Records a choice; the answer comes after the commit. The same key with the same request records once. */
    public Future<Chosen> choose(
            Site site, Choice choice, Optional<IdempotencyStore.Key> sent, BooleanSupplier isCounted) {
        var key = sent.map(Consents::shortened);
        return before(site, choice)
                .compose(before -> record(site, choice, before, key))
                .onSuccess(chosen -> {
                    if (isCounted.getAsBoolean()) {
                        recorded.accept(chosen.event());
                    }
                })
                .recover(failure -> key.isPresent() && IdempotencyStore.isRepeated(failure)
                        ? repeated(site, choice, key.get())
                        : Future.failedFuture(failure));
    }

    /** A key as short as any, whatever the client sent: a flood of choices must not fill the table with keys. */
    private static IdempotencyStore.Key shortened(IdempotencyStore.Key sent) {
        return new IdempotencyStore.Key(
                CanonicalJson.hex(Map.of(PURPOSE, sent.key())).substring(0, 32), sent.requestDigest());
    }

    /** What was recorded under a consent id, or 404. */
    public Future<Register> register(AccessCode code) {
        return database.query(client -> store.byConsent(client, code.siteId(), code.hash()))
                .compose(choices -> choices.isEmpty()
                        ? Future.failedFuture(Problem.notFound())
                        : database.query(client -> policies.ofConsent(client, code.siteId(), code.hash()))
                                .map(documents -> new Register(choices, documents)));
    }

    /** A record by its own id, or 404. */
    public Future<ConsentStore.Stored> record(int siteId, UUID id) {
        return database.query(client -> store.byId(client, siteId, id))
                .map(found -> found.orElseThrow(Problem::notFound));
    }

    /** The visitor's last choice on this site; an id of another site, or of nothing, counts as none. */
    public Future<Optional<ConsentEvent>> last(Site site, Optional<AccessCode> code) {
        return code.filter(known -> known.siteId() == site.id())
                .map(known -> database.query(client -> store.newest(client, site.id(), known.hash(), 1))
                        .map(newest -> newest.map(ConsentStore.Newest::event)))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    private Future<Optional<ConsentEvent>> before(Site site, Choice choice) {
        return choice.previous()
                .filter(known -> known.siteId() == site.id())
                .map(known -> database.query(client -> store.newest(client, site.id(), known.hash(), MOST))
                        .map(newest ->
                                newest.filter(found -> found.count() < MOST).map(ConsentStore.Newest::event)))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    private Future<Chosen> record(
            Site site, Choice choice, Optional<ConsentEvent> before, Optional<IdempotencyStore.Key> key) {
        var id = UuidV7.next();
        var code = before.flatMap(event -> choice.previous()).orElseGet(() -> first(site.id(), keys.current(), id));
        var event = ConsentEvent.now(site.id(), id, code.hash(), choice, before, clock.instant());
        return database.pipelined(client -> Future.all(
                        store.insert(client, event),
                        key.map(given -> idempotency.insert(client, site.id(), given, id, PURPOSE))
                                .orElseGet(Future::succeededFuture)))
                .map(done -> new Chosen(code, event, choice.answered()));
    }

    private Future<Chosen> repeated(Site site, Choice choice, IdempotencyStore.Key key) {
        return database.query(client -> idempotency.find(client, site.id(), key.key()))
                .compose(answer ->
                        answer.isPresent() && MessageDigest.isEqual(answer.get().requestDigest(), key.requestDigest())
                                ? database.query(client -> store.byId(
                                        client, site.id(), answer.get().id()))
                                : Future.failedFuture(Problem.of(Kind.INVALID, "idempotency_key_reused")))
                .map(stored -> stored.map(ConsentStore.Stored::event)
                        .map(found -> new Chosen(code(choice, found), found, choice.answered()))
                        .orElseThrow(Problem::notFound));
    }

    /** The consent id that a choice was answered with: the one that it named, else the one made of its own id. */
    private AccessCode code(Choice choice, ConsentEvent event) {
        var named = choice.previous().stream();
        var made = keys.names().stream().map(name -> first(event.siteId(), name, event.id()));
        return java.util.stream.Stream.concat(named, made)
                .filter(code -> java.util.HexFormat.of().formatHex(code.hash()).equals(event.consentHash()))
                .findFirst()
                .orElseThrow(Problem::notFound);
    }

    private AccessCode first(int siteId, String keyName, UUID eventId) {
        return AccessCode.of(siteId, keys.digest(keyName, PURPOSE, eventId.toString()));
    }
}
