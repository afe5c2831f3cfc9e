package dev.palabre.auth;

import dev.palabre.auth.ModeratorStore.Account;
import dev.palabre.crypto.UuidV7;
import dev.palabre.db.Database;
import dev.palabre.problem.Problem;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The people who decide: who they are and where. The command line adds them; nobody signs up. */
public final class Moderators {
    private static final Pattern EMAIL =
            Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,188}[A-Za-z0-9])?");

    private final Database database;
    private final Sites sites;
    private final Passwords passwords;
    private final ModeratorStore store = new ModeratorStore();
    private final SessionStore sessions = new SessionStore();
    private final ApiTokenStore tokens = new ApiTokenStore();

    /**
     * Somebody who was added.
     *
     * @param email the address they sign in with
     * @param password generated, to be handed over and shown nowhere else; null for somebody who had one already
     */
    public record Added(String email, @Nullable String password) {
        /** Never the password: what is printed may end in a log. */
        @Override
        public String toString() {
            return "added " + email;
        }
    }

    /**
     * Somebody who decides, as mails need them.
     *
     * @param id who it is
     * @param email where they read
     * @param lang the language they are written to
     */
    public record Recipient(UUID id, String email, String lang) {}

    /**
     * A moderator as the command line lists them.
     *
     * @param email the address they sign in with
     * @param roles what they may do, by the key of the site
     */
    public record Listed(String email, Map<String, Role> roles) {}

    /** The moderators of a database. */
    public Moderators(Database database, Sites sites, Passwords passwords) {
        this.database = database;
        this.sites = sites;
        this.passwords = passwords;
    }

    /**
     * Gives somebody a role on sites; who is new gets a generated password, and who has that site already gets the new
     * role, which ends their sessions and API tokens. The last owner of a site keeps that role.
     *
     * @throws IllegalArgumentException as a failed future, with a sentence for the operator
     */
    public Future<Added> add(String email, List<String> siteKeys, Role role) {
        if (!EMAIL.matcher(email).matches() || email.contains("..")) {
            return refused(email + " is no e-mail address");
        }
        if (siteKeys.isEmpty()) {
            return refused("Name a site at least: --site KEY");
        }
        return Future.all(siteKeys.stream().map(this::site).toList())
                .map(found -> found.<Site>list())
                .compose(named -> database.query(client -> store.find(client, email))
                        .compose(known -> known.map(account -> appoint(account, named, role))
                                .orElseGet(() -> create(email, named, role))));
    }

    /**
     * A new generated password; every browser of theirs is signed out, and their API tokens end.
     *
     * @throws IllegalArgumentException as a failed future, with a sentence for the operator
     */
    public Future<String> reset(String email) {
        var password = Passwords.generate();
        return require(email)
                .compose(account -> passwords
                        .hash(password)
                        .compose(hash -> database.pipelined(client -> Future.all(
                                store.updatePassword(client, account.id(), hash),
                                sessions.deleteAll(client, account.id()),
                                tokens.revokeAll(client, account.id())))))
                .map(password);
    }

    /**
     * Changes the role that a moderator has on a site; every browser of theirs is signed out, and their API tokens end.
     *
     * @param force whether the site may be left without an owner
     * @throws IllegalArgumentException as a failed future, with a sentence for the operator
     */
    public Future<Void> changeRole(String email, String siteKey, Role role, boolean force) {
        return Future.all(require(email), site(siteKey)).compose(found -> {
            Account account = found.resultAt(0);
            Site site = found.resultAt(1);
            return database.transaction(client -> present(client, account, site)
                    .compose(has ->
                            force || role == Role.OWNER ? unguarded() : keepAnOwner(client, account, List.of(site)))
                    .compose(kept -> store.appoint(client, site.id(), account.id(), role))
                    .compose(done -> revoke(client, account)));
        });
    }

    /**
     * Takes the role of a moderator on a site away; every browser of theirs is signed out, and their API tokens end.
     *
     * @param force whether the site may be left without an owner
     * @throws IllegalArgumentException as a failed future, with a sentence for the operator
     */
    public Future<Void> remove(String email, String siteKey, boolean force) {
        return Future.all(require(email), site(siteKey)).compose(found -> {
            Account account = found.resultAt(0);
            Site site = found.resultAt(1);
            return database.transaction(client -> present(client, account, site)
                    .compose(has -> force ? unguarded() : keepAnOwner(client, account, List.of(site)))
                    .compose(kept -> store.dismiss(client, site.id(), account.id()))
                    .compose(done -> revoke(client, account)));
        });
    }

    /**
     * Removes the account of a moderator with all roles, sessions and API tokens. Their decisions stay, without a name.
     *
     * @param force whether sites may be left without an owner
     * @throws IllegalArgumentException as a failed future, with a sentence for the operator
     */
    public Future<Void> remove(String email, boolean force) {
        return Future.all(require(email), sites.list()).compose(found -> {
            Account account = found.resultAt(0);
            List<Site> all = found.resultAt(1);
            return database.transaction(client -> (force ? unguarded() : keepAnOwner(client, account, all))
                    .compose(kept -> store.delete(client, account.id())));
        });
    }

    private static Future<Void> unguarded() {
        return Future.succeededFuture();
    }

    private Future<Void> present(SqlClient client, Account account, Site site) {
        return store.roles(client, account.id())
                .compose(roles -> roles.containsKey(site.id())
                        ? Future.succeededFuture()
                        : refused(account.email() + " has no role on " + site.key() + "; see: palabre moderator list"));
    }

    /** Fails where a site of these would lose its last owner; its owners stay locked until the transaction ends. */
    private Future<Void> keepAnOwner(SqlClient client, Account account, List<Site> named) {
        return store.roles(client, account.id()).compose(roles -> {
            Future<Void> checked = Future.succeededFuture();
            for (var site :
                    named.stream().sorted(Comparator.comparing(Site::id)).toList()) {
                if (roles.get(site.id()) == Role.OWNER) {
                    checked = checked.compose(ok -> store.lockOwners(client, site.id()))
                            .compose(owners -> owners.equals(List.of(account.id()))
                                    ? refused(account.email() + " is the last owner of " + site.key()
                                            + "; add another one first, or force it by: palabre moderator role or"
                                            + " remove, with --force")
                                    : Future.succeededFuture());
                }
            }
            return checked;
        });
    }

    private Future<Void> revoke(SqlClient client, Account account) {
        return sessions.deleteAll(client, account.id()).compose(done -> tokens.revokeAll(client, account.id()));
    }

    /** All moderators with their roles, by e-mail address. */
    public Future<List<Listed>> list() {
        return sites.list().compose(all -> {
            var keys = new TreeMap<Integer, String>();
            all.forEach(site -> keys.put(site.id(), site.key()));
            return database.query(store::list).map(rows -> {
                var roles = new LinkedHashMap<String, Map<String, Role>>();
                for (var row : rows) {
                    var own = roles.computeIfAbsent(row.email(), none -> new TreeMap<>());
                    if (row.siteId() != null && row.role() != null) {
                        own.put(keys.getOrDefault(row.siteId(), String.valueOf(row.siteId())), row.role());
                    }
                }
                return roles.entrySet().stream()
                        .map(entry -> new Listed(entry.getKey(), entry.getValue()))
                        .toList();
            });
        });
    }

    /** Those who decide on a site. */
    public Future<List<Recipient>> moderatorsOf(int siteId) {
        return database.query(client -> moderatorsOf(client, siteId));
    }

    /** Those who decide on a site, within the caller's transaction. */
    public Future<List<Recipient>> moderatorsOf(SqlClient client, int siteId) {
        return store.deciding(client, siteId).map(accounts -> accounts.stream()
                .map(account -> new Recipient(account.id(), account.email(), account.lang()))
                .toList());
    }

    /** The account of an address; fails with a sentence for the operator. */
    Future<Account> require(String email) {
        return database.query(client -> store.find(client, email)).compose(found -> found.map(Future::succeededFuture)
                .orElseGet(() -> refused("There is no moderator " + email)));
    }

    private Future<Added> create(String email, List<Site> named, Role role) {
        var password = Passwords.generate();
        var lang = named.get(0).settings().locale().toLowerCase(Locale.ROOT);
        return passwords
                .hash(password)
                .map(hash -> new Account(UuidV7.next(), email, hash, lang))
                .compose(account -> database.transaction(
                        client -> store.insert(client, account).compose(done -> appoint(client, account, named, role))))
                .map(new Added(email, password));
    }

    private Future<Added> appoint(Account account, List<Site> named, Role role) {
        return database.transaction(client -> (role == Role.OWNER ? unguarded() : keepAnOwner(client, account, named))
                        .compose(kept -> store.roles(client, account.id()))
                        .compose(roles -> appoint(client, account, named, role)
                                .compose(done -> changes(roles, named, role) ? revoke(client, account) : unguarded())))
                .map(new Added(account.email(), null));
    }

    private static boolean changes(Map<Integer, Role> roles, List<Site> named, Role role) {
        return named.stream().anyMatch(site -> roles.getOrDefault(site.id(), role) != role);
    }

    private Future<Void> appoint(SqlClient client, Account account, List<Site> named, Role role) {
        return Future.all(named.stream()
                        .map(site -> store.appoint(client, site.id(), account.id(), role))
                        .toList())
                .mapEmpty();
    }

    private Future<Site> site(String key) {
        return sites.require(key)
                .recover(failure -> failure instanceof Problem problem && problem.kind() == Problem.Kind.NOT_FOUND
                        ? refused("There is no site " + key + "; see: palabre site list")
                        : Future.failedFuture(failure));
    }

    private static <T> Future<T> refused(String sentence) {
        return Future.failedFuture(new IllegalArgumentException(sentence));
    }
}
