package dev.palabre.consent.proof;

import dev.palabre.consent.choice.ConsentRecordFilter;
import dev.palabre.consent.choice.ConsentStore;
import dev.palabre.db.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Writes records of consent out, a page at a time, so that memory holds no more than one. */
final class ConsentRecordExport {
    private static final int PAGE = 1_000;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Database database;
    private final ConsentStore store = new ConsentStore();

    ConsentRecordExport(Database database) {
        this.database = database;
    }

    /**
     * Writes the records of a site, in the order in which they were made.
     *
     * @param sink takes the next bytes, and is asked again only when it has taken them
     */
    Future<Void> write(
            int siteId, ConsentRecordFilter filter, ConsentRecordFormat format, Function<Buffer, Future<Void>> sink) {
        var start = new ConsentStore.Place(filter.from(), BEFORE_ALL);
        return sink.apply(Buffer.buffer(format.head())).compose(begun -> pages(siteId, filter, start, format, sink));
    }

    private Future<Void> pages(
            int siteId,
            ConsentRecordFilter filter,
            ConsentStore.Place after,
            ConsentRecordFormat format,
            Function<Buffer, Future<Void>> sink) {
        return database.query(client -> store.page(client, siteId, filter, after, PAGE))
                .compose(page -> page.isEmpty()
                        ? Future.succeededFuture()
                        : sink.apply(lines(page, format))
                                .compose(taken -> page.size() < PAGE
                                        ? Future.succeededFuture()
                                        : pages(siteId, filter, place(page.get(PAGE - 1)), format, sink)));
    }

    private static Buffer lines(List<ConsentStore.Stored> page, ConsentRecordFormat format) {
        var lines = new StringBuilder();
        page.forEach(stored -> lines.append(format.line(stored)));
        return Buffer.buffer(lines.toString());
    }

    private static ConsentStore.Place place(ConsentStore.Stored stored) {
        return new ConsentStore.Place(stored.event().decidedAt(), stored.event().id());
    }
}
