package dev.palabre.consent.banner;

import static java.util.stream.Collectors.toMap;

import dev.palabre.consent.policy.ConsentUrls;
import dev.palabre.consent.policy.Policy;
import dev.palabre.site.Site;
import dev.palabre.template.Messages;
import dev.palabre.template.Templates;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document.OutputSettings;
import org.jsoup.nodes.Element;

/** Both layers of a policy to be looked at on a page of ours: the very words and their order, and nothing that acts. */
public final class BannerPreviews {
    private final Templates templates;
    private final Messages messages;
    private final ConsentUrls addresses;

    public BannerPreviews(Templates templates, Messages messages, ConsentUrls addresses) {
        this.templates = templates;
        this.messages = messages;
        this.addresses = addresses;
    }

    /**
     * Both layers in one language.
     *
     * @param name that the language has for itself
     * @param dir of its writing
     * @param layers what is seen first, and what is seen after "Customise"
     */
    public record Layers(String lang, String name, String dir, List<Layer> layers) {}

    /** A layer, as markup of ours. */
    public record Layer(String html) {}

    /** What visitors are asked by a policy, in every language. */
    public List<Layers> of(Site site, Policy policy) {
        return Messages.LANGUAGES.stream()
                .map(lang -> {
                    var view = BannerView.of(site, policy, addresses, lang, messages);
                    return new Layers(
                            lang,
                            Messages.ownName(lang),
                            messages.direction(lang),
                            List.of(
                                    new Layer(inert(templates.render("banner", view))),
                                    new Layer(inert(templates.render("banner-detail", view)))));
                })
                .toList();
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
        body.select("details").forEach(details -> details.attr("open", "open"));
        var labels = body.select("label").stream()
                .collect(toMap(label -> label.attr("for"), Element::text, (first, second) -> first));
        var boxes = body.select("input").stream().collect(toMap(box -> box, box -> labels.getOrDefault(box.id(), "")));
        body.getAllElements().forEach(BannerPreviews::unname);
        boxes.forEach((box, label) -> box.attr("disabled", "disabled").attr("aria-label", label));
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
