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
    private MailFixture office;

    @BeforeEach
    void open() throws Exception {
        office = new MailFixture();
    }

    @AfterEach
    void close() throws Exception {
        office.close();
    }

    @Test
    void keep_holdsOneRowForAnAddressHoweverItIsWritten() throws Exception {
        assertThat(office.author("Fatou@example.org")).isEqualTo(office.author("fatou@EXAMPLE.org"));
    }

    @Test
    void toModerators_letsOneNoticeWait() throws Exception {
        office.notifyModerators();
        office.notifyModerators();
        assertThat(office.states()).containsExactly("waiting");
    }

    @Test
    void toAuthor_goesWithItsTransaction() throws Exception {
        var author = office.author("fatou@example.org");
        var undone = office.database.pipelined(client -> Future.join(
                office.outbox.toAuthor(client, office.site, "published", UUID.randomUUID(), author, "fr"),
                client.query("SELECT 1 / 0").execute()));
        boolean failed = await(undone.transform(done -> Future.succeededFuture(done.failed())));
        assertThat(failed).isTrue();
        assertThat(office.states()).isEmpty();
    }

    @Test
    void previews_readTheMailWithoutAnySmtpServer() throws Exception {
        office.write(office.author("fatou@example.org"), "en");
        office.moderator("awa@site.example", "en");
        office.moderator("moussa@site.example", "fr");
        office.notifyModerators();
        var previews = await(office.outbox.previews(List.of(office.site), 10));
        assertThat(previews).hasSize(2).allMatch(preview -> preview.state().equals("waiting"));
        assertThat(previews.get(0).to()).isEqualTo("awa@site.example, moussa@site.example");
        assertThat(previews.get(0).subject()).isEqualTo("Un commentaire attend votre décision – Le Soir");
        assertThat(previews.get(1).to()).isEqualTo("fatou@example.org");
        assertThat(previews.get(1).text()).contains("Your comment is online", "https://palabre.example/c/A");
        assertThat(previews.get(1).lastError()).isNull();
    }

    @Test
    void previews_showTheNewestAndLeaveOutWhatHasNothingToSay() throws Exception {
        var author = office.author("fatou@example.org");
        office.composers.register("nothing", letter -> Future.succeededFuture(Optional.empty()));
        await(office.database.pipelined(
                client -> office.outbox.toAuthor(client, office.site, "nothing", UUID.randomUUID(), author, "fr")));
        office.write(author, "fr");
        office.write(author, "en");
        var previews = await(office.outbox.previews(List.of(office.site), 2));
        assertThat(previews)
                .extracting(MailPreview::subject)
                .containsExactly("Your comment is online – Le Soir", "Votre commentaire est en ligne – Le Soir");
        assertThat(await(office.outbox.previews(List.of(office.site), 10))).hasSize(2);
    }

    @Test
    void previews_forgetWithTheAddress() throws Exception {
        office.write(office.author("fatou@example.org"), "fr");
        office.sql("DELETE FROM addresses");
        assertThat(await(office.outbox.previews(List.of(office.site), 10))).isEmpty();
    }
}
