package dev.palabre.console.consent;

import dev.palabre.console.layout.LayoutView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a site asks, and what it will ask: the editor.
 *
 * @param nav to the other pages about the site
 * @param siteName for people
 * @param mayEdit whether who is signed in owns the site
 * @param told what was just done, null for nothing
 * @param refusal why nothing was done, null where it was
 * @param inForce what is asked now
 * @param memory which case of keeping choices holds, and what it means
 * @param hasDraft whether something is being edited
 * @param action where every form is sent
 * @param publishUrl where the draft is read again and published
 */
record PolicyView(
        String lang,
        String dir,
        LayoutView frame,
        List<SiteNavigation.Link> nav,
        String siteName,
        boolean mayEdit,
        @Nullable String told,
        @Nullable String refusal,
        InForce inForce,
        String memory,
        boolean hasDraft,
        List<FindingRow> findings,
        List<Choice> layouts,
        boolean consentMode,
        List<PurposeForm> purposes,
        List<Choice> catalogue,
        List<WordingForm> wordings,
        List<Published> history,
        String action,
        String publishUrl) {

    /** What is asked now; its page is null where nothing is. */
    record InForce(
            String sentence, @Nullable String url, @Nullable String version) {}

    /** Something that the linter says. */
    record FindingRow(boolean error, String grade, String path, String sentence) {}

    /** One of several values of a field, or a box to tick. */
    record Choice(String value, String label, boolean chosen) {}

    /** A purpose, as a form; the one that was edited last is open. */
    record PurposeForm(
            String key,
            String title,
            boolean open,
            boolean first,
            List<PurposeWords> texts,
            List<Choice> signals,
            List<TraceRow> traces,
            List<ServiceForm> services) {}

    /** The words of a purpose in one language; placeholders are the words that are shown while a field is empty. */
    record PurposeWords(
            String code,
            String languageName,
            String titleTyped,
            String titleShown,
            String descriptionTyped,
            String descriptionShown) {}

    /** A service, as a form. */
    record ServiceForm(
            String serviceKey,
            String name,
            String controller,
            List<ServiceWords> texts,
            String privacyUrl,
            String days,
            List<TraceRow> traces) {}

    /** What a service says of itself in one language. */
    record ServiceWords(String code, String languageName, String data, String transfer) {}

    /** A trace, as a row of a form. */
    record TraceRow(
            int row, String name, List<Choice> storages, String domain, String days, boolean httpOnly, boolean fresh) {}

    /** Words in one language, as a form. */
    record WordingForm(String code, String languageName, List<WordField> fields) {}

    /** One sentence that may be replaced. */
    record WordField(String key, String typed, String shown) {}

    /** A publication. */
    record Published(int number, String version, String url, String at, String atDate) {}
}
