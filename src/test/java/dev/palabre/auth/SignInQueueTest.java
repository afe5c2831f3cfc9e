package dev.palabre.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palabre.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SignInQueueTest {
    private final SignInQueue queue = new SignInQueue();
    private final List<Promise<Void>> waiting = new ArrayList<>();

    @Test
    void run_givesANetworkAFewPlaces() {
        enter("192.0.2.0/24", false, SignInQueue.PLACES_PER_NETWORK);
        assertRefused("192.0.2.0/24", false);
        enter("198.51.100.0/24", false, 1);
    }

    @Test
    void run_boundsThePlacesOfAllNetworks() {
        for (int i = 0; i < SignInQueue.PLACES; i++) {
            enter("10.0." + i + ".0/24", false, 1);
        }
        assertRefused("10.0.99.0/24", false);
    }

    @Test
    void run_reservesPlacesForKnownDevices() {
        for (int i = 0; i < SignInQueue.PLACES; i++) {
            enter("10.0." + i + ".0/24", false, 1);
        }
        enter("10.0.1.0/24", true, SignInQueue.RESERVED);
        assertRefused("10.0.1.0/24", true);
    }

    @Test
    void run_givesPlacesBackAfterSuccessFailureAndRefusal() {
        for (int i = 0; i < 50; i++) {
            for (var device : List.of(true, false)) {
                queue.run("192.0.2.0/24", device, Future::succeededFuture);
                queue.run("192.0.2.0/24", device, () -> Future.failedFuture("no"));
                assertThatThrownBy(() -> queue.run("192.0.2.0/24", device, () -> {
                            throw new IllegalStateException();
                        }))
                        .isInstanceOf(IllegalStateException.class);
            }
        }
        enter("192.0.2.0/24", false, SignInQueue.PLACES_PER_NETWORK);
        waiting.forEach(Promise::complete);
        enter("192.0.2.0/24", false, SignInQueue.PLACES_PER_NETWORK);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.0/24",
        "2001:db8:1:2:0:0:0:0/64, 2001:db8:1::/48",
        "2001:db8:1:3:0:0:0:0/64, 2001:db8:1::/48",
        "unknown, unknown"
    })
    void network_isThe24Or48(String bucket, String network) {
        assertThat(SignInQueue.network(bucket)).isEqualTo(network);
    }

    private void enter(String network, boolean device, int times) {
        for (int i = 0; i < times; i++) {
            Promise<Void> promise = Promise.promise();
            waiting.add(promise);
            queue.run(network, device, promise::future);
        }
    }

    private void assertRefused(String network, boolean device) {
        assertThatThrownBy(() -> queue.run(network, device, Future::succeededFuture))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.retryAfterSeconds())
                        .isPositive());
    }
}
