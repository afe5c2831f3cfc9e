package dev.palabre.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.auth.ApiTokens;
import dev.palabre.auth.Role;
import dev.palabre.auth.Sessions;
import dev.palabre.cli.ModeratorCommand;
import dev.palabre.crypto.JwtTokens;
import dev.palabre.db.Database;
import dev.palabre.http.PublicUrl;
import dev.palabre.mail.outbox.MailComposers;
import dev.palabre.mail.outbox.Outbox;
import dev.palabre.testing.CommentDriver;
import dev.palabre.testing.TestServer;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
public final class CleanupJobTest {
    @Test
    void now_removesWhatNobodyCanUseAnyMoreAndNothingElse() {
        try (var server = TestServer.start(Map.of())) {
            server.site("lsi", CommentDriver.SITE, Map.of()).token("awa@example.org", Role.OWNER, "lsi");
            var desk = new CommentDriver(server);
            desk.sql("""
                    INSERT INTO outbox (site_id, id, message_id, kind, subject_id, lang, state, created_at)
                    SELECT s.id, gen_random_uuid(), 'm' || n, 'k' || n, gen_random_uuid(), 'fr',
                        (ARRAY['sent', 'dropped', 'failed', 'waiting'])[1 + n % 4],
                        now() - (29 + n % 3 * 2) * interval '1 day'
                    FROM sites s, generate_series(1, 9000) n
                    """);
            desk.sql("""
                    INSERT INTO sessions (token_hash, moderator_id, seen_at, expires_at)
                    SELECT decode(md5(n::text), 'hex'), m.id, now() - n * interval '20 minutes', now() + (3 - n) * interval '1 hour'
                    FROM moderators m, generate_series(0, 5) n
                    """);
            desk.sql("""
                    INSERT INTO api_tokens (id, moderator_id, expires_at)
                    SELECT gen_random_uuid(), m.id, now() - n * interval '25 hours'
                    FROM moderators m, generate_series(0, 2) n
                    """);
            desk.sql("""
                    INSERT INTO idempotency_keys (site_id, key, request_digest, answer_id, answer_status, created_at)
                    SELECT s.id, n::text, '', gen_random_uuid(), 'pending', now() - n * interval '13 hours'
                    FROM sites s, generate_series(0, 3) n
                    """);

            desk.submit(CommentDriver.page());
            desk.sql("""
                    INSERT INTO addresses (site_id, id, email, created_at)
                    SELECT s.id, gen_random_uuid(), n || '@example.org', now() - n * interval '23 hours'
                    FROM sites s, generate_series(1, 3) n
                    """);
            desk.sql("UPDATE addresses SET created_at = now() - interval '2 days' WHERE email = 'awa@example.org'");
            desk.sql("""
                    INSERT INTO used_links (site_id, id, expires_at)
                    SELECT s.id, gen_random_uuid(), now() - n * interval '50 minutes'
                    FROM sites s, generate_series(0, 2) n
                    """);

            Infrastructure.await(cleanup(server).run());

            assertThat(desk.count("SELECT count(*)::int FROM outbox")).isEqualTo(2_250 + 2_250 + 1);
            assertThat(desk.count("SELECT count(*)::int FROM outbox WHERE state = 'waiting'"))
                    .isEqualTo(2_250 + 1);
            assertThat(desk.count("SELECT count(*)::int FROM addresses")).isEqualTo(1 + 1);
            assertThat(desk.count("SELECT count(*)::int FROM used_links")).isEqualTo(2);
            assertThat(desk.count("SELECT count(*)::int FROM sessions")).isEqualTo(2);
            assertThat(desk.count("SELECT count(*)::int FROM api_tokens")).isEqualTo(2);
            assertThat(desk.count("SELECT count(*)::int FROM idempotency_keys")).isEqualTo(2);
        }
    }

    private static CleanupJob cleanup(TestServer server) {
        return cleanup(server, server.ground().database());
    }

    /** An outbox on any database, without mails of its own. */
    public static Outbox outbox(TestServer server, Database database) {
        return new Outbox(
                database,
                server.ground().sites(),
                new PublicUrl(server.url()),
                new MailComposers(),
                site -> Future.succeededFuture(List.of()));
    }

    /** The cleanup of a server, on any database. */
    public static CleanupJob cleanup(TestServer server, Database database) {
        var ground = server.ground();
        var clock = Clock.systemUTC();
        var tokens = new ApiTokens(
                database, new JwtTokens(ground.keys(), clock), ModeratorCommand.moderators(ground), clock);
        var sessions = new Sessions(database, Duration.ofMinutes(30), Duration.ofHours(12));
        var mailed = new dev.palabre.privacy.selfservice.link.MailedLinks(
                database, new JwtTokens(ground.keys(), Clock.systemUTC()), Clock.systemUTC());
        return new CleanupJob(database, outbox(server, database), sessions, tokens, mailed, Duration.ofDays(30));
    }
}
