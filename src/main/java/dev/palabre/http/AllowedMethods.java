package dev.palabre.http;

import dev.palabre.problem.Problem;
import dev.palabre.problem.Problem.Kind;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The paths that there are, each with its methods: what tells a method that is wrong (405, with a true {@code Allow})
 * from a path that is (404).
 */
public final class AllowedMethods {
    private final String mount;
    private final List<Known> known;

    private record Known(String template, Pattern pattern, Set<HttpMethod> methods) {}

    private AllowedMethods(String mount, List<Known> known) {
        this.mount = mount;
        this.known = known;
    }

    /**
     * Paths of all routes that name their methods.
     *
     * @param router with all its routes
     * @param mount path that the router may be reached below, empty for none
     */
    public static AllowedMethods of(Router router, String mount) {
        var known = new ArrayList<Known>();
        for (Route route : router.getRoutes()) {
            if (route.getPath() != null && route.methods() != null) {
                known.add(new Known(route.getPath(), pattern(route.getPath()), Set.copyOf(route.methods())));
            }
        }
        return new AllowedMethods(mount, known);
    }

    /** The template of the route that a path belongs to, such as {@code /c/:receipt}; {@code -} where there is none. */
    public String template(String path) {
        var inner = inner(path);
        return known.stream()
                .filter(each -> each.pattern().matcher(inner).matches())
                .map(Known::template)
                .findFirst()
                .orElse("-");
    }

    private String inner(String path) {
        return !mount.isEmpty() && path.startsWith(mount + "/") ? path.substring(mount.length()) : path;
    }

    /** The methods of a path as {@code Allow} lists them; empty where nothing is there. */
    public Optional<String> allow(String path) {
        var inner = inner(path);
        var names = new TreeSet<String>();
        known.stream()
                .filter(each -> each.pattern().matcher(inner).matches())
                .flatMap(each -> each.methods().stream())
                .map(HttpMethod::name)
                .forEach(names::add);
        if (names.isEmpty()) {
            return Optional.empty();
        }
        if (names.contains("GET")) {
            names.add("HEAD");
        }
        names.add("OPTIONS");
        return Optional.of(String.join(", ", names));
    }

    /** What to answer to a method that no route of this path has. */
    Problem refusal(String path) {
        return allow(path)
                .map(methods -> Problem.of(Kind.NOT_ALLOWED, "not_allowed").allowing(methods))
                .orElseGet(Problem::notFound);
    }

    /** The last route: nobody else answered. */
    public void last(RoutingContext ctx) {
        var allowed = allow(ctx.normalizedPath());
        if (allowed.isPresent() && ctx.request().method().equals(HttpMethod.OPTIONS)) {
            Response.nothing().with("Allow", allowed.get()).send(ctx);
        } else {
            ctx.fail(refusal(ctx.normalizedPath()));
        }
    }

    /** As the router reads it: {@code :name} is one segment, a slash at the end changes nothing. */
    private static Pattern pattern(String path) {
        return Pattern.compile(Arrays.stream(path.split("/", -1))
                        .map(part -> part.startsWith(":") ? "[^/]+" : part.equals("*") ? ".*" : Pattern.quote(part))
                        .collect(Collectors.joining("/"))
                + "/?");
    }
}
