package dev.palabre.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"https://a.example/x?y=1#z", "HTTP://a.example", "mailto:dpo@a.example"})
    void isLink_takesAddressesOfTheWebAndOfMail(String text) {
        assertThat(WebAddress.isLink(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "JavaScript://a.example/%0aalert(1)",
                " javascript:alert(1)",
                "java\nscript:alert(1)",
                "data:text/html,x",
                "vbscript:x",
                "//a.example",
                "/privacy",
                "https:alert",
                ""
            })
    void isLink_takesNothingElse(String text) {
        assertThat(WebAddress.isLink(text)).isFalse();
    }
}
