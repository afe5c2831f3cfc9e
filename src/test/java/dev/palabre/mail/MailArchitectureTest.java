package dev.palabre.mail;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.palabre", importOptions = ImportOption.DoNotIncludeTests.class)
class MailArchitectureTest {
    /** Whoever else made a mail could pass the guard by. */
    @ArchTest
    static final ArchRule onlyThePostmanAndTheReaderOfReportsTouchTheMailLibrary = noClasses()
            .that()
            .haveNameNotMatching("dev\\.palabre\\.mail\\.(Postman|BounceReader)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.simplejavamail..", "jakarta.mail..", "org.eclipse.angus..");
}
