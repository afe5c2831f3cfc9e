package dev.palabre.consent.lint;

import static dev.palabre.consent.lint.LintRule.Severity.ERROR;
import static dev.palabre.consent.lint.LintRule.Severity.WARNING;

import java.util.Locale;

/**
 * What a policy is held to before visitors are asked it. Each has a sentence {@code consent.lint.<code>} in every
 * language that says what is wrong, what to do, and why.
 */
public enum LintRule {
    NO_PURPOSES(WARNING, "LIL82"),
    DOUBLED_KEY(ERROR, "GDPR 4(11)"),
    BAD_KEY(ERROR, "GDPR 7(1)"),
    SERVICE_NAMED_LIKE_PURPOSE(ERROR, "GDPR 7(1)"),
    BASIS_NOT_CONSENT(ERROR, "LIL82"),
    PURPOSE_GENERIC(WARNING, "REC 2.1"),
    PURPOSE_WITHOUT_SERVICES(WARNING, "SAN-2025-005"),
    CONTROLLER_MISSING(WARNING, "GL 2"),
    LAYOUT_MODAL(WARNING, "GL 2"),

    REFUSAL_MISSING(ERROR, "REC 30"),
    REFUSAL_HEDGED(ERROR, "CNIL 2024-12-12"),
    BUTTONS_UNEQUAL(ERROR, "REC 34"),
    PRE_TICKED(ERROR, "GL 2"),
    MEMORY_SET(ERROR, "REC 38"),
    MEMORY_UNEQUAL(ERROR, "REC 38"),

    WORDING_MISSING(ERROR, "REC 2.1"),
    WORDING_NOT_TRANSLATED(WARNING, "3/2022"),
    WORDING_IN_ANOTHER_LANGUAGE(ERROR, "3/2022"),
    WORDING_BLANK(ERROR, "GL 2"),
    WORDING_DISSUASIVE(ERROR, "GDPR 7(3)"),
    WORDING_URGENT(ERROR, "3/2022"),
    WORDING_SHOWN_NOWHERE(WARNING, ""),
    WORDING_UNCHECKED(WARNING, "REC 30"),
    TERMS_BUNDLED(ERROR, "GDPR 7(2)"),
    SITE_UNNAMED(ERROR, "GL 2"),

    SERVICE_WITHOUT_NAME(ERROR, "SAN-2025-005"),
    SERVICE_WITHOUT_CONTROLLER(ERROR, "SAN-2025-005"),
    SERVICE_WITHOUT_DAYS(ERROR, "GDPR 13(2)"),
    SERVICE_WITHOUT_PRIVACY_LINK(ERROR, "SAN-2025-005"),
    OWN_SERVICE_WITHOUT_PRIVACY_LINK(WARNING, "GDPR 13(1)"),
    PRIVACY_LINK_BROKEN(ERROR, "GDPR 13(1)"),
    DATA_TOO_LONG(ERROR, "AUD"),
    TRANSFER_UNNAMED(WARNING, "GDPR 13(1)"),

    TRACE_WITHOUT_NAME(ERROR, "GDPR 7(3)"),
    TRACE_TOO_BROAD(ERROR, "GDPR 7(3)"),
    TRACE_OURS(ERROR, "GDPR 7(1)"),
    TRACE_TOO_LONG(ERROR, "AUD"),

    SIGNAL_UNKNOWN(ERROR, ""),
    MODE_WITHOUT_SIGNALS(WARNING, ""),

    FILE_BROKEN(ERROR, ""),
    FIELD_UNKNOWN(ERROR, ""),
    FIELD_MISSING(ERROR, ""),
    FIELD_OF_ANOTHER_KIND(ERROR, ""),
    FIELD_TOO_LONG(ERROR, "");

    /** Whether a policy may be published all the same. */
    public enum Severity {
        /** It may not. */
        ERROR,
        /** It may: the law leaves room. */
        WARNING
    }

    private final Severity severity;
    private final String article;

    LintRule(Severity severity, String article) {
        this.severity = severity;
        this.article = article;
    }

    /** Whether it refuses publication. */
    public Severity severity() {
        return severity;
    }

    /** What it follows from, in short; empty where it is only about the form of a file. */
    public String article() {
        return article;
    }

    /** Its stable name. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
