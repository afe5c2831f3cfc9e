package dev.palabre.privacy.datarequest;

import dev.palabre.problem.Problem.FieldError;
import dev.palabre.text.TextRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request or an answer says. */
final class RequestText {
    private static final int MOST = 2_000;

    private RequestText() {}

    /** The text as it is stored; what is wrong with it is added to the errors. */
    static String of(List<FieldError> errors, String field, @Nullable String typed, String missing) {
        var text = typed == null ? "" : typed;
        if (!TextRules.storable(text)) {
            errors.add(FieldError.of(field, "not_storable"));
            return "";
        }
        var normal = TextRules.normal(text);
        if (!TextRules.visible(normal)) {
            errors.add(FieldError.of(field, missing));
        } else if (normal.codePointCount(0, normal.length()) > MOST) {
            errors.add(FieldError.of(field, "too_long", "max", MOST));
        }
        return normal;
    }
}
