package dev.palabre.demo;

import com.github.jknack.handlebars.Handlebars;
import com.github.jknack.handlebars.io.ClassPathTemplateLoader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/** Renders the whole site once; reads the class path, so not on an event loop. */
final class Newsroom {
    private static final List<String> SLUGS =
            List.of("la-plage-tient-ses-comptes", "le-peintre-des-cars-rapides", "the-library-comes-on-thursdays");
    private static final List<String> ASSETS = List.of("corniche.css", "audience-demo.js", "media-demo.js", "icon.svg");

    private final Handlebars handlebars =
            new Handlebars(new ClassPathTemplateLoader("/demo", ".hbs")).prettyPrint(false);
    private final List<Article> articles = SLUGS.stream()
            .map(slug -> Article.parse(slug, read("demo/articles/" + slug + ".html")))
            .toList();
    private final String palabreUrl;

    private Newsroom(String palabreUrl) {
        this.palabreUrl = palabreUrl;
    }

    /** All pages and assets, for a Palabre server at this URL. */
    static DemoPages render(String palabreUrl) {
        return new Newsroom(palabreUrl).all();
    }

    private DemoPages all() {
        var pages = new HashMap<String, DemoPage>();
        pages.put(
                "/",
                page("home", "fr", Map.of("lead", articles.get(0), "others", articles.subList(1, articles.size()))));
        for (var article : articles) {
            var others = articles.stream()
                    .filter(other -> !other.slug().equals(article.slug()))
                    .toList();
            pages.put(
                    "/" + article.slug(),
                    page("article", article.lang(), Map.of("article", article, "others", others)));
            asset(pages, article.slug() + ".svg");
        }
        ASSETS.forEach(name -> asset(pages, name));
        return new DemoPages(pages, page("missing", "fr", Map.of()));
    }

    private static void asset(Map<String, DemoPage> pages, String name) {
        pages.put("/assets/" + name, DemoPage.asset(name, read("demo/assets/" + name)));
    }

    private DemoPage page(String template, String lang, Map<String, ?> values) {
        var context = new HashMap<String, Object>(values);
        context.put("lang", lang);
        context.put("server", palabreUrl);
        context.put("words", words(lang));
        try {
            return DemoPage.html(handlebars.compile(template).apply(context));
        } catch (IOException cannotHappen) {
            throw new UncheckedIOException(cannotHappen);
        }
    }

    private static Map<String, String> words(String lang) {
        var bundle = new Properties();
        try {
            bundle.load(new StringReader(read("messages/" + lang + "/demo.properties")));
        } catch (IOException cannotHappen) {
            throw new UncheckedIOException(cannotHappen);
        }
        var words = new HashMap<String, String>();
        bundle.stringPropertyNames()
                .forEach(key -> words.put(key.substring("demo.".length()), bundle.getProperty(key)));
        return words;
    }

    private static String read(String resource) {
        try (var in = Newsroom.class.getClassLoader().getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
