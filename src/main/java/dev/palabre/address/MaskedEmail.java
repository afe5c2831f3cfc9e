package dev.palabre.address;

/** An e-mail address as a page shows it that more people than its owner may see: enough to know one's own. */
public final class MaskedEmail {
    private static final String HIDDEN = "••••";

    private MaskedEmail() {}

    /** {@code f••••@e•••.org} for {@code fatou@example.org}. */
    public static String of(String email) {
        var at = email.lastIndexOf('@');
        var domain = email.substring(at + 1);
        var dot = domain.lastIndexOf('.');
        var ending = dot < 0 ? "" : domain.substring(dot);
        return (at < 1 ? "" : first(email)) + HIDDEN + '@' + first(domain) + "•••" + ending;
    }

    private static String first(String text) {
        return text.isEmpty() ? "" : text.substring(0, text.offsetByCodePoints(0, 1));
    }
}
