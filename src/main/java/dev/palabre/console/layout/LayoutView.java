package dev.palabre.console.layout;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all pages of the console have in common.
 *
 * @param title of the page
 * @param assets address that the style sheet and the script stand below
 * @param home address of the queue
 * @param email who is signed in, null for nobody
 * @param signOutAction where the form to sign out is sent
 * @param nav where who is signed in may go
 */
public record LayoutView(
        String title, String assets, String home, @Nullable String email, String signOutAction, List<Entry> nav) {

    /**
     * A section of the console.
     *
     * @param key of its name in the message bundles
     * @param current whether the page belongs to it
     * @param count how much waits there, null for nothing
     */
    public record Entry(
            String key,
            String url,
            boolean current,
            @Nullable String count) {}
}
