package dev.palabre.moderation.console;

import dev.palabre.kernel.http.Links;
import dev.palabre.kernel.http.Pages;
import dev.palabre.kernel.http.Reply;
import dev.palabre.kernel.template.Messages;
import dev.palabre.kernel.template.Templates;
import dev.palabre.signin.Caller;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** What every page of the console is made with: its frame, its language, its headers, its addresses. */
public final class Chrome {
    private final Templates templates;
    private final Messages messages;
    private final String mount;
    private final ToIntFunction<List<Integer>> waiting;

    /**
     * Pages in these words, below the path of these links.
     *
     * @param waiting how many requests wait for an answer on some sites
     */
    public Chrome(Templates templates, Messages messages, Links links, ToIntFunction<List<Integer>> waiting) {
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
    public String lang(RoutingContext ctx, @Nullable Caller caller) {
        var accepted = ctx.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE);
        return messages.pick(null, accepted, caller == null ? null : caller.lang());
    }

    /** {@code rtl} or {@code ltr}. */
    public String dir(String lang) {
        return messages.direction(lang);
    }

    /** A sentence of the console. */
    public String say(String lang, String key) {
        return messages.get(lang, key);
    }

    /** A sentence of the console that names values. */
    public String say(String lang, String key, Map<String, ?> values) {
        return messages.get(lang, key, values);
    }

    /** Which of the console's pages is shown. */
    private enum Shown {
        QUEUE,
        MAILS,
        REQUESTS,
        CONSENT,
        DATA,
        RETENTION
    }

    Frame frame(String title, @Nullable Caller caller, boolean onMails) {
        return frame(title, caller, onMails ? Shown.MAILS : Shown.QUEUE);
    }

    /** The frame of the page about what people ask of their data. */
    public Frame requestsFrame(String title, Caller caller) {
        return frame(title, caller, Shown.REQUESTS);
    }

    /** The frame of a page about consent. */
    public Frame consentFrame(String title, Caller caller) {
        return frame(title, caller, Shown.CONSENT);
    }

    /** The frame of a page about all that a site keeps. */
    public Frame dataFrame(String title, Caller caller) {
        return frame(title, caller, Shown.DATA);
    }

    /** The frame of a page about what is kept for how long. */
    public Frame retentionFrame(String title, Caller caller) {
        return frame(title, caller, Shown.RETENTION);
    }

    private Frame frame(String title, @Nullable Caller caller, Shown shown) {
        var deciding = caller == null
                ? List.<Integer>of()
                : caller.sites().stream().filter(caller::canDecide).toList();
        var decides = !deciding.isEmpty();
        var open = waiting.applyAsInt(deciding);
        var owns = caller != null && caller.sites().stream().anyMatch(caller::owns);
        return new Frame(
                title,
                path("/assets"),
                path("/moderation"),
                caller == null ? null : caller.email(),
                path("/moderation/sign-out"),
                shown == Shown.QUEUE,
                decides ? path("/moderation/mails") : null,
                shown == Shown.MAILS,
                decides ? path("/moderation/requests") : null,
                open == 0 ? null : String.valueOf(open),
                shown == Shown.REQUESTS,
                caller == null ? null : path("/moderation/consent"),
                shown == Shown.CONSENT,
                owns ? path("/moderation/data") : null,
                shown == Shown.DATA,
                owns ? path("/moderation/retention") : null,
                shown == Shown.RETENTION);
    }

    /** A page with the headers of the console; its forms need an {@code Origin}, which {@code no-referrer} would hide. */
    public Reply page(RoutingContext ctx, int status, String template, Record view) {
        Pages.protect(ctx.response());
        ctx.response().putHeader("Referrer-Policy", "same-origin");
        ctx.response().putHeader("X-Robots-Tag", "noindex, nofollow");
        return Reply.html(status, templates.render(template, view));
    }
}
