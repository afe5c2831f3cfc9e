package dev.palabre.comment.thread;

import dev.palabre.comment.CommentModule;
import dev.palabre.comment.model.Receipts;
import dev.palabre.comment.model.SampleComment;
import dev.palabre.http.ErrorHandler;
import dev.palabre.http.Pages;
import dev.palabre.http.PublicUrl;
import dev.palabre.privacy.notice.Notice;
import dev.palabre.template.Messages;
import dev.palabre.template.Templates;
import java.util.List;
import java.util.stream.Stream;

/** Pages and presenters of comments without a server. */
final class SamplePages {
    static final Messages MESSAGES = new Messages();
    static final PublicUrl URL = new PublicUrl("https://comments.example");
    static final Receipts RECEIPTS = new Receipts(SampleComment.KEYS, URL);
    static final Pages PAGES = pages();

    private SamplePages() {}

    static CommentPresenter comments() {
        return new CommentPresenter(MESSAGES, RECEIPTS);
    }

    static FormPresenter forms() {
        return new FormPresenter(PAGES, site -> Notice.of(site, MESSAGES));
    }

    private static Pages pages() {
        var templates = new Templates(
                MESSAGES,
                Stream.concat(CommentModule.TEMPLATES.stream(), List.of("problem").stream())
                        .toList());
        return new Pages(templates, MESSAGES, new ErrorHandler(MESSAGES, templates, URL), URL);
    }
}
