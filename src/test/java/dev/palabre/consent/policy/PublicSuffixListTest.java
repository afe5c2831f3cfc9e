package dev.palabre.consent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cases of publicsuffix.org's own test data that concern names in ASCII lower case. */
final class PublicSuffixListTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "com, -",
                "example.com, example.com",
                "b.example.com, example.com",
                "example.example, example.example",
                "a.b.example.example, example.example",
                "biz, -",
                "domain.biz, domain.biz",
                "uk.com, -",
                "example.uk.com, example.uk.com",
                "test.ac, test.ac",
                "mm, -",
                "c.mm, -",
                "b.c.mm, b.c.mm",
                "a.b.c.mm, b.c.mm",
                "jp, -",
                "test.jp, test.jp",
                "www.test.ac.jp, test.ac.jp",
                "kyoto.jp, -",
                "test.kyoto.jp, test.kyoto.jp",
                "b.ide.kyoto.jp, b.ide.kyoto.jp",
                "c.kobe.jp, -",
                "b.c.kobe.jp, b.c.kobe.jp",
                "city.kobe.jp, city.kobe.jp",
                "www.city.kobe.jp, city.kobe.jp",
                "ck, -",
                "test.ck, -",
                "b.test.ck, b.test.ck",
                "www.ck, www.ck",
                "www.www.ck, www.ck",
                "k12.ak.us, -",
                "test.k12.ak.us, test.k12.ak.us",
                "xn--85x722f.xn--55qx5d.cn, xn--85x722f.xn--55qx5d.cn",
                "xn--55qx5d.cn, -",
                "shishi.xn--fiqs8s, shishi.xn--fiqs8s",
                "co.uk, -",
                "blogspot.com, -",
                "www.gov.uk, www.gov.uk",
                "www.asso.fr, www.asso.fr",
            })
    void registrable_isTheNameBelowThePublicSuffix(String name, String domain) {
        assertThat(PublicSuffixList.bundled().registrable(name)).isEqualTo(Optional.ofNullable(domain));
    }

    @Test
    void registrable_takesTheLongestRuleAndAnExceptionBeforeIt() {
        var list = new PublicSuffixList(
                Stream.of("// a comment", "", "com", "co.com", "*.co.com", "!own.co.com", "# another"));
        assertThat(list.registrable("a.b.com")).contains("b.com");
        assertThat(list.registrable("a.b.c.co.com")).contains("b.c.co.com");
        assertThat(list.registrable("x.own.co.com")).contains("own.co.com");
        assertThat(list.registrable("c.co.com")).isEmpty();
    }

    @Test
    void bundled_isAboutAsLongAsTheWorldsRegistries() throws Exception {
        try (var in = PublicSuffixList.class.getResourceAsStream("/public-suffix-list.txt")) {
            var text = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
            assertThat(text)
                    .contains("Mozilla Public License")
                    .contains("\ncom\n")
                    .contains("\ngithub.io\n");
            assertThat(text.lines().filter(line -> !line.startsWith("#")).count())
                    .isBetween(9_000L, 30_000L);
        }
    }
}
