package dev.palabre.privacy.selfservice.export;

import dev.palabre.comment.lifecycle.AuthorActions;
import dev.palabre.comment.model.Comment;
import dev.palabre.http.Pages;
import dev.palabre.http.Response;
import dev.palabre.privacy.selfservice.export.ConsentRecordLookup.ConsentRecord;
import dev.palabre.privacy.selfservice.export.PersonalData.Subject;
import dev.palabre.site.Site;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Everything that is kept of an author on a site, as a file to download. */
public final class PersonalDataExport {
    /** Template of the page. */
    public static final String TEMPLATE = "privacy/selfservice/export/personal-data";

    private static final int MAX_COMMENTS = 5_000;

    private final AuthorActions authors;
    private final PersonalDataQuery query;
    private final Pages pages;

    /** Format of the file. */
    public enum Format {
        JSON,
        HTML
    }

    /** Files of what this query reads. */
    public PersonalDataExport(AuthorActions authors, PersonalDataQuery query, Pages pages) {
        this.authors = authors;
        this.query = query;
        this.pages = pages;
    }

    /** All comments of an address, and these consent records. */
    public Future<Response> all(
            Site site, UUID addressId, String email, String lang, List<ConsentRecord> consents, Format format) {
        return authors.byAddress(site.id(), addressId, null, MAX_COMMENTS)
                .compose(found -> file(new Subject(site, addressId, email, lang), found, consents, format));
    }

    /** One comment. */
    public Future<Response> one(Site site, Comment comment, UUID addressId, String email, String lang, Format format) {
        return file(new Subject(site, addressId, email, lang), List.of(comment), List.of(), format);
    }

    private Future<Response> file(Subject subject, List<Comment> found, List<ConsentRecord> consents, Format format) {
        return query.read(subject, found, consents)
                .compose(data -> pages.inBackground(() -> attachment(subject.site(), format, content(data, format))));
    }

    private Response content(PersonalData data, Format format) {
        var now = Instant.now();
        return switch (format) {
            case JSON -> Response.json(200, PersonalDataJson.of(data, now));
            case HTML -> Response.html(200, pages.render(TEMPLATE, PersonalDataView.of(data, pages, now)));
        };
    }

    private static Response attachment(Site site, Format format, Response content) {
        var extension = format == Format.JSON ? "json" : "html";
        return content.with(
                        "Content-Disposition", "attachment; filename=\"" + site.key() + "-comments." + extension + "\"")
                .with("Cache-Control", "private, no-store");
    }
}
