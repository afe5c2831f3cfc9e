package dev.palabre.db;

import dev.palabre.db.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An embedded PostgreSQL that offers TLS, with a certificate of its own for the name localhost. */
final class EncryptedPostgres implements AutoCloseable {
    private final Path folder;
    private final EmbeddedDatabase embedded;

    EncryptedPostgres(Path folder) throws Exception {
        this.folder = folder;
        this.embedded = EmbeddedDatabase.open(folder);
        var pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        writeForServer("server.crt", pem(certificate(pair)));
        writeForServer("server.key", pem(pair.getPrivate()));
        Files.writeString(certificates(), pem(certificate(pair)));
        Files.writeString(
                strangers(), pem(certificate(KeyPairGenerator.getInstance("RSA").generateKeyPair())));
        superuser("ALTER SYSTEM SET ssl = on");
        superuser("SELECT pg_reload_conf()");
    }

    /** The file with the server's certificate. */
    Path certificates() {
        return folder.resolve("root.crt");
    }

    /** A file with a certificate that is not the server's. */
    Path strangers() {
        return folder.resolve("strangers.crt");
    }

    /** From now on it lets in only what this line of pg_hba.conf says. */
    void admit(String kind) throws IOException, SQLException {
        Files.writeString(
                folder.resolve("database/pg_hba.conf"),
                kind + " all palabre all scram-sha-256\nhost all postgres all scram-sha-256\n");
        superuser("SELECT pg_reload_conf()");
    }

    /** Its address as an operator writes it. */
    DatabaseAddress address(String host, String query) {
        var own = embedded.address();
        return DatabaseAddress.parse("postgresql://" + own.user() + ":" + own.password() + "@" + host + ":" + own.port()
                + "/" + own.database() + "?" + query);
    }

    void superuser(String command) throws IOException, SQLException {
        var password = Files.readString(folder.resolve("superuser.password")).strip();
        var url = "jdbc:postgresql://127.0.0.1:" + embedded.address().port() + "/postgres?sslmode=prefer";
        try (var connection = DriverManager.getConnection(url, "postgres", password);
                var statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    @Override
    public void close() {
        embedded.close();
    }

    private void writeForServer(String name, String text) throws IOException {
        var cluster = folder.resolve("database");
        var file = Files.writeString(cluster.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.setOwner(file, Files.getOwner(cluster));
    }

    private static Object certificate(KeyPair pair) throws Exception {
        var name = new X500Name("CN=localhost");
        var now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.valueOf(now.toEpochMilli()),
                        Date.from(now.minusSeconds(3_600)),
                        Date.from(now.plusSeconds(86_400)),
                        name,
                        pair.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                .addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, "localhost")))
                .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate()));
    }

    private static String pem(Object part) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(part);
        }
        return text.toString();
    }
}
