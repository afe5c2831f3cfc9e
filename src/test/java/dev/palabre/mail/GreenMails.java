package dev.palabre.mail;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

/** Real mail servers of a test. */
final class GreenMails {
    private GreenMails() {}

    /** A running server on a free port of the loopback. */
    static GreenMail start(String protocol) {
        var setup = new ServerSetup(0, "127.0.0.1", protocol);
        setup.setServerStartupTimeout(20_000);
        var server = new GreenMail(setup);
        server.start();
        return server;
    }
}
