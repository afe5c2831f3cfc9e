package dev.palabre.privacy.selfservice;

import dev.palabre.comment.model.Comment;
import dev.palabre.privacy.selfservice.page.AuthorActionView.Button;
import dev.palabre.privacy.selfservice.page.AuthorActionView.Link;
import dev.palabre.privacy.selfservice.page.AuthorPages;
import dev.palabre.privacy.selfservice.page.AuthorPages.Form;
import dev.palabre.privacy.selfservice.page.AuthorPages.Frame;
import dev.palabre.site.Site;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the forms below {@code /sites/:site/mine}, which all lead back to the list of the author's data. */
final class MyDataPages {
    private final AuthorAuth auth;
    private final AuthorPages pages;

    MyDataPages(AuthorAuth auth, AuthorPages pages) {
        this.auth = auth;
        this.pages = pages;
    }

    /** A form with one button; {@code key} is the prefix of its messages. */
    Form form(AuthorRequest request, String key, String path, @Nullable Comment comment, boolean grave) {
        var lang = request.lang();
        var values = Map.of("title", comment == null ? "" : comment.page().title(), "address", request.email());
        return new Form(
                pages.text(lang, key + "title"),
                List.of(pages.text(lang, key + "lead", values)),
                auth.base(request.site()) + path,
                List.of(new Button("act", "1", pages.text(lang, key + "button"))),
                grave);
    }

    /** A frame with a link back to the list. */
    Frame frame(AuthorRequest request) {
        var lang = request.lang();
        return new Frame(
                request.site(),
                lang,
                new Link(auth.base(request.site()) + "/all", pages.text(lang, "selfservice.mine.back")));
    }

    /** A frame with a link to the site, for pages without a session. */
    Frame siteFrame(Site site, String lang) {
        return new Frame(site, lang, new Link(site.origins().get(0), pages.text(lang, "selfservice.toSite")));
    }
}
