package dev.palabre.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a decision of several comments says of each. */
class BulkDecisionRequestTest {
    @Test
    void stamp_isTheOneOfItsComment() {
        var request = request(Map.of("a", "1f"));
        assertThat(request.stamp("a")).isEqualTo("1f");
        assertThat(request.stamp("b")).isNull();
    }

    @Test
    void stamp_isNoneWhereNoneAreSent() {
        assertThat(request(null).stamp("a")).isNull();
    }

    @Test
    void ofText_changesTheStampAlone() {
        var ruling = DecisionInput.from(request(null).each());
        assertThat(ruling.ofText("1f").stamp()).isEqualTo("1f");
        assertThat(ruling.ofText("1f").ofText(" ")).isEqualTo(ruling);
    }

    private static BulkDecisionRequest request(@Nullable Map<String, @Nullable String> stamps) {
        return new BulkDecisionRequest(List.of("a", "b"), "publish", null, null, null, "pending", stamps);
    }
}
