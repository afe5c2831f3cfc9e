package dev.palabre.http;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import dev.palabre.db.Database;
import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import dev.palabre.template.Messages;
import dev.palabre.template.Templates;
import dev.palabre.text.Json;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only place where a failure becomes an answer: problem+json (RFC 9457), or a page for somebody who looks with a
 * browser. Says what to do and never what happened inside.
 */
public final class ErrorHandler {
    /** Content type of errors. */
    public static final String PROBLEM_JSON = "application/problem+json";

    private static final Logger LOG = LoggerFactory.getLogger(ErrorHandler.class);
    private static final String LANG = "palabre.lang";
    private static final int RETRY_SECONDS = 2;
    private static final AtomicLong WARNED = new AtomicLong(System.nanoTime() - 2_000_000_000L);

    private final PublicUrl links;
    private final Messages messages;
    private final Templates templates;

    record FieldView(String field, String code, String detail) {}

    record ProblemView(
            String type,
            String title,
            int status,
            String code,
            String detail,
            List<FieldView> errors,
            @JsonAnyGetter Map<String, Object> members) {}

    record ProblemPage(String lang, String dir, String title, String assets, String detail) {}

    /** Failures in the words of these messages. */
    public ErrorHandler(Messages messages, Templates templates, PublicUrl links) {
        this.links = links;
        this.messages = messages;
        this.templates = templates;
    }

    /** Sets the language that failures of this request are told in. */
    public static void speak(RoutingContext ctx, String lang) {
        ctx.put(LANG, lang);
    }

    /** The handler for every failed route. */
    public Handler<RoutingContext> handler() {
        return ctx -> {
            if (ctx.response().ended() || ctx.response().closed()) {
                return;
            }
            try {
                answer(ctx, problem(ctx.failure(), ctx.statusCode()));
            } catch (RuntimeException e) {
                // Nothing can be said any more: the client must not wait for it.
                LOG.error("a failure could not be answered", e);
                ctx.request().connection().close();
            }
        };
    }

    /** The sentence of one refused field, in a language. */
    public String sentence(Problem.FieldError error, String lang) {
        return messages.get(lang, "problem." + error.code(), error.values());
    }

    /** What is wrong, for a page that has one place for it: the sentences of all fields, else that of the problem. */
    public String sentences(Problem problem, String lang) {
        return problem.errors().isEmpty()
                ? sentence(problem, lang)
                : problem.errors().stream().map(error -> sentence(error, lang)).collect(Collectors.joining(" "));
    }

    /** The sentence of a problem, in a language. */
    public String sentence(Problem problem, String lang) {
        return messages.get(lang, "problem." + problem.code(), problem.values());
    }

    private void answer(RoutingContext ctx, Problem problem) {
        var lang = language(ctx);
        var response = ctx.response();
        response.putHeader("Referrer-Policy", "no-referrer");
        if (problem.retryAfterSeconds() > 0) {
            response.putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(problem.retryAfterSeconds()));
        }
        if (problem.kind() == Kind.NOT_ALLOWED) {
            response.putHeader(HttpHeaders.ALLOW, problem.allowed());
        }
        if (problem.kind() == Kind.UNAUTHENTICATED && !response.headers().contains("WWW-Authenticate")) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        var page = wantsPage(ctx);
        var body = page
                ? Buffer.buffer(templates.render("problem", page(problem, lang)))
                : Json.bytes(view(problem, lang));
        if (page) {
            SecurityHeaders.protect(response);
        }
        Response.of(problem.kind().status(), page ? Response.HTML : PROBLEM_JSON, body)
                .send(ctx);
    }

    private ProblemPage page(Problem problem, String lang) {
        return new ProblemPage(
                lang, messages.direction(lang), title(problem, lang), links.to("/assets"), sentence(problem, lang));
    }

    private ProblemView view(Problem problem, String lang) {
        var errors = problem.errors().stream()
                .map(error -> new FieldView(error.field(), error.code(), sentence(error, lang)))
                .toList();
        return new ProblemView(
                "about:blank",
                title(problem, lang),
                problem.kind().status(),
                problem.code(),
                sentence(problem, lang),
                errors,
                problem.members());
    }

    private String title(Problem problem, String lang) {
        return messages.get(lang, "problem.title." + problem.kind().status(), Map.of());
    }

    private String language(RoutingContext ctx) {
        String chosen = ctx.get(LANG);
        return chosen != null ? chosen : messages.pick(ctx.request().getParam("lang"), acceptLanguage(ctx), null);
    }

    private static @Nullable String acceptLanguage(RoutingContext ctx) {
        return ctx.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE);
    }

    private static boolean wantsPage(RoutingContext ctx) {
        var accept = ctx.request().getHeader(HttpHeaders.ACCEPT);
        return Response.HTML.equals(
                ContentNegotiation.pick(accept, PROBLEM_JSON, Response.JSON, Response.NODES, Response.HTML));
    }

    private static Problem problem(@Nullable Throwable failure, int status) {
        if (failure instanceof Problem problem) {
            return problem;
        }
        if (failure == null || (status >= 400 && status < 500)) {
            return ofStatus(status);
        }
        if (Database.isAway(failure)) {
            warn(failure);
            return Problem.later(Kind.UNAVAILABLE, "unavailable", RETRY_SECONDS);
        }
        var incident = UUID.randomUUID().toString();
        LOG.error("incident {}", incident, failure);
        return Problem.of(Kind.UNEXPECTED, "unexpected", Map.of("incident", incident));
    }

    /** Once a second: while the database is away, every request fails. */
    private static void warn(Throwable failure) {
        var now = System.nanoTime();
        var last = WARNED.get();
        if (now - last > 1_000_000_000L && WARNED.compareAndSet(last, now)) {
            LOG.warn("the database does not answer: {}", failure.getClass().getSimpleName());
        }
    }

    private static Problem ofStatus(int status) {
        return switch (status) {
            case 404 -> Problem.notFound();
            case 405 -> Problem.of(Kind.NOT_ALLOWED, "not_allowed");
            case 413 -> Problem.of(Kind.TOO_LARGE, "too_large", Map.of("max", ""));
            case 415 -> Problem.of(Kind.UNSUPPORTED, "unsupported_content_type");
            case 400 -> Problem.of(Kind.MALFORMED, "malformed");
            default -> Problem.of(Kind.UNEXPECTED, "unexpected", Map.of("incident", String.valueOf(status)));
        };
    }
}
