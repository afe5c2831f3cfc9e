package dev.palabre.cli;

import dev.palabre.consent.publishing.PolicyPublishing;
import dev.palabre.privacy.record.ProcessingRecords;
import dev.palabre.site.Site;
import dev.palabre.template.Messages;
import dev.palabre.template.Templates;
import dev.palabre.widget.AssetRoutes;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the record of processing activities of a site. */
@Command(
        name = "register",
        description = "Prints the record of processing activities of a site (GDPR, article 30).",
        mixinStandardHelpOptions = true)
final class SiteRegisterCommand implements Callable<Integer>, ServerOptions.OnServer {
    private static final Messages MESSAGES = new Messages();

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "KEY", description = "the site")
    private String site;

    @Option(names = "--lang", paramLabel = "LANG", description = "fr or en (default: the language of the site)")
    private @Nullable String lang;

    @Option(names = "--format", paramLabel = "FORMAT", description = "text or html (default: text)")
    private String format = "text";

    @Override
    public Integer call() {
        if (lang != null && !Messages.LANGUAGES.contains(lang)) {
            throw new IllegalArgumentException("--lang takes " + String.join(" or ", Messages.LANGUAGES));
        }
        if (!Set.of("text", "html").contains(format)) {
            throw new IllegalArgumentException("--format takes text or html");
        }
        var register = CommandRunner.await(spec, ground -> {
            var asked = new PolicyPublishing(ground.database(), ground.changes(), MESSAGES, AssetRoutes.digest());
            var registers = new ProcessingRecords(MESSAGES, asked::purposes);
            return SiteCommand.site(ground, site).compose(found -> registers.of(found, language(found)));
        });
        var templates = new Templates(MESSAGES, ProcessingRecords.TEMPLATES);
        spec.commandLine()
                .getOut()
                .print(
                        format.equals("html")
                                ? ProcessingRecords.page(register, templates)
                                : ProcessingRecords.text(register, templates));
        return 0;
    }

    private String language(Site found) {
        return lang == null ? found.settings().locale() : lang;
    }
}
