package dev.palabre.mail.outbox;

import static dev.palabre.mail.outbox.MailFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("server")
class OutboxTest {
    private MailFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new MailFixture();
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void keep_holdsOneRowForAnAddressHoweverItIsWritten() throws Exception {
        assertThat(fixture.author("Fatou@example.org")).isEqualTo(fixture.author("fatou@EXAMPLE.org"));
    }

    @Test
    void toModerators_letsOneNoticeWait() throws Exception {
        fixture.notifyModerators();
        fixture.notifyModerators();
        assertThat(fixture.states()).containsExactly("waiting");
    }

    @Test
    void toAuthor_goesWithItsTransaction() throws Exception {
        var author = fixture.author("fatou@example.org");
        var undone = fixture.database.pipelined(client -> Future.join(
                fixture.outbox.toAuthor(client, fixture.site, "published", UUID.randomUUID(), author, "fr"),
                client.query("SELECT 1 / 0").execute()));
        boolean failed = await(undone.transform(done -> Future.succeededFuture(done.failed())));
        assertThat(failed).isTrue();
        assertThat(fixture.states()).isEmpty();
    }

    @Test
    void previews_readTheMailWithoutAnySmtpServer() throws Exception {
        fixture.write(fixture.author("fatou@example.org"), "en");
        fixture.moderator("awa@site.example", "en");
        fixture.moderator("moussa@site.example", "fr");
        fixture.notifyModerators();
        var previews = await(fixture.outbox.previews(List.of(fixture.site), 10));
        assertThat(previews).hasSize(2).allMatch(preview -> preview.state().equals("waiting"));
        assertThat(previews.get(0).to()).isEqualTo("awa@site.example, moussa@site.example");
        assertThat(previews.get(0).subject()).isEqualTo("Un commentaire attend votre décision – Le Soir");
        assertThat(previews.get(1).to()).isEqualTo("fatou@example.org");
        assertThat(previews.get(1).text()).contains("Your comment is online", "https://palabre.example/c/A");
        assertThat(previews.get(1).lastError()).isNull();
    }

    @Test
    void previews_showTheNewestWithoutThoseThatWouldBeDropped() throws Exception {
        var author = fixture.author("fatou@example.org");
        fixture.composers.register("nothing", message -> Future.succeededFuture(Optional.empty()));
        await(fixture.database.pipelined(
                client -> fixture.outbox.toAuthor(client, fixture.site, "nothing", UUID.randomUUID(), author, "fr")));
        fixture.write(author, "fr");
        fixture.write(author, "en");
        var previews = await(fixture.outbox.previews(List.of(fixture.site), 2));
        assertThat(previews)
                .extracting(MailPreview::subject)
                .containsExactly("Your comment is online – Le Soir", "Votre commentaire est en ligne – Le Soir");
        assertThat(await(fixture.outbox.previews(List.of(fixture.site), 10))).hasSize(2);
    }

    @Test
    void previews_forgetWithTheAddress() throws Exception {
        fixture.write(fixture.author("fatou@example.org"), "fr");
        fixture.sql("DELETE FROM addresses");
        assertThat(await(fixture.outbox.previews(List.of(fixture.site), 10))).isEmpty();
    }
}
