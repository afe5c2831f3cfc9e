package dev.palabre.privacy.record;

import dev.palabre.site.Site;
import dev.palabre.template.Messages;
import dev.palabre.template.Templates;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;

/** The records of processing activities of the sites, as they are now. */
public final class ProcessingRecords {
    private static final String PAGE = "register-page";
    private static final String TEXT = "register.txt";

    /** Templates that show a record outside the console. */
    public static final List<String> TEMPLATES = List.of(PAGE, TEXT);

    private final Messages messages;
    private final BiFunction<Site, String, Future<List<String>>> purposes;

    /** Records in these words; {@code purposes} tells what a site asks consent for, in a language. */
    public ProcessingRecords(Messages messages, BiFunction<Site, String, Future<List<String>>> purposes) {
        this.messages = messages;
        this.purposes = purposes;
    }

    /** The record of a site. */
    public Future<ProcessingRecord> of(Site site, String lang) {
        return purposes.apply(site, lang)
                .map(asked -> new ProcessingRecordWriter(site, asked, messages, lang).register(Instant.now()));
    }

    /** A record as a page that needs nothing else. */
    public static String page(ProcessingRecord register, Templates templates) {
        return templates.render(PAGE, register);
    }

    /** A record as plain text. */
    public static String text(ProcessingRecord register, Templates templates) {
        return templates.render(TEXT, register);
    }
}
