package dev.palabre.subscription;

import dev.palabre.http.ClientAddresses;
import dev.palabre.http.CsrfCheck;
import dev.palabre.http.ErrorHandler;
import dev.palabre.http.OneClickUnsubscribe;
import dev.palabre.http.Params;
import dev.palabre.http.RateLimit;
import dev.palabre.http.RequestBody;
import dev.palabre.http.Response;
import dev.palabre.http.SecurityHeaders;
import dev.palabre.http.Voice;
import dev.palabre.problem.Problem;
import dev.palabre.site.Site;
import dev.palabre.site.Sites;
import dev.palabre.subscription.SubscriptionLinks.Link;
import dev.palabre.subscription.SubscriptionLinks.Purpose;
import dev.palabre.subscription.SubscriptionView.Button;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the links of these mails lead. GET shows; a button, or the mail client's own, does. */
final class SubscriptionRoutes {
    private final Subscriptions follows;
    private final Sites sites;
    private final SubscriptionLinks links;
    private final Voice voice;
    private final CsrfCheck sameOrigin;
    private final ClientAddresses visitors;
    private final RateLimit reads;

    /** What a link opened. */
    private record Opened(
            Purpose purpose, String token, Link link, Site site, Optional<Subscription> follow, String lang) {}

    record Choice(@Nullable String rhythm, @Nullable String what) {}

    SubscriptionRoutes(
            Subscriptions follows,
            Sites sites,
            SubscriptionLinks links,
            Voice voice,
            ClientAddresses visitors,
            RateLimit reads) {
        this.follows = follows;
        this.sites = sites;
        this.links = links;
        this.voice = voice;
        this.sameOrigin = new CsrfCheck(voice.links().origin());
        this.visitors = visitors;
        this.reads = reads;
    }

    void mount(Router router) {
        router.get("/follow/confirm/:token").handler(Response.handler(this::ask));
        router.post("/follow/confirm/:token").handler(Response.handler(this::confirm));
        router.get("/follow/stop/:token").handler(Response.handler(ctx -> offer(ctx, Purpose.STOP)));
        router.post("/follow/stop/:token").handler(Response.handler(ctx -> stop(ctx, Purpose.STOP)));
        router.get("/follow/digest/:token").handler(Response.handler(ctx -> offer(ctx, Purpose.DIGEST)));
        router.post("/follow/digest/:token").handler(Response.handler(ctx -> stop(ctx, Purpose.DIGEST)));
    }

    private Future<Response> ask(RoutingContext ctx) {
        return open(ctx, Purpose.CONFIRM).compose(opened -> {
            var follow = opened.follow().orElseThrow(SubscriptionLinks::over);
            return follows.isMuted(follow.siteId(), follow.addressId()).map(muted -> {
                var points = new ArrayList<>(List.of(say(opened, "follow.confirm.lead")));
                if (muted) {
                    points.add(say(opened, "follow.confirm.muted"));
                }
                points.add(say(opened, "follow.confirm.minors"));
                return page(
                        ctx,
                        opened,
                        "follow.confirm.title",
                        points,
                        List.of(
                                new Button("rhythm", Frequency.EACH.wire(), say(opened, "follow.confirm.each")),
                                new Button("rhythm", Frequency.DAILY.wire(), say(opened, "follow.confirm.daily"))));
            });
        });
    }

    private Future<Response> confirm(RoutingContext ctx) {
        sameOrigin.require(ctx);
        return open(ctx, Purpose.CONFIRM).compose(opened -> {
            var follow = opened.follow().orElseThrow(SubscriptionLinks::over);
            var rhythm = Frequency.of(RequestBody.read(ctx, Choice.class).rhythm())
                    .orElseThrow(() -> Problem.malformed("rhythm", "wrong_type"));
            return follows.confirm(opened.site(), follow, rhythm)
                    .map(done -> said(ctx, opened, "follow.confirmed." + rhythm.wire()));
        });
    }

    private Future<Response> offer(RoutingContext ctx, Purpose purpose) {
        return open(ctx, purpose).map(opened -> {
            var page = purpose == Purpose.STOP;
            var over = page && opened.follow().isEmpty();
            var all = new Button("what", "all", say(opened, "follow.stop.all"));
            return page(
                    ctx,
                    opened,
                    "follow.stop.title",
                    List.of(say(opened, over ? "follow.stop.over" : "follow.stop.lead." + purpose.wire())),
                    over
                            ? List.of(all)
                            : List.of(new Button("what", "this", say(opened, "follow.stop." + purpose.wire())), all));
        });
    }

    private Future<Response> stop(RoutingContext ctx, Purpose purpose) {
        var oneClick = OneClickUnsubscribe.isOne(ctx);
        if (!oneClick) {
            sameOrigin.require(ctx);
        }
        return open(ctx, purpose).compose(opened -> {
            var all = !oneClick
                    && "all".equals(RequestBody.read(ctx, Choice.class).what());
            return stopped(opened, all)
                    .map(done -> oneClick
                            ? OneClickUnsubscribe.done()
                            : said(ctx, opened, all ? "follow.stopped.all" : "follow.stopped." + purpose.wire()));
        });
    }

    private Future<Void> stopped(Opened opened, boolean all) {
        var link = opened.link();
        return all
                ? follows.stopAll(link.siteId(), link.addressId())
                : opened.purpose() == Purpose.DIGEST
                        ? follows.endDaily(link.siteId(), link.addressId())
                        : follows.end(link.siteId(), link.followId(), link.addressId());
    }

    /** What the link is about; a page that is not followed any more is none. */
    private Future<Opened> open(RoutingContext ctx, Purpose purpose) {
        reads.require(visitors.bucket(ctx.request()), "too_many_requests");
        var token = Params.path(ctx, "token");
        var link = links.require(purpose, token);
        return Future.all(sites.require(link.siteId()), follows.find(link.siteId(), link.followId()))
                .map(both -> {
                    Site site = both.resultAt(0);
                    var follow = both.<Optional<Subscription>>resultAt(1)
                            .filter(each -> each.addressId().equals(link.addressId()));
                    var lang = follow.map(Subscription::lang).orElseGet(() -> voice.messages()
                            .pick(
                                    null,
                                    ctx.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE),
                                    site.settings().locale()));
                    ErrorHandler.speak(ctx, lang);
                    return new Opened(purpose, token, link, site, follow, lang);
                });
    }

    private Response said(RoutingContext ctx, Opened opened, String key) {
        return page(ctx, opened, "follow.done", List.of(say(opened, key)), List.of());
    }

    private Response page(RoutingContext ctx, Opened opened, String title, List<String> points, List<Button> buttons) {
        SecurityHeaders.protectForm(ctx.response());
        ctx.response().putHeader("X-Robots-Tag", "noindex, nofollow");
        var view = new SubscriptionView(
                opened.lang(),
                voice.messages().direction(opened.lang()),
                say(opened, title),
                voice.links().to("/assets"),
                opened.site().name(),
                opened.follow().map(Subscription::pageTitle).orElse(null),
                opened.follow().map(Subscription::pageUrl).orElse(null),
                points,
                buttons.isEmpty() ? null : links.path(opened.purpose(), opened.token()),
                buttons);
        return Response.html(200, voice.templates().render("follow", view)).with("Cache-Control", "private, no-store");
    }

    private String say(Opened opened, String key) {
        return voice.messages().get(opened.lang(), key);
    }
}
