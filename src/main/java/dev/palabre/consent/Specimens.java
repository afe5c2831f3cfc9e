package dev.palabre.consent;

import dev.palabre.kernel.template.Messages;
import dev.palabre.kernel.template.Templates;
import dev.palabre.site.Site;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document.OutputSettings;
import org.jsoup.nodes.Element;

/** Both layers of a policy to be looked at on a page of ours: the very words and their order, and nothing that acts. */
public final class Specimens {
    private final Templates templates;
    private final Messages messages;
    private final Addresses addresses;

    Specimens(Templates templates, Messages messages, Addresses addresses) {
        this.templates = templates;
        this.messages = messages;
        this.addresses = addresses;
    }

    /**
     * One layer in one language.
     *
     * @param lang of it
     * @param dir of its writing
     * @param html markup of ours
     */
    public record Layer(String lang, String dir, String html) {}

    /** What is seen first. */
    public Layer first(Site site, Policy policy, String lang) {
        return layer("banner", site, policy, lang);
    }

    /** What is seen after "Customise". */
    public Layer detail(Site site, Policy policy, String lang) {
        return layer("banner-detail", site, policy, lang);
    }

    private Layer layer(String template, Site site, Policy policy, String lang) {
        var html = templates.render(template, BannerView.of(site, policy, addresses, lang, messages));
        return new Layer(lang, messages.direction(lang), inert(html));
    }

    /** Without names, so that two of them may stand on a page and no robot takes one for the banner. */
    private static String inert(String html) {
        var document = Jsoup.parseBodyFragment(html);
        document.outputSettings(new OutputSettings().prettyPrint(false));
        var body = document.body();
        body.select("[hidden], .pm__close").remove();
        body.select("dialog, button")
                .forEach(element -> element.tagName(element.normalName().equals("dialog") ? "div" : "span"));
        body.select("h2").forEach(heading -> heading.tagName("h4"));
        body.select("input").forEach(input -> input.attr("disabled", "disabled"));
        body.select("details").forEach(details -> details.attr("open", "open"));
        body.getAllElements().forEach(Specimens::unname);
        return body.html();
    }

    private static void unname(Element element) {
        element.attributes().asList().stream()
                .map(attribute -> attribute.getKey())
                .filter(name -> name.equals("id")
                        || name.equals("for")
                        || (name.equals("type") && !element.normalName().equals("input"))
                        || name.equals("tabindex")
                        || name.startsWith("aria-")
                        || name.startsWith("data-"))
                .toList()
                .forEach(element::removeAttr);
        var classes = element.className();
        if (!classes.isEmpty()) {
            element.attr(
                    "class", "shown-" + classes.replaceAll("\\s+", " shown-").replaceAll("__", "-"));
        }
    }
}
