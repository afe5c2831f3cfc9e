package dev.palabre.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RoutePathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/palabre.js",
                "/c/AAAAAQAAAAAAAAAAAAAAAAAAAAA",
                "/.well-known/gpc.json",
                "/sites/lsi/notice/versions",
                "/a..b/...",
                "/caf%C3%A9",
                "/a%20b"
            })
    void isCanonical_takesPathsAsRoutesAreWritten(String path) {
        assertThat(RoutePath.isCanonical(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "palabre.js",
                "//moderation",
                "/moderation/",
                "/assets//comments.css",
                "/health/../moderation/sign-in",
                "/health/./live",
                "/assets/..",
                "/health/%2e%2e/moderation",
                "/health/.%2E/moderation",
                "/%6doderation",
                "/api%2Fmoderation",
                "/api%5cmoderation",
                "/api\\moderation",
                "/moderation%3bx",
                "/moderation%00",
                "/moderation%7f",
                "/moderation%252f",
                "/moderation%2",
                "/moder\tation"
            })
    void isCanonical_refusesEveryOtherSpelling(String path) {
        assertThat(RoutePath.isCanonical(path)).isFalse();
    }
}
