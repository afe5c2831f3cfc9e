package dev.palabre.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.palabre.mail.outbox.BounceReader;
import dev.palabre.mail.outbox.BounceReport;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BounceCodeTest {
    @ParameterizedTest
    @CsvSource({
        "550, 550 5.1.1, true",
        "550, 550, true",
        "553, 553, true",
        "551, 551 5.1.6, true",
        "550, 550 5.7.1, false",
        "554, 554, false",
        "552, 552 5.2.2, false",
        "450, 450 4.1.1, false",
        "421, 421, false",
        "501, 501 5.1.7, false",
        "550, 550 5.1.8, false"
    })
    void isOfTheAddress_isTrueOnlyWhereNobodyReadsThere(int reply, String words, boolean address) {
        assertThat(BounceCode.isOfTheAddress(reply, words)).isEqualTo(address);
    }

    @Test
    void code_isTheEnhancedOneWhereThereIsOne() {
        assertThat(BounceCode.code("the server answered 550 5.1.1")).isEqualTo("5.1.1");
        assertThat(BounceCode.code("the server answered 550")).isEqualTo("550");
        assertThat(BounceCode.code("it came")).isEqualTo("5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Content-Type: multipart/report; boundary=B\n\n--B--",
                "Content-Type: multipart/report; boundary=B\n\n--B\n\n--B\n",
                "Content-Type: multipart/report\n\nno boundary",
                "Content-Type: multipart/report; boundary=\"B\n\nbroken",
                "Content-Type: multipart/report; boundary=B\n\n--B\nContent-Type: message/delivery-status\n\n"
                        + "Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n\n--B--"
            })
    void read_takesNothingBrokenForAReport(String message) {
        assertThat(BounceReader.read(message.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void read_findsOriginalRecipientsAndHeadersOnly() {
        var report = """
                Content-Type: multipart/report; report-type="delivery-status"; boundary=B

                --B
                Content-Type: text/plain

                It did not work.
                --B
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx

                Original-Recipient: rfc822;<fatou@example.org>
                Final-Recipient: RFC822; forwarded@elsewhere.example
                Action: Failed
                Status: 5.1.1 (bad destination)

                Final-Recipient: rfc822; other@example.org
                Action: delayed
                Status: 4.4.1

                --B
                Content-Type: text/rfc822-headers

                Message-ID: <x@y>
                Subject: z

                --B--
                """.replace("\n", "\r\n");
        var read = BounceReader.read(report.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        assertThat(read.messageId()).isEqualTo("<x@y>");
        assertThat(read.failures())
                .extracting(BounceReport.Failure::recipient)
                .containsExactlyInAnyOrder("forwarded@elsewhere.example", "fatou@example.org");
    }
}
