package dev.palabre.console.layout;

import dev.palabre.auth.Principal;
import dev.palabre.http.PublicUrl;
import dev.palabre.http.Response;
import dev.palabre.http.SecurityHeaders;
import dev.palabre.template.Messages;
import dev.palabre.template.Templates;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What every page of the console is made with: its frame, its language, its headers, its addresses. */
public final class ConsoleLayout {
    private final Templates templates;
    private final Messages messages;
    private final String mount;
    private final ToIntFunction<List<Integer>> waiting;

    /**
     * Pages in these words, below the path of these links.
     *
     * @param waiting how many requests wait for an answer on some sites
     */
    public ConsoleLayout(
            Templates templates, Messages messages, PublicUrl links, ToIntFunction<List<Integer>> waiting) {
        this.templates = templates;
        this.messages = messages;
        this.mount = links.mount();
        this.waiting = waiting;
    }

    /** An address of the console as its pages write it: without a host, so that it works by whatever name it is reached. */
    public String path(String path) {
        return mount + path;
    }

    /** The browser's language, else the moderator's. */
    public String lang(RoutingContext ctx, @Nullable Principal caller) {
        var accepted = ctx.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE);
        return messages.pick(null, accepted, caller == null ? null : caller.lang());
    }

    /** {@code rtl} or {@code ltr}. */
    public String dir(String lang) {
        return messages.direction(lang);
    }

    /** A sentence of the console. */
    public String text(String lang, String key) {
        return messages.get(lang, key);
    }

    /** A sentence of the console that names values. */
    public String text(String lang, String key, Map<String, ?> values) {
        return messages.get(lang, key, values);
    }

    /** Where in the console one can go, in the order of its navigation. */
    public enum Section {
        /** What waits and what was decided. */
        QUEUE("moderation.queue", "/moderation"),
        /** Mails that left or would leave. */
        MAILS("moderation.mails", "/moderation/mails"),
        /** What people ask of their data. */
        REQUESTS("datarequest.nav", "/moderation/requests"),
        /** Policies, figures and proofs of consent. */
        CONSENT("moderation.consent", "/moderation/consent"),
        /** All that a site keeps. */
        DATA("transfer.nav", "/moderation/data"),
        /** What is kept for how long. */
        RETENTION("retention.nav", "/moderation/retention");

        private final String key;
        private final String path;

        Section(String key, String path) {
            this.key = key;
            this.path = path;
        }

        private boolean isFor(Principal caller) {
            return switch (this) {
                case QUEUE, CONSENT -> true;
                case MAILS, REQUESTS -> caller.sites().stream().anyMatch(caller::canDecide);
                case DATA, RETENTION -> caller.sites().stream().anyMatch(caller::owns);
            };
        }
    }

    /** What surrounds a page of a section; nobody who is not signed in is led anywhere. */
    public LayoutView frame(String title, @Nullable Principal caller, Section shown) {
        return new LayoutView(
                title,
                path("/assets"),
                path(Section.QUEUE.path),
                caller == null ? null : caller.email(),
                path("/moderation/sign-out"),
                caller == null ? List.of() : navigation(caller, shown));
    }

    private List<LayoutView.Entry> navigation(Principal caller, Section shown) {
        return Stream.of(Section.values())
                .filter(section -> section.isFor(caller))
                .map(section -> new LayoutView.Entry(
                        section.key,
                        path(section.path),
                        section == shown,
                        section == Section.REQUESTS ? waiting(caller) : null))
                .toList();
    }

    private @Nullable String waiting(Principal caller) {
        var open = waiting.applyAsInt(
                caller.sites().stream().filter(caller::canDecide).toList());
        return open == 0 ? null : String.valueOf(open);
    }

    /** A page with the headers of the console; its forms need an {@code Origin}, which {@code no-referrer} would hide. */
    public Response page(int status, String template, Record view) {
        return SecurityHeaders.formPage(Response.html(status, templates.render(template, view)))
                .with("X-Robots-Tag", "noindex, nofollow");
    }
}
