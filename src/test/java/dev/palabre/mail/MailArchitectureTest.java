package dev.palabre.mail;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.palabre", importOptions = ImportOption.DoNotIncludeTests.class)
final class MailArchitectureTest {
    /** A mail made elsewhere would bypass the header checks of {@code HeaderSanitizer}. */
    @ArchTest
    static final ArchRule mailLibrary_isUsedOnlyToSendAndToReadBounces = noClasses()
            .that()
            .haveNameNotMatching("dev\\.palabre\\.mail\\.(smtp\\.SmtpSender|outbox\\.BounceReader)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.simplejavamail..", "jakarta.mail..", "org.eclipse.angus..");
}
