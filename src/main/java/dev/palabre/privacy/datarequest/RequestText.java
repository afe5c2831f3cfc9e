package dev.palabre.privacy.datarequest;

import dev.palabre.problem.Problem.FieldError;
import dev.palabre.text.TextRules;
import dev.palabre.text.TypedText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the text of a request or an answer. */
final class RequestText {
    private static final int MAX = 2_000;

    private RequestText() {}

    /** The text as it is stored; what is wrong with it is added to the errors. */
    static String of(List<FieldError> errors, String field, @Nullable String typed, String missing) {
        var checked = TypedText.of(field, typed, MAX);
        if (checked.error() != null) {
            errors.add(checked.error());
        } else if (!TextRules.visible(checked.text())) {
            errors.add(FieldError.of(field, missing));
        }
        return checked.text();
    }
}
