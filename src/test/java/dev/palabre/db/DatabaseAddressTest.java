package dev.palabre.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.palabre.db.DatabaseAddress.Tls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseAddressTest {
    @Test
    void parse_readsEveryPart() {
        assertThat(DatabaseAddress.parse("postgresql://palabre:s3cret@db.example.org:6543/talk?sslmode=verify-full"))
                .isEqualTo(new DatabaseAddress("db.example.org", 6543, "talk", "palabre", "s3cret", Tls.VERIFY_FULL));
    }

    @Test
    void parse_fillsInPortAndTlsAsClientsDo() {
        assertThat(DatabaseAddress.parse("postgres://palabre@localhost/talk"))
                .isEqualTo(new DatabaseAddress("localhost", 5432, "talk", "palabre", "", Tls.PREFER));
    }

    @Test
    void parse_decodesPercents_andKeepsPluses() {
        var address = DatabaseAddress.parse("postgresql://p%C3%A9:a%40b%2Fc+d:e%25@localhost/t%20k");

        assertThat(address.user()).isEqualTo("pé");
        assertThat(address.password()).isEqualTo("a@b/c+d:e%");
        assertThat(address.database()).isEqualTo("t k");
    }

    @Test
    void parse_takesAnIpv6Address_andGivesItToJdbcInBrackets() {
        var address = DatabaseAddress.parse("postgresql://u:p@[::1]:5433/talk?sslmode=disable");

        assertThat(address.host()).isEqualTo("::1");
        assertThat(address.jdbcUrl()).isEqualTo("jdbc:postgresql://[::1]:5433/talk?sslmode=disable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3cret",
                "jdbc:postgresql://u:s3cret@h/d",
                "mysql://u:s3cret@h/d",
                "postgresql://u:s3cret@h",
                "postgresql://u:s3cret@h/",
                "postgresql://:s3cret@h/d",
                "postgresql://u:s3cret@/d",
                "postgresql://u:s3cret@h:port/d",
                "postgresql://u:s3cret@h:0/d",
                "postgresql://u:s3cret@h:65536/d",
                "postgresql://u:s3cret@a,b/d",
                "postgresql://u:s3/s3cret@h/d",
                "postgresql://u:s3@s3cret@h/d",
                "postgresql://u:s3?s3cret@h/d",
                "postgresql://u:s3#s3cret@h/d",
                "postgresql://u:s3cret%@h/d",
                "postgresql://u:s3cret%zz@h/d",
                "postgresql://u:s3cret%ff@h/d",
                "postgresql://u:s3cret@h/d?sslmode=s3cret",
                "postgresql://u:s3cret@h/d?sslmode=require&sslmode=s3cret",
                "postgresql://u:s3cret@h/d?sslmode=require&sslrootcert=system",
                "postgresql://u:s3cret@h/d?sslmode=require&channel_binding=s3cret",
            })
    void parse_refusesTheRest_withoutRepeatingThePassword(String text) {
        assertThatThrownBy(() -> DatabaseAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .message()
                .doesNotContain("s3")
                .matches("(The database's|sslmode must be) .*");
    }

    @Test
    void toString_masksThePassword() {
        assertThat(DatabaseAddress.parse("postgresql://palabre:s3cret@localhost/talk"))
                .hasToString("postgresql://palabre:***@localhost:5432/talk?sslmode=prefer");
    }

    @Test
    void withDatabase_changesNothingElse() {
        var address = DatabaseAddress.parse("postgresql://palabre:s3cret@localhost/talk?sslmode=require");

        assertThat(address.withDatabase("other").withDatabase("talk")).isEqualTo(address);
        assertThat(address.withDatabase("other").database()).isEqualTo("other");
    }
}
