package dev.palabre.mail.outbox;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

/** Real mail servers of a test. */
public final class GreenMails {
    private GreenMails() {}

    /** A running server on a free port of the loopback. */
    public static GreenMail start(String protocol) {
        var setup = new ServerSetup(0, "127.0.0.1", protocol);
        setup.setServerStartupTimeout(20_000);
        var server = new GreenMail(setup);
        server.start();
        return server;
    }
}
