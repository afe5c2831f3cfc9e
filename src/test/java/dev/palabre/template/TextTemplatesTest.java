package dev.palabre.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTemplatesTest {
    record View(String lang, String words) {}

    private final Templates templates = new Templates(new Messages(), List.of("test-escaping", "test-escaping.txt"));

    @Test
    void render_escapesInPages() {
        assertThat(templates.render("test-escaping", new View("fr", "<b> & 'x'")))
                .isEqualTo("&lt;b&gt; &amp; &#x27;x&#x27;\n");
    }

    @Test
    void render_writesPlainTextAsItIs() {
        assertThat(templates.render("test-escaping.txt", new View("fr", "<b> & 'x'")))
                .isEqualTo("<b> & 'x'\n");
    }
}
