package dev.palabre.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns rendered HTML into the flat tree that the widget builds with {@code createElement}: a text, or
 * {@code [tag, {attributes}, child…]}. What is not on the lists is left out, here and once more in the widget, whose
 * {@code build.ts} holds the same lists.
 */
public final class DomNodes {
    private static final Logger LOG = LoggerFactory.getLogger(DomNodes.class);
    private static final int MAX_DEPTH = 64;
    private static final Pattern LINE_END = Pattern.compile("\\s*\\n\\s*");
    private static final Set<String> ELEMENTS = Set.of(
            "a",
            "article",
            "bdi",
            "blockquote",
            "br",
            "button",
            "caption",
            "circle",
            "code",
            "details",
            "dialog",
            "div",
            "em",
            "fieldset",
            "footer",
            "form",
            "h2",
            "h3",
            "h4",
            "header",
            "hr",
            "input",
            "label",
            "legend",
            "li",
            "ol",
            "option",
            "p",
            "path",
            "pre",
            "section",
            "select",
            "small",
            "span",
            "strong",
            "summary",
            "svg",
            "table",
            "tbody",
            "td",
            "text",
            "textarea",
            "th",
            "thead",
            "time",
            "tr",
            "ul");
    private static final Set<String> ATTRIBUTES = Set.of(
            "action",
            "autocomplete",
            "checked",
            "class",
            "d",
            "datetime",
            "dir",
            "disabled",
            "for",
            "hidden",
            "href",
            "id",
            "inputmode",
            "lang",
            "maxlength",
            "method",
            "minlength",
            "name",
            "novalidate",
            "open",
            "part",
            "placeholder",
            "readonly",
            "rel",
            "required",
            "role",
            "rows",
            "scope",
            "tabindex",
            "target",
            "title",
            "type",
            "value",
            "viewbox",
            "viewBox");
    private static final Set<String> ADDRESSES = Set.of("action", "href");

    private DomNodes() {}

    /** The trees of a rendered fragment. */
    public static List<Object> of(String html) {
        var body = Jsoup.parseBodyFragment(html).body();
        return children(body, false, 0);
    }

    private static List<Object> children(Element parent, boolean literal, int depth) {
        var found = new ArrayList<Object>();
        for (var node : parent.childNodes()) {
            add(found, node, literal, depth);
        }
        return found;
    }

    private static void add(List<Object> found, Node node, boolean literal, int depth) {
        if (node instanceof TextNode text) {
            var words = text.getWholeText();
            if (literal || words.indexOf('\n') < 0) {
                found.add(words);
            } else if (!words.isBlank()) {
                found.add(LINE_END.matcher(words).replaceAll(" "));
            }
        } else if (node instanceof Element element) {
            if (ELEMENTS.contains(element.normalName()) && depth < MAX_DEPTH) {
                found.add(element(element, literal, depth));
            } else {
                LOG.warn("left out of the nodes: element {}", element.normalName());
            }
        }
    }

    private static List<Object> element(Element element, boolean literal, int depth) {
        var node = new ArrayList<Object>();
        node.add(element.normalName());
        var attributes = attributes(element);
        if (!attributes.isEmpty()) {
            node.add(attributes);
        }
        var keeps = literal
                || element.normalName().equals("pre")
                || element.normalName().equals("textarea");
        node.addAll(children(element, keeps, depth + 1));
        return node;
    }

    private static Map<String, String> attributes(Element element) {
        var allowed = new LinkedHashMap<String, String>();
        for (var attribute : element.attributes()) {
            var name = attribute.getKey();
            if (named(name) && (!ADDRESSES.contains(name) || address(attribute.getValue()))) {
                allowed.put(name.equals("viewbox") ? "viewBox" : name, attribute.getValue());
            } else {
                LOG.warn("left out of the nodes: an attribute of {}", element.normalName());
            }
        }
        return allowed;
    }

    private static boolean named(String name) {
        return ATTRIBUTES.contains(name) || name.startsWith("aria-") || name.startsWith("data-");
    }

    private static boolean address(String value) {
        return value.startsWith("https://")
                || value.startsWith("http://")
                || value.startsWith("mailto:")
                || value.startsWith("#");
    }
}
