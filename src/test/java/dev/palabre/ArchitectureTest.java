package dev.palabre;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Keeps packages apart: platform packages use no feature, and a feature uses the features of its line in one table. */
@AnalyzeClasses(packages = "dev.palabre", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    /** Packages that know no feature. */
    private static final Set<String> PLATFORM =
            Set.of("http", "text", "problem", "db", "template", "crypto", "jobs", "async");

    /** Which features each feature may use, besides the platform. */
    private static final Map<String, Set<String>> FEATURES = Map.ofEntries(
            Map.entry("site", Set.of()),
            Map.entry("spam", Set.of()),
            Map.entry("widget", Set.of()),
            Map.entry("demo", Set.of()),
            Map.entry("privacy.notice", Set.of("site")),
            Map.entry("privacy.retention", Set.of("site")),
            Map.entry("privacy.record", Set.of("site", "privacy.notice")),
            Map.entry("address", Set.of("privacy.retention")),
            Map.entry("auth", Set.of("site")),
            Map.entry("mail", Set.of("site", "address")),
            Map.entry("comment", Set.of("site", "address", "mail", "spam", "privacy.notice", "privacy.retention")),
            Map.entry("subscription", Set.of("site", "address", "mail", "comment")),
            Map.entry("moderation", Set.of("site", "address", "auth", "mail", "comment")),
            Map.entry("consent", Set.of("site", "privacy.retention")),
            Map.entry("privacy.datarequest", Set.of("site", "address", "mail", "privacy.retention")),
            Map.entry(
                    "privacy.selfservice",
                    Set.of(
                            "site",
                            "address",
                            "mail",
                            "comment",
                            "subscription",
                            "privacy.notice",
                            "privacy.datarequest")),
            Map.entry("transfer", Set.of("site", "auth", "privacy.record")),
            Map.entry(
                    "console",
                    Set.of(
                            "site",
                            "address",
                            "auth",
                            "mail",
                            "comment",
                            "moderation",
                            "consent",
                            "privacy.datarequest",
                            "privacy.retention",
                            "privacy.record")),
            Map.entry("config", Set.of("mail")));

    /** Packages that put the features together, and may use all of them. */
    private static final Set<String> COMPOSITION = Set.of("", "server", "cli");

    private static final int MAX_TYPES = 30;

    @ArchTest
    static void features_useOnlyTheFeaturesOfTheirLine(JavaClasses classes) {
        var violations = new TreeSet<String>();
        for (var from : classes) {
            var feature = feature(from);
            if (COMPOSITION.contains(feature)) {
                continue;
            }
            var allowed =
                    PLATFORM.contains(feature) ? PLATFORM : Objects.requireNonNull(FEATURES.get(feature), feature);
            from.getDirectDependenciesFromSelf().forEach(dependency -> {
                var to = dependency.getTargetClass();
                if (to.getPackageName().startsWith("dev.palabre")
                        && !feature(to).equals(feature)
                        && !PLATFORM.contains(feature(to))
                        && !allowed.contains(feature(to))) {
                    violations.add(from.getName() + " uses " + to.getName());
                }
            });
        }
        assertThat(violations).isEmpty();
    }

    @ArchTest
    static final ArchRule packages_haveNoCycles =
            slices().matching("dev.palabre.(**)").should().beFreeOfCycles();

    @ArchTest
    static void packages_holdAtMostThirtyTypes(JavaClasses classes) {
        var sizes = topLevel(classes).collect(groupingBy(JavaClass::getPackageName, TreeMap::new, counting()));
        sizes.values().removeIf(size -> size <= MAX_TYPES);
        assertThat(sizes).isEmpty();
    }

    @ArchTest
    static void names_areUsedOnce(JavaClasses classes) {
        var names = topLevel(classes).collect(groupingBy(JavaClass::getSimpleName, TreeMap::new, counting()));
        names.values().removeIf(count -> count == 1);
        assertThat(names).isEmpty();
    }

    @ArchTest
    static final ArchRule names_sayWhatTheyAre = noClasses()
            .should()
            .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Abstract\\w*|DTO|Dto)")
            .because("a name of that sort says nothing");

    @ArchTest
    static final ArchRule domainValues_knowNeitherHttpNorSql = noClasses()
            .that()
            .areRecords()
            .and()
            .resideOutsideOfPackages("dev.palabre.server", "dev.palabre.http..", "dev.palabre.db..")
            .and()
            .areTopLevelClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.ext.web..", "io.vertx.sqlclient..", "io.vertx.pgclient..");

    @ArchTest
    static final ArchRule jsonObject_staysInThePlatform = noClasses()
            .that()
            .resideOutsideOfPackages("dev.palabre.http..", "dev.palabre.text..", "dev.palabre.db..")
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
            .resideOutsideOfPackages("dev.palabre.db..", "dev.palabre.server")
            .should()
            .callMethod(io.vertx.sqlclient.SqlClient.class, "preparedQuery", String.class);

    @ArchTest
    static final ArchRule config_doesNotTravel = classes()
            .that()
            .haveSimpleName("Config")
            .should()
            .onlyBeAccessed()
            .byAnyPackage("dev.palabre", "dev.palabre.config", "dev.palabre.server", "dev.palabre.cli");

    private ArchitectureTest() {}

    private static Stream<JavaClass> topLevel(JavaClasses classes) {
        return classes.stream().filter(JavaClass::isTopLevelClass).filter(type -> !type.getSimpleName()
                .equals("package-info"));
    }

    /** The feature or platform package of a class: the first part of its package's name, of {@code privacy} two. */
    private static String feature(JavaClass type) {
        var parts = List.of(type.getPackageName().split("\\."));
        if (parts.size() < 3) {
            return "";
        }
        return parts.get(2).equals("privacy") ? "privacy." + parts.get(3) : parts.get(2);
    }
}
