package dev.palabre.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The data directory of PostgreSQL itself. */
record DatabaseCluster(DataFolder folder, PasswordFiles passwords) {
    static final String SUPERUSER = "postgres";

    /** For a small machine; they go to postgresql.conf, where the operator may change them. */
    private static final List<String> SETTINGS = List.of(
            "max_connections=100",
            "shared_buffers=64MB",
            "logging_collector=on",
            "log_directory=log",
            // A file for each day of the week, each emptied when its day returns.
            "log_filename=postgresql-%a.log",
            "log_rotation_age=1d",
            "log_rotation_size=0",
            "log_truncate_on_rotation=on",
            // The detail of an error quotes the row, and rows hold people's addresses.
            "log_error_verbosity=terse");

    Path path() {
        return folder.cluster();
    }

    boolean exists() {
        return Files.exists(path());
    }

    /** Refuses a directory that another version or somebody else made. */
    void check() throws IOException {
        if (!exists()) {
            return;
        }
        var major = major();
        if (!major.equals(PostgresBinaries.MAJOR)) {
            throw new EmbeddedDatabaseException(path() + " was made by PostgreSQL " + major
                    + ", and this Palabre runs PostgreSQL " + PostgresBinaries.MAJOR
                    + "; start the Palabre that made it, export"
                    + " its data and import them here, or choose another PALABRE_DATA_DIR");
        }
        if (!Files.exists(passwords.superuser())) {
            throw new EmbeddedDatabaseException(path() + " was not made by Palabre, or its password file "
                    + passwords.superuser() + " is missing; put the file back, or choose another PALABRE_DATA_DIR");
        }
    }

    /** Makes the directory beside its place, and puts it there once it is whole. */
    void create(PostgresBinaries binaries, OsUser account) throws IOException {
        if (!Files.exists(passwords.superuser())) {
            passwords.keep(PasswordFiles.generate(), passwords.superuser());
        }
        var scratch = account.give(folder.scratch());
        var made = scratch.resolve("database");
        // The server's user must read it, and ours it must not.
        var password = account.give(PasswordFiles.write(
                PasswordFiles.read(passwords.superuser()).orElseThrow(), scratch.resolve("password")));
        var result = account.commands().run(initdb(binaries, made, password));
        Files.delete(password);
        if (result.status() != 0) {
            throw new EmbeddedDatabaseException("PostgreSQL could not make its data directory in " + folder.root()
                    + " as user " + account.name() + ": " + result.output());
        }
        folder.finish(made, path());
        Files.delete(scratch);
    }

    private String major() throws IOException {
        try {
            return Files.readString(path().resolve("PG_VERSION")).strip();
        } catch (NoSuchFileException notOurs) {
            throw new EmbeddedDatabaseException(
                    path() + " is not a PostgreSQL data directory; move it away, or choose another PALABRE_DATA_DIR",
                    notOurs);
        }
    }

    private static List<String> initdb(PostgresBinaries binaries, Path made, Path password) {
        var command = new ArrayList<>(List.of(
                binaries.program("initdb"),
                "--pgdata=" + made,
                "--username=" + SUPERUSER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                // The machine's own locales change with its updates, and indexes with them.
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums",
                "--no-instructions"));
        SETTINGS.forEach(setting -> command.add("--set=" + setting));
        return command;
    }
}
