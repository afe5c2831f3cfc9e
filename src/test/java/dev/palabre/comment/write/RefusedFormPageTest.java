package dev.palabre.comment.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.comment.model.SubmitRequest;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is kept of a form that comes back to be corrected, and the time that the widget measured. */
final class RefusedFormPageTest {
    @Test
    void typed_hasTheFieldsThatWereSentAndNoOther() {
        var sent = new JsonObject(Map.of("text", "Bonjour", "email", "", "website", "x", "follow", "on"))
                .mapTo(SubmitRequest.class);
        assertThat(RefusedFormPage.typed(sent))
                .containsOnly(Map.entry("text", "Bonjour"), Map.entry("email", ""), Map.entry("follow", "1"));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1500, 1500", "'1500', 1500", "-1,", "1.5,", "1e3,", "abc,", "'',", "1234567890123,", ","})
    void elapsedMillis_isAWholeNumberOrNothing(@Nullable String sent, @Nullable Long millis) {
        assertThat(CommentRoutes.elapsedMillis(sent)).isEqualTo(millis);
    }
}
