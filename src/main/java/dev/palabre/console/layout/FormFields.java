package dev.palabre.console.layout;

import java.util.LinkedHashMap;
import java.util.List;

/** The fields of a form of the console, by name. */
public final class FormFields extends LinkedHashMap<String, String> {
    private static final String BOX = "id-";

    /** The stamp of the text that was shown beside a box; never empty, so that nothing is decided unread. */
    public String stamp(String id) {
        var stamp = getOrDefault(box(id), "");
        return stamp.isBlank() ? "-" : stamp;
    }

    /** The name of the box that ticks a comment. */
    public static String box(String id) {
        return BOX + id;
    }

    /** The comments that are ticked. */
    public List<String> ticked() {
        return keySet().stream()
                .filter(name -> name.startsWith(BOX))
                .map(name -> name.substring(BOX.length()))
                .toList();
    }
}
