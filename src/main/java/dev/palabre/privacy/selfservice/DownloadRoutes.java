package dev.palabre.privacy.selfservice;

import dev.palabre.http.Response;
import dev.palabre.http.Routes;
import dev.palabre.privacy.selfservice.export.ConsentRecordLookup;
import dev.palabre.privacy.selfservice.export.PersonalDataExport;
import dev.palabre.privacy.selfservice.export.PersonalDataExport.Format;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import org.jspecify.annotations.Nullable;

/** Downloads of everything that is kept of an author, with the consent records whose receipt they have. */
final class DownloadRoutes implements Routes {
    private final PersonalDataExport export;
    private final ConsentRecordLookup consents;
    private final AuthorAuth auth;

    /** Number of a consent receipt. */
    record ConsentNumber(@Nullable String consent) {}

    DownloadRoutes(PersonalDataExport export, ConsentRecordLookup consents, AuthorAuth auth) {
        this.export = export;
        this.consents = consents;
        this.auth = auth;
    }

    @Override
    public void mount(Router router) {
        mount(router, "/sites/:site/mine/all.json", Format.JSON);
        mount(router, "/sites/:site/mine/all.html", Format.HTML);
    }

    private void mount(Router router, String path, Format format) {
        auth.page(
                router,
                path,
                request -> download(request, "", format),
                request -> download(request, typedNumber(request), format));
    }

    private Future<Response> download(AuthorRequest request, String number, Format format) {
        return consents.of(request, number, request.lang())
                .compose(found -> export.all(
                        request.site(), request.addressId(), request.email(), request.lang(), found, format));
    }

    private static String typedNumber(AuthorRequest request) {
        var typed = request.body(ConsentNumber.class).consent();
        return typed == null ? "" : typed.strip();
    }
}
