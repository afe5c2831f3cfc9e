package dev.palabre.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ContentNegotiationTest {
    private static final String CHROME = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,"
            + "image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|json",
                "''|json",
                "*/*|json",
                "application/*|json",
                "text/*|html",
                "text/html|html",
                "TEXT/HTML|html",
                "application/vnd.palabre.nodes+json|nodes",
                "application/vnd.palabre.nodes+json, application/json|json",
                "application/vnd.palabre.nodes+json, application/json;q=0.9|nodes",
                "application/json;q=0.5, text/html|html",
                "text/html;q=0.5, application/json|json",
                "text/html; q=0, */*|json",
                "application/json;q=0, */*;q=0.1|nodes",
                "application/json;q=0, application/vnd.palabre.nodes+json;q=0, */*|html",
                "*/*;q=0.9, application/json;q=0.1|nodes",
                "text/*;q=0.9, text/html;q=0.1, application/json;q=0.5|json",
                "text/html;level=1;q=0.4, */*;q=0.3|html",
                "image/png|json",
                "text/html;q=0|json",
                "text/htmlx|json",
                "x-text/html|json",
                "text/html;q=many|html",
                "text|json",
                ",,;,|json",
                "*/html|json",
                "text/html, */*|html",
                "text/*, application/*, */*|json"
            })
    void form_isTheOneThatTheClientWantsMost(String header, String form) {
        assertThat(pick(header)).as(header).isEqualTo(form);
    }

    @Test
    void browser_getsThePage() {
        assertThat(pick(CHROME)).isEqualTo("html");
    }

    private static String pick(String header) {
        return switch (ContentNegotiation.pick(header, Response.JSON, Response.NODES, Response.HTML)) {
            case Response.JSON -> "json";
            case Response.NODES -> "nodes";
            default -> "html";
        };
    }
}
