package dev.palabre.auth;

import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A bounded queue of sign-ins that check a password. Each network (/24, or /48 of IPv6) holds a few places only, and some
 * are reserved for devices that signed in before. A place is taken before the account is looked up, so that a refusal says
 * nothing about the account.
 */
final class SignInQueue {
    static final int PLACES = 10;
    static final int PLACES_PER_NETWORK = 4;
    static final int RESERVED = 6;
    private static final int RETRY_SECONDS = 2;
    private static final int GROUPS_OF_48_BITS = 3;

    private final Map<String, Integer> networks = new HashMap<>();
    private int taken;
    private int devices;

    /** Runs a check in a place of this network, or in a reserved one; 429 if there is none. */
    <T> Future<T> run(String network, boolean device, Supplier<Future<T>> check) {
        if (!(device ? enterReserved() : enter(network))) {
            throw Problem.later(Kind.TOO_MANY, "too_many_attempts", RETRY_SECONDS);
        }
        try {
            return check.get().onComplete(done -> leave(network, device));
        } catch (RuntimeException e) {
            leave(network, device);
            throw e;
        }
    }

    /** The network of a rate's key: the /24 of an IPv4 address, the /48 of an IPv6 one. */
    static String network(String bucket) {
        if (bucket.indexOf(':') >= 0) {
            var groups = bucket.split(":", -1);
            return String.join(":", Arrays.copyOf(groups, GROUPS_OF_48_BITS)) + "::/48";
        }
        var dot = bucket.lastIndexOf('.');
        return dot < 0 ? bucket : bucket.substring(0, dot) + ".0/24";
    }

    private synchronized boolean enter(String network) {
        var here = networks.getOrDefault(network, 0);
        if (taken >= PLACES || here >= PLACES_PER_NETWORK) {
            return false;
        }
        taken++;
        networks.put(network, here + 1);
        return true;
    }

    private synchronized boolean enterReserved() {
        if (devices >= RESERVED) {
            return false;
        }
        devices++;
        return true;
    }

    private synchronized void leave(String network, boolean device) {
        if (device) {
            devices--;
            return;
        }
        taken--;
        networks.computeIfPresent(network, (same, here) -> here > 1 ? here - 1 : null);
    }
}
