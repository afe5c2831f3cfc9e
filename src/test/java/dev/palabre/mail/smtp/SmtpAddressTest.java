package dev.palabre.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpAddressTest {
    @Test
    void parse_readsServerAndLogin() {
        assertThat(SmtpAddress.parse("smtp://pal:s%40c+ret@mail.example.org:2525"))
                .isEqualTo(new SmtpAddress("mail.example.org", 2525, "pal", "s@c+ret", false));
    }

    @Test
    void parse_knowsTheUsualPorts() {
        assertThat(SmtpAddress.parse("smtp://mail.example.org").port()).isEqualTo(587);
        assertThat(SmtpAddress.parse("smtps://mail.example.org").port()).isEqualTo(465);
        assertThat(SmtpAddress.parse("smtp://[::1]:25").host()).isEqualTo("::1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mail.example.org",
                "http://mail.example.org",
                "smtp://",
                "smtp://s3cret@mail.example.org",
                "smtp://pal:s3cret/x@mail.example.org",
                "smtp://pal:s3cret@mail.example.org:99999",
                "smtp://pal:s3cret%zz@mail.example.org"
            })
    void parse_refusesWithoutRepeatingASecret(String text) {
        assertThatThrownBy(() -> SmtpAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mail server's")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void toString_masksThePassword() {
        assertThat(SmtpAddress.parse("smtps://pal:s3cret@mail.example.org"))
                .hasToString("smtps://pal:***@mail.example.org:465");
        assertThat(SmtpAddress.parse("smtp://[::1]:25")).hasToString("smtp://[::1]:25");
    }

    @Test
    void sender_isAnAddressWithOrWithoutAName() {
        assertThat(Sender.parse("palabre@example.org")).isEqualTo(new Sender("", "palabre@example.org"));
        assertThat(Sender.parse("La Palabre <palabre@example.org>"))
                .isEqualTo(new Sender("La Palabre", "palabre@example.org"));
        assertThatThrownBy(() -> Sender.parse("Palabre")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sender.parse("A\r\nBcc: b <palabre@example.org>"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
