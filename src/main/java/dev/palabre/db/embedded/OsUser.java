package dev.palabre.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;

/**
 * The user of the operating system that the server runs as: PostgreSQL refuses to be root.
 *
 * @param name its name or number
 * @param uid its number
 * @param gid the number of its group
 * @param folder the data folder that it must reach
 */
record OsUser(String name, int uid, int gid, DataFolder folder) {
    /** What Java calls a user that the system does not know. */
    private static final String NAMELESS = "?";

    private static final Path HOME = Path.of(System.getProperty("user.home"));
    private static final List<String> SYSTEM_USERS = List.of("postgres", "nobody");

    /** Chooses the owner of the database or of its folder; where root owns the folder, a system user. */
    static OsUser fitting(DataFolder folder) throws IOException {
        var cluster = folder.cluster();
        var owned = Files.isDirectory(cluster) ? cluster : folder.root();
        var uid = DataFolder.uid(owned);
        if (!folder.ofRoot()) {
            return own(folder, owned, uid);
        }
        if (uid != 0) {
            return new OsUser(String.valueOf(uid), uid, DataFolder.gid(owned), folder).opened();
        }
        if (owned.equals(cluster)) {
            throw new EmbeddedDatabaseException(cluster + " belongs to root, and PostgreSQL does not run as root;"
                    + " give it to the user that ran it: chown -R postgres " + cluster);
        }
        return system(folder).opened();
    }

    /** Runs commands as this user. */
    ProcessRunner commands() {
        return new ProcessRunner(folder.root(), folder.ofRoot() ? drop() : List.of());
    }

    /** Makes a path of ours the server's. */
    Path give(Path path) throws IOException {
        if (folder.ofRoot()) {
            DataFolder.give(path, uid, gid);
        }
        return path;
    }

    private static OsUser own(DataFolder folder, Path owned, int uid) throws IOException {
        if (owned.equals(folder.cluster()) && uid != folder.uid()) {
            throw new EmbeddedDatabaseException(owned + " belongs to " + Files.getOwner(owned)
                    + ", and Palabre runs as " + System.getProperty("user.name") + "; run it as that user or as root");
        }
        if (owned.equals(folder.root()) && NAMELESS.equals(System.getProperty("user.name"))) {
            throw new EmbeddedDatabaseException(
                    "Palabre runs as user " + folder.uid() + ", who has no name on this system,"
                            + " and PostgreSQL makes no database without one; add the user to /etc/passwd, run Palabre as a user that"
                            + " has a name, or give the address of a server in PALABRE_DATABASE_URL");
        }
        return new OsUser(System.getProperty("user.name"), folder.uid(), DataFolder.gid(folder.root()), folder);
    }

    private static OsUser system(DataFolder folder) throws IOException {
        var users = Files.readAllLines(Path.of("/etc/passwd"));
        for (var name : SYSTEM_USERS) {
            for (var user : users) {
                var fields = user.split(":", -1);
                if (fields[0].equals(name)) {
                    return new OsUser(name, Integer.parseInt(fields[2]), Integer.parseInt(fields[3]), folder);
                }
            }
        }
        throw new EmbeddedDatabaseException("PostgreSQL does not run as root, and this system has no user "
                + String.join(" or ", SYSTEM_USERS) + "; create one, run Palabre as another user than root,"
                + " or give the address of a server in PALABRE_DATABASE_URL");
    }

    private List<String> drop() {
        return List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups", "--no-new-privs");
    }

    private OsUser opened() throws IOException {
        if (!ProcessRunner.isInstalled("setpriv")) {
            throw new EmbeddedDatabaseException("PostgreSQL does not run as root, and setpriv, which drops root, is not"
                    + " installed; install util-linux, run Palabre as another user than root, or give the address of a"
                    + " server in PALABRE_DATABASE_URL");
        }
        if (reaches()) {
            return this;
        }
        for (var at = folder.root(); at != null; at = at.getParent()) {
            letThrough(at);
        }
        if (reaches()) {
            return this;
        }
        throw new EmbeddedDatabaseException("PostgreSQL does not run as root but as user " + name + ", for whom "
                + folder.root() + " is out of reach: a folder above it is closed to others. Choose a PALABRE_DATA_DIR"
                + " that this user can reach, such as /var/lib/palabre, run Palabre as another user than root,"
                + " or give the address of a server in PALABRE_DATABASE_URL");
    }

    /**
     * Lets the server's group pass a folder that only root may enter, such as the one that mktemp makes: pass, not look
     * around. Root's home stays closed, for what lies open below it relies on that.
     */
    private void letThrough(Path at) throws IOException {
        var mode = Files.getPosixFilePermissions(at);
        var roots = DataFolder.uid(at) == 0 && DataFolder.gid(at) == 0;
        if (!roots || mode.contains(PosixFilePermission.OTHERS_EXECUTE) || at.equals(HOME)) {
            return;
        }
        Files.setAttribute(at, "unix:gid", gid);
        mode.add(PosixFilePermission.GROUP_EXECUTE);
        Files.setPosixFilePermissions(at, mode);
    }

    private boolean reaches() {
        // From / and not from the folder, which a root process enters whoever it becomes later.
        var test = new ProcessRunner(Path.of("/"), drop())
                .run(List.of("test", "-x", folder.root().toString()));
        if (test.status() != 0 && !test.output().isEmpty()) {
            throw new EmbeddedDatabaseException("Palabre cannot run PostgreSQL as user " + name + " (" + test.output()
                    + "); run Palabre as another user than root");
        }
        return test.status() == 0;
    }
}
