package dev.palabre.consent.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something that a service leaves on a visitor's device, declared so that a withdrawal can remove it.
 *
 * @param name of the cookie, key or database; a {@code *} at the end stands for anything
 * @param storage where it lies
 * @param domain that a cookie is set for, null for the page's own host
 * @param days that it lasts, 0 for as long as the session
 * @param httpOnly whether only a server can remove it
 */
public record Tracker(
        String name, Storage storage, @Nullable String domain, int days, boolean httpOnly) {
    private static final Pattern COOKIE_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

    /** No domain is the page's own host. */
    public Tracker(String name, Storage storage, @Nullable String domain, int days, boolean httpOnly) {
        this.name = name;
        this.storage = storage;
        this.domain = domain == null || domain.isEmpty() ? null : domain;
        this.days = days;
        this.httpOnly = httpOnly;
    }

    /** Where a trace lies; the wire form is the short word that the widget reads. */
    public enum Storage {
        @JsonProperty("cookie")
        COOKIE,
        @JsonProperty("local")
        LOCAL,
        @JsonProperty("session")
        SESSION,
        @JsonProperty("idb")
        IDB;

        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether this can be the name of a cookie (RFC 6265, a token), of at most 100 characters. */
    public static boolean isCookieName(String name) {
        return COOKIE_NAME.matcher(name).matches();
    }

    /** A cookie of the page's host of which no more is known. */
    public static Tracker cookie(String name) {
        return new Tracker(name, Storage.COOKIE, null, 0, false);
    }

    /** Whether this is the name, or one of the names, that it has. */
    public boolean matches(String other) {
        return name.endsWith("*") ? other.startsWith(name.substring(0, name.length() - 1)) : other.equals(name);
    }

    /** How the widget is told to remove it: {@code cookie:_ga_*}, {@code idb:heatmaps}. */
    public String pattern() {
        return storage.wire() + ":" + name;
    }

    Map<String, Object> document() {
        var document = new TreeMap<String, Object>();
        document.put("name", name);
        document.put("storage", storage.wire());
        document.put("domain", domain == null ? "" : domain);
        document.put("days", days);
        document.put("httpOnly", httpOnly);
        return document;
    }
}
