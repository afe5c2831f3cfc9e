package dev.palabre;

import picocli.CommandLine.Command;

/** What visitors are asked, and what they answered. */
@Command(
        name = "consent",
        description = "Verifies, exports and erases records of consent.",
        mixinStandardHelpOptions = true,
        subcommands = {ConsentProof.Verify.class, ConsentProof.Records.class, ConsentProof.Erase.class})
final class ConsentCommand {
    private ConsentCommand() {}
}
