package dev.palabre.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every sslmode against a server with TLS, over the pool, the notices and the JDBC of the migrations. */
@Tag("server")
final class EncryptionTest {
    @TempDir
    private static Path folder;

    private static Vertx vertx;
    private static EncryptedPostgres server;

    @BeforeAll
    static void start() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        vertx = Vertx.vertx();
        server = new EncryptedPostgres(Files.createTempDirectory(folder, "tls"));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void everyMode_encryptsAsLibpqDoes_whereTheServerTakesBoth() throws Exception {
        server.admit("host");
        assertThat(encrypted("127.0.0.1", "sslmode=disable")).isFalse();
        assertThat(encrypted("127.0.0.1", "sslmode=allow")).isFalse();
        assertThat(encrypted("127.0.0.1", "sslmode=prefer")).isTrue();
        assertThat(encrypted("127.0.0.1", "sslmode=require")).isTrue();
        assertThat(encrypted("127.0.0.1", "sslmode=verify-ca&sslrootcert=" + server.certificates()))
                .isTrue();
        assertThat(encrypted("localhost", "sslmode=verify-full&sslrootcert=" + server.certificates()))
                .isTrue();
    }

    @Test
    void serverThatTakesNothingElse_isReachedByAllModesButDisable() throws Exception {
        server.admit("hostssl");
        for (var mode : new String[] {"allow", "prefer", "require"}) {
            assertThat(encrypted("127.0.0.1", "sslmode=" + mode)).as(mode).isTrue();
        }
        assertThatThrownBy(() -> encrypted("127.0.0.1", "sslmode=disable")).hasMessageContaining("no encryption");
    }

    @Test
    void serverThatTakesNoTls_isReachedByPreferWithout() throws Exception {
        server.admit("hostnossl");
        assertThat(encrypted("127.0.0.1", "sslmode=prefer")).isFalse();
        assertThat(encrypted("127.0.0.1", "sslmode=allow")).isFalse();
        assertThatThrownBy(() -> encrypted("127.0.0.1", "sslmode=require")).isNotNull();
    }

    @Test
    void verification_refusesAForeignCertificateAndAnotherName() throws Exception {
        server.admit("host");
        assertThatThrownBy(() -> encrypted("127.0.0.1", "sslmode=verify-ca&sslrootcert=" + server.strangers()))
                .isNotNull();
        assertThatThrownBy(() -> encrypted("127.0.0.1", "sslmode=verify-full&sslrootcert=" + server.certificates()))
                .isNotNull();
        assertThatThrownBy(() -> encrypted("127.0.0.1", "sslmode=require&sslrootcert=" + server.strangers()))
                .isNotNull();
    }

    @Test
    void prefer_leavesNoSecondConnectionOpen() throws Exception {
        server.admit("host");
        var database =
                new Database(vertx, server.address("127.0.0.1", "sslmode=prefer"), new Database.Limits(1, 5, 5_000));
        var count = database.query(client -> client.query(
                                "SELECT count(*)::int FROM pg_stat_activity WHERE application_name = 'palabre'")
                        .execute())
                .await(20, TimeUnit.SECONDS)
                .iterator()
                .next()
                .getInteger(0);
        database.close().await(20, TimeUnit.SECONDS);
        assertThat(count).isEqualTo(1);
    }

    /** Whether the pool's connection is encrypted, after one for notices and one by JDBC have been let in too. */
    private static boolean encrypted(String host, String query) throws Exception {
        var address = server.address(host, query);
        var database = new Database(vertx, address, new Database.Limits(1, 5, 5_000));
        var changes = new Notifications(vertx, address);
        try {
            var pool = database.query(client -> client.query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
                            .execute())
                    .await(20, TimeUnit.SECONDS)
                    .iterator()
                    .next()
                    .getBoolean(0);
            changes.start().await(20, TimeUnit.SECONDS);
            var jdbc = Queries.ask(address, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
            assertThat(jdbc).isEqualTo(pool ? "t" : "f");
            return pool;
        } finally {
            changes.close().await(20, TimeUnit.SECONDS);
            database.close().await(20, TimeUnit.SECONDS);
        }
    }
}
