package dev.palabre.demo;

import com.github.jknack.handlebars.Handlebars;
import com.github.jknack.handlebars.io.ClassPathTemplateLoader;
import dev.palabre.template.Messages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Renders the whole site once; reads the class path, so not on an event loop. */
final class DemoRenderer {
    private static final List<String> SLUGS =
            List.of("la-plage-tient-ses-comptes", "le-peintre-des-cars-rapides", "the-library-comes-on-thursdays");
    private static final List<String> ASSETS = List.of("corniche.css", "audience-demo.js", "media-demo.js", "icon.svg");

    private final Handlebars handlebars =
            new Handlebars(new ClassPathTemplateLoader("/demo", ".hbs")).prettyPrint(false);
    private final List<Article> articles = SLUGS.stream()
            .map(slug -> Article.parse(slug, read("demo/articles/" + slug + ".html")))
            .toList();
    private final Messages messages = new Messages();
    private final String palabreUrl;

    private DemoRenderer(String palabreUrl) {
        this.palabreUrl = palabreUrl;
    }

    /** All pages and assets, for a Palabre server at this URL. */
    static DemoPages render(String palabreUrl) {
        return new DemoRenderer(palabreUrl).all();
    }

    private DemoPages all() {
        var pages = new HashMap<String, DemoPage>();
        pages.put("/", home());
        for (var article : articles) {
            pages.put("/" + article.slug(), page(article));
            asset(pages, article.slug() + ".svg");
        }
        ASSETS.forEach(name -> asset(pages, name));
        return new DemoPages(pages, page("missing", "fr", Map.of()));
    }

    private DemoPage home() {
        return page("home", "fr", Map.of("lead", articles.get(0), "others", articles.subList(1, articles.size())));
    }

    private DemoPage page(Article article) {
        var others = articles.stream()
                .filter(other -> !other.slug().equals(article.slug()))
                .toList();
        return page("article", article.lang(), Map.of("article", article, "others", others));
    }

    private static void asset(Map<String, DemoPage> pages, String name) {
        pages.put("/assets/" + name, DemoPage.asset(name, read("demo/assets/" + name)));
    }

    private DemoPage page(String template, String lang, Map<String, ?> values) {
        var context = new HashMap<String, Object>(values);
        context.put("lang", lang);
        context.put("pageLang", lang);
        context.put("server", palabreUrl);
        context.put("words", messages.below(lang, "demo."));
        try {
            return DemoPage.html(handlebars.compile(template).apply(context));
        } catch (IOException cannotHappen) {
            throw new UncheckedIOException(cannotHappen);
        }
    }

    private static String read(String resource) {
        try (var in = DemoRenderer.class.getClassLoader().getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
