package dev.palabre.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Decides for each new connection whether it is encrypted. For {@code prefer} and {@code allow} it asks the server, and
 * keeps the answer for half a minute: the driver's own attempts leave a socket open for each that is refused.
 */
final class Encryption implements Supplier<Future<SqlConnectOptions>> {
    private static final long KEPT = Duration.ofSeconds(30).toNanos();
    private static final Buffer SSL_REQUEST = Buffer.buffer().appendInt(8).appendInt(80_877_103);
    private static final byte ACCEPTED = 'S';

    private final Vertx vertx;
    private final DatabaseAddress address;
    private final PgConnectOptions options;
    private final NetClientOptions transport;
    private volatile @Nullable Choice choice;

    /** What was found out, and when. */
    private record Choice(SslMode mode, long since) {
        boolean holds() {
            return System.nanoTime() - since < KEPT;
        }
    }

    Encryption(Vertx vertx, DatabaseAddress address, PgConnectOptions options, NetClientOptions transport) {
        this.vertx = vertx;
        this.address = address;
        this.options = new PgConnectOptions(options).setSslOptions(sslOptions(address));
        this.transport = transport;
    }

    @Override
    public Future<SqlConnectOptions> get() {
        var known = choice;
        if (known != null && known.holds()) {
            return Future.succeededFuture(with(known.mode()));
        }
        return switch (address.tls()) {
            case DISABLE -> Future.succeededFuture(with(SslMode.DISABLE));
            case REQUIRE -> Future.succeededFuture(with(SslMode.REQUIRE));
            case VERIFY_CA -> Future.succeededFuture(with(SslMode.VERIFY_CA));
            case VERIFY_FULL -> Future.succeededFuture(with(SslMode.VERIFY_FULL));
            case PREFER ->
                offersTls()
                        .compose(offered -> offered ? first(SslMode.REQUIRE, SslMode.DISABLE) : keep(SslMode.DISABLE));
            case ALLOW ->
                offersTls()
                        .compose(offered -> offered ? first(SslMode.DISABLE, SslMode.REQUIRE) : keep(SslMode.DISABLE));
        };
    }

    /** The file that says which authorities are trusted; null for those that Java knows. */
    static @Nullable Path rootFile(DatabaseAddress address) {
        if (address.rootCertificates().equals(DatabaseAddress.SYSTEM)) {
            return null;
        }
        if (!address.rootCertificates().isEmpty()) {
            return Path.of(address.rootCertificates());
        }
        // Where libpq looks.
        var usual = Path.of(System.getProperty("user.home"), ".postgresql", "root.crt");
        return Files.isReadable(usual) ? usual : null;
    }

    private static ClientSSLOptions sslOptions(DatabaseAddress address) {
        var ssl = new ClientSSLOptions();
        return switch (address.tls()) {
            case VERIFY_CA -> ssl.setTrustOptions(roots(address)).setHostnameVerificationAlgorithm("");
            case VERIFY_FULL -> ssl.setTrustOptions(roots(address)).setHostnameVerificationAlgorithm("HTTPS");
            case DISABLE, ALLOW, PREFER, REQUIRE -> ssl.setTrustAll(true).setHostnameVerificationAlgorithm("");
        };
    }

    private static TrustOptions roots(DatabaseAddress address) {
        var file = rootFile(address);
        if (file == null) {
            return javaRoots();
        }
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException(
                    "The file " + file
                            + " that sslrootcert names in the database's address cannot be read; correct the path or its rights");
        }
        return new PemTrustOptions().addCertPath(file.toString());
    }

    private static TrustOptions javaRoots() {
        try {
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return TrustOptions.wrap(factory.getTrustManagers()[0]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java's own certificate authorities cannot be read: " + e.getMessage(), e);
        }
    }

    private PgConnectOptions with(SslMode mode) {
        return new PgConnectOptions(options).setSslMode(mode);
    }

    private Future<SqlConnectOptions> keep(SslMode mode) {
        choice = new Choice(mode, System.nanoTime());
        return Future.succeededFuture(with(mode));
    }

    /** The mode that the server lets in, the wanted one first; where it lets in neither, the wanted one fails again. */
    private Future<SqlConnectOptions> first(SslMode wanted, SslMode other) {
        return letsIn(wanted)
                .compose(yes -> yes
                        ? keep(wanted)
                        : letsIn(other)
                                .compose(instead -> instead ? keep(other) : Future.succeededFuture(with(wanted))));
    }

    private Future<Boolean> letsIn(SslMode mode) {
        var pool = PgBuilder.pool()
                .using(vertx)
                .with(transport)
                .with(new PoolOptions().setMaxSize(1))
                .connectingTo(with(mode))
                .build();
        return pool.getConnection().compose(connection -> connection.close()).transform(tried -> pool.close()
                .transform(closed -> Future.succeededFuture(tried.succeeded())));
    }

    /** Asks as every client does before it encrypts, and closes the connection. */
    private Future<Boolean> offersTls() {
        var client = vertx.createNetClient(transport);
        return client.connect(address.port(), address.host())
                .compose(Encryption::answer)
                .timeout(transport.getConnectTimeout(), TimeUnit.MILLISECONDS)
                .transform(answer -> client.close()
                        .transform(closed -> Future.future(asked -> {
                            if (answer.succeeded()) {
                                asked.complete(answer.result());
                            } else {
                                asked.fail(answer.cause());
                            }
                        })));
    }

    private static Future<Boolean> answer(NetSocket socket) {
        return Future.future(answered -> {
            socket.handler(bytes -> answered.tryComplete(bytes.getByte(0) == ACCEPTED));
            socket.closeHandler(closed -> answered.tryFail("the database's server closed the connection"));
            socket.write(SSL_REQUEST).onFailure(answered::tryFail);
        });
    }
}
