package dev.palabre.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RecordResolverTest {
    record View(String lang, String reason, List<Line> lines) {}

    record Line(@Nullable String reason) {}

    private final Templates templates = new Templates(new Messages(), List.of("test-nested"));

    @Test
    void render_doesNotTakeFromOutsideWhatIsMissingInside() {
        var view = new View("fr", "outside", List.of(new Line("inside"), new Line(null)));
        assertThat(templates.render("test-nested", view)).isEqualTo("outside: inside, none,\n");
    }
}
