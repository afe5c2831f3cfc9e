package dev.palabre.template;

import com.github.jknack.handlebars.Context;
import com.github.jknack.handlebars.EscapingStrategy;
import com.github.jknack.handlebars.Handlebars;
import com.github.jknack.handlebars.Helper;
import com.github.jknack.handlebars.Options;
import com.github.jknack.handlebars.Template;
import com.github.jknack.handlebars.cache.ConcurrentMapTemplateCache;
import com.github.jknack.handlebars.context.MapValueResolver;
import com.github.jknack.handlebars.io.ClassPathTemplateLoader;
import com.github.jknack.handlebars.io.FileTemplateLoader;
import com.github.jknack.handlebars.io.TemplateSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All templates, compiled at start. Each renders one view record, whose {@code lang} decides the words. Everything is
 * escaped but what the {@code html} helper lets through, which is markup that this server made. A template whose name ends
 * in {@code .txt} makes plain text, in which nothing is escaped: it is for the text form of mails and never sent as HTML.
 */
public final class Templates {
    private static final String TEXT = ".txt";

    private final Messages messages;

    /** Names of the pages and fragments that can be rendered; a name from outside is never one. */
    private final Map<String, Template> compiled;

    /** Compiles the named templates of the class path, {@code templates/<name>.hbs}. */
    public Templates(Messages messages, List<String> names) {
        this.messages = messages;
        this.compiled = compile(messages, names);
    }

    private static Map<String, Template> compile(Messages messages, List<String> names) {
        var compiled = new HashMap<String, Template>();
        var html = engine(messages);
        var text = engine(messages).with(EscapingStrategy.NOOP).prettyPrint(true);
        for (var name : names) {
            try {
                compiled.put(name, (name.endsWith(TEXT) ? text : html).compile(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return compiled;
    }

    private static Handlebars engine(Messages messages) {
        var sources = DevelopmentResources.FOLDER;
        var handlebars = new Handlebars(
                        sources == null
                                ? new OnceLoader()
                                : new FileTemplateLoader(
                                        sources.resolve("templates").toFile(), ".hbs"))
                .with(new ConcurrentMapTemplateCache());
        handlebars.registerHelper("t", translate(messages));
        handlebars.registerHelper("html", (value, options) -> new Handlebars.SafeString(String.valueOf(value)));
        handlebars.registerHelper("eq", (value, options) -> java.util.Objects.equals(value, options.param(0)));
        handlebars.registerHelperMissing(Templates::missing);
        return handlebars;
    }

    /** Renders a view; the record has a component {@code lang} or {@code layout}. */
    public String render(String name, Record view) {
        var template = compiled.get(name);
        if (template == null) {
            throw new IllegalArgumentException("no template " + name);
        }
        if (DevelopmentResources.FOLDER != null) {
            template = compile(messages, List.of(name)).getOrDefault(name, template);
        }
        try {
            return template.apply(Context.newBuilder(view)
                    .resolver(RecordResolver.INSTANCE, MapValueResolver.INSTANCE)
                    .build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A view that says some things in words of its own rather than in the bundles'. */
    public interface OwnWords {
        /** Sentences by the key that templates ask for. */
        Map<String, String> words();
    }

    /** Looks each template up on the class path once: a partial is asked for anew each time that it is rendered. */
    private static final class OnceLoader extends ClassPathTemplateLoader {
        private final Map<String, TemplateSource> found = new ConcurrentHashMap<>();

        OnceLoader() {
            super("/templates", ".hbs");
        }

        @Override
        public TemplateSource sourceAt(String name) throws IOException {
            var known = found.get(name);
            if (known == null) {
                known = super.sourceAt(name);
                found.put(name, known);
            }
            return known;
        }
    }

    private static Helper<Object> translate(Messages messages) {
        return (key, options) -> {
            var own = view(options.context) instanceof OwnWords view
                    ? view.words().get(String.valueOf(key))
                    : null;
            return own == null
                    ? messages.get(lang(options.context), String.valueOf(key), options.hash)
                    : Messages.fill(own, options.hash);
        };
    }

    /** The language of the view: its component {@code lang}, or that of its {@link Layout}. */
    private static String lang(Context context) {
        var lang = context.get("lang");
        return String.valueOf(lang == null ? context.get("layout.lang") : lang);
    }

    /** The record that is rendered, however deep in it the template is. */
    private static Object view(Context context) {
        var at = context;
        while (at.parent() != null) {
            at = at.parent();
        }
        return at.model();
    }

    /** A name that no record on the way up has is a spelling mistake, which Handlebars would print as nothing. */
    private static Object missing(Object context, Options options) {
        for (var at = options.context; at != null; at = at.parent()) {
            if (RecordResolver.has(at.model(), options.helperName)) {
                return "";
            }
        }
        throw new IllegalStateException("a template names what no view has: " + options.helperName);
    }
}
