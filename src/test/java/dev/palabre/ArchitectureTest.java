package dev.palabre;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Keeps the rooms apart, as docs/architecture.md draws them. */
@AnalyzeClasses(packages = "dev.palabre", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule rooms_standOnThoseBelow = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("root")
            .definedBy("dev.palabre")
            .layer("demo")
            .definedBy("dev.palabre.demo..")
            .layer("desk")
            .definedBy("dev.palabre.author..", "dev.palabre.moderation..")
            .layer("comment")
            .definedBy("dev.palabre.comment..")
            .layer("follow")
            .definedBy("dev.palabre.follow..")
            .layer("request")
            .definedBy("dev.palabre.request")
            .layer("request desk")
            .definedBy("dev.palabre.request.console..")
            .layer("signin")
            .definedBy("dev.palabre.signin..")
            .layer("consent")
            .definedBy("dev.palabre.consent")
            .layer("consent desk")
            .definedBy("dev.palabre.consent.console..")
            .layer("retention")
            .definedBy("dev.palabre.retention")
            .layer("retention desk")
            .definedBy("dev.palabre.retention.console..")
            .layer("guard")
            .definedBy("dev.palabre.guard..")
            .layer("mail")
            .definedBy("dev.palabre.mail..")
            .layer("widget")
            .definedBy("dev.palabre.widget..")
            .layer("notice")
            .definedBy("dev.palabre.notice..")
            .layer("transfer")
            .definedBy("dev.palabre.transfer..")
            .layer("site")
            .definedBy("dev.palabre.site..")
            .layer("kernel")
            .definedBy("dev.palabre.kernel..")
            .whereLayer("root")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("demo")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("consent desk")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("consent desk")
            .mayOnlyAccessLayers("consent", "desk", "signin", "site", "kernel")
            .whereLayer("desk")
            .mayOnlyBeAccessedByLayers("root", "consent desk", "request desk", "retention desk", "transfer")
            .whereLayer("comment")
            .mayOnlyBeAccessedByLayers("root", "desk", "follow")
            .whereLayer("follow")
            .mayOnlyBeAccessedByLayers("root", "desk")
            .whereLayer("request")
            .mayOnlyBeAccessedByLayers("root", "desk", "request desk")
            .whereLayer("request")
            .mayOnlyAccessLayers("mail", "retention", "site", "kernel")
            .whereLayer("request desk")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("request desk")
            .mayOnlyAccessLayers("request", "desk", "signin", "site", "kernel")
            .whereLayer("signin")
            .mayOnlyBeAccessedByLayers(
                    "root", "desk", "follow", "consent desk", "request desk", "retention desk", "transfer")
            .whereLayer("consent")
            .mayOnlyBeAccessedByLayers("root", "consent desk")
            .whereLayer("guard")
            .mayOnlyBeAccessedByLayers("root", "comment")
            .whereLayer("mail")
            .mayOnlyBeAccessedByLayers("root", "comment", "follow", "request", "desk")
            .whereLayer("widget")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("notice")
            .mayOnlyAccessLayers("site", "kernel")
            .whereLayer("notice")
            .mayOnlyBeAccessedByLayers("root", "comment", "desk", "transfer")
            .whereLayer("transfer")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("transfer")
            .mayOnlyAccessLayers("desk", "signin", "notice", "site", "kernel")
            .whereLayer("retention desk")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("retention desk")
            .mayOnlyAccessLayers("retention", "desk", "signin", "site", "kernel")
            .whereLayer("retention")
            .mayOnlyBeAccessedByLayers("root", "retention desk", "comment", "mail", "request", "consent")
            .whereLayer("retention")
            .mayOnlyAccessLayers("site", "kernel")
            .whereLayer("site")
            .mayOnlyAccessLayers("kernel")
            .whereLayer("kernel")
            .mayNotAccessAnyLayer();

    @ArchTest
    static final ArchRule rooms_haveNoCycles =
            slices().matching("dev.palabre.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule domainValues_knowNeitherHttpNorSql = noClasses()
            .that()
            .areRecords()
            .and()
            .resideOutsideOfPackages("dev.palabre", "dev.palabre.kernel..")
            .and()
            .areTopLevelClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.ext.web..", "io.vertx.sqlclient..", "io.vertx.pgclient..");

    @ArchTest
    static final ArchRule jsonObject_staysInTheKernel = noClasses()
            .that()
            .resideOutsideOfPackage("dev.palabre.kernel..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("io.vertx.core.json.JsonObject");

    @ArchTest
    static final ArchRule sql_standsInStores = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Store")
            .and()
            .haveSimpleNameNotEndingWith("Search")
            .and()
            .resideOutsideOfPackages("dev.palabre.kernel..", "dev.palabre")
            .should()
            .callMethod(io.vertx.sqlclient.SqlClient.class, "preparedQuery", String.class);

    @ArchTest
    static final ArchRule names_sayWhatTheyAre = noClasses()
            .should()
            .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Abstract\\w*|Service|DTO|Dto)")
            .because("a name of that sort says nothing");

    @ArchTest
    static final ArchRule config_staysAtTheRoot =
            classes().that().haveSimpleName("Config").should().onlyBeAccessed().byAnyPackage("dev.palabre");

    private ArchitectureTest() {}
}
