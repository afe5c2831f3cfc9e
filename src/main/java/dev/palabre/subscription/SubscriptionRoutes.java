package dev.palabre.subscription;

import dev.palabre.http.ClientLimit;
import dev.palabre.http.CsrfCheck;
import dev.palabre.http.OneClickUnsubscribe;
import dev.palabre.http.Pages;
import dev.palabre.http.Request;
import dev.palabre.http.Response;
import dev.palabre.http.Routes;
import dev.palabre.problem.Problem;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import dev.palabre.subscription.SubscriptionLinks.Link;
import dev.palabre.subscription.SubscriptionLinks.Purpose;
import dev.palabre.subscription.SubscriptionView.Button;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pages of the links in mails to subscribers. GET shows a form; POST, of the form or of a mail client, acts. */
final class SubscriptionRoutes implements Routes {
    private static final String TEMPLATE = "subscription/subscription";

    private final Subscriptions subscriptions;
    private final Sites sites;
    private final SubscriptionLinks links;
    private final Pages pages;
    private final ClientLimit limit;
    private final CsrfCheck csrf;

    /** An opened link; {@code subscription} is empty where it ended or is not of the link's address. */
    private record Opened(
            Purpose purpose, String token, Link link, Site site, Optional<Subscription> subscription, String lang) {
        Subscription required() {
            return subscription.orElseThrow(SubscriptionLinks::expired);
        }
    }

    /** Form fields of these pages. */
    record Choice(@Nullable String rhythm, @Nullable String what) {}

    SubscriptionRoutes(
            Subscriptions subscriptions, Sites sites, SubscriptionLinks links, Pages pages, ClientLimit limit) {
        this.subscriptions = subscriptions;
        this.sites = sites;
        this.links = links;
        this.pages = pages;
        this.limit = limit;
        this.csrf = new CsrfCheck(pages.publicUrl().origin());
    }

    @Override
    public void mount(Router router) {
        get(router, "/follow/confirm/:token", this::confirmForm);
        post(router, "/follow/confirm/:token", this::confirm);
        get(router, "/follow/stop/:token", request -> unsubscribeForm(request, Purpose.STOP));
        post(router, "/follow/stop/:token", request -> unsubscribe(request, Purpose.STOP));
        get(router, "/follow/digest/:token", request -> unsubscribeForm(request, Purpose.DIGEST));
        post(router, "/follow/digest/:token", request -> unsubscribe(request, Purpose.DIGEST));
    }

    private static void get(Router router, String path, Function<Request, Future<Response>> handler) {
        router.get(path).handler(Request.handler(handler));
    }

    private static void post(Router router, String path, Function<Request, Future<Response>> handler) {
        router.post(path).handler(Request.handler(handler));
    }

    private Future<Response> confirmForm(Request request) {
        return open(request, Purpose.CONFIRM).compose(opened -> {
            var subscription = opened.required();
            return subscriptions
                    .isMuted(subscription.siteId(), subscription.addressId())
                    .map(muted -> page(
                            opened,
                            "subscription.confirm.title",
                            confirmParagraphs(opened, muted),
                            List.of(
                                    button(opened, "rhythm", Frequency.EACH.wire(), "subscription.confirm.each"),
                                    button(opened, "rhythm", Frequency.DAILY.wire(), "subscription.confirm.daily"))));
        });
    }

    private List<String> confirmParagraphs(Opened opened, boolean muted) {
        var paragraphs = new ArrayList<>(List.of(text(opened, "subscription.confirm.lead")));
        if (muted) {
            paragraphs.add(text(opened, "subscription.confirm.muted"));
        }
        paragraphs.add(text(opened, "subscription.confirm.minors"));
        return paragraphs;
    }

    private Future<Response> confirm(Request request) {
        csrf.require(request);
        return open(request, Purpose.CONFIRM).compose(opened -> {
            var subscription = opened.required();
            var frequency = Frequency.of(request.body(Choice.class).rhythm())
                    .orElseThrow(() -> Problem.malformed("rhythm", "wrong_type"));
            return subscriptions
                    .confirm(opened.site(), subscription, frequency)
                    .map(done -> donePage(opened, "subscription.confirmed." + frequency.wire()));
        });
    }

    private Future<Response> unsubscribeForm(Request request, Purpose purpose) {
        return open(request, purpose).map(opened -> {
            var ended = purpose == Purpose.STOP && opened.subscription().isEmpty();
            var lead = ended ? "subscription.stop.ended" : "subscription.stop.lead." + purpose.wire();
            var buttons = new ArrayList<Button>();
            if (!ended) {
                buttons.add(button(opened, "what", "this", "subscription.stop." + purpose.wire()));
            }
            buttons.add(button(opened, "what", "all", "subscription.stop.all"));
            return page(opened, "subscription.stop.title", List.of(text(opened, lead)), buttons);
        });
    }

    private Future<Response> unsubscribe(Request request, Purpose purpose) {
        var oneClick = request.isOneClickUnsubscribe();
        if (!oneClick) {
            csrf.require(request);
        }
        return open(request, purpose).compose(opened -> {
            var all = !oneClick && "all".equals(request.body(Choice.class).what());
            return unsubscribe(opened, all)
                    .map(done -> oneClick
                            ? OneClickUnsubscribe.done()
                            : donePage(opened, "subscription.stopped." + (all ? "all" : purpose.wire())));
        });
    }

    private Future<Void> unsubscribe(Opened opened, boolean all) {
        var link = opened.link();
        if (all) {
            return subscriptions.stopAll(link.siteId(), link.addressId());
        }
        return opened.purpose() == Purpose.DIGEST
                ? subscriptions.endDaily(link.siteId(), link.addressId())
                : subscriptions.end(link.siteId(), link.subscriptionId(), link.addressId());
    }

    private Future<Opened> open(Request request, Purpose purpose) {
        limit.count(request);
        var token = request.path("token");
        var link = links.require(purpose, token);
        return Future.all(sites.require(link.siteId()), subscriptions.find(link.siteId(), link.subscriptionId()))
                .map(both -> {
                    Site site = both.resultAt(0);
                    var subscription = both.<Optional<Subscription>>resultAt(1)
                            .filter(each -> each.addressId().equals(link.addressId()));
                    return new Opened(purpose, token, link, site, subscription, language(request, site, subscription));
                });
    }

    /** The language of the subscription, else the browser's. */
    private String language(Request request, Site site, Optional<Subscription> subscription) {
        if (subscription.isEmpty()) {
            return request.chooseLanguage(
                    pages.messages(), null, site.settings().locale());
        }
        request.setLanguage(subscription.get().lang());
        return subscription.get().lang();
    }

    private Response donePage(Opened opened, String key) {
        return page(opened, "subscription.done", List.of(text(opened, key)), List.of());
    }

    private Response page(Opened opened, String title, List<String> paragraphs, List<Button> buttons) {
        var view = new SubscriptionView(
                pages.layout(opened.lang(), text(opened, title)),
                opened.site().name(),
                opened.subscription().map(Subscription::pageTitle).orElse(null),
                opened.subscription().map(Subscription::pageUrl).orElse(null),
                paragraphs,
                buttons.isEmpty() ? null : links.url(opened.purpose(), opened.token()),
                buttons);
        return pages.formPage(200, TEMPLATE, view)
                .with("X-Robots-Tag", "noindex, nofollow")
                .with("Cache-Control", "private, no-store");
    }

    private Button button(Opened opened, String name, String value, String key) {
        return new Button(name, value, text(opened, key));
    }

    private String text(Opened opened, String key) {
        return pages.text(opened.lang(), key);
    }
}
