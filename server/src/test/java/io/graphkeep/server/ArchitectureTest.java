package io.graphkeep.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Holds the rooms apart: what may know what, how large a class may be, and what no source may contain. */
@Order(1) // Takes longest.
class ArchitectureTest {
    private static final String BASE = "io.graphkeep.server.";
    private static final int LONGEST_CLASS = 600;
    private static final int LONG_CLASS = 300;
    /** A pause of a few milliseconds between two looks at a condition is no sleep. */
    private static final Pattern SLEEP =
            Pattern.compile("Thread\\.sleep\\((?!\\d{1,2}\\))|(?<!MILLI)SECONDS\\.sleep\\(");

    private static final Pattern SKIP = Pattern.compile("@Disable[d]|\\bassumeT(hat|rue)\\(");
    private static final Path TOP = Path.of(System.getProperty("graphkeep.top"));

    /** Each room and the rooms that it may know; everybody may know the configuration and the table of reasons. */
    private static final Map<String, Set<String>> ROOMS = Map.ofEntries(
            Map.entry("errors", Set.of()),
            Map.entry("config", Set.of()),
            Map.entry("demo", Set.of()),
            Map.entry("catalog", Set.of()),
            Map.entry("security", Set.of("catalog")),
            Map.entry("store", Set.of("catalog")),
            Map.entry("operations", Set.of("store", "catalog", "security")),
            Map.entry("keys", Set.of("operations", "store", "catalog", "security")),
            Map.entry("lightrag", Set.of("store", "catalog")),
            Map.entry("backup", Set.of("lightrag", "operations", "store", "catalog", "security")),
            Map.entry("replication", Set.of("lightrag", "operations", "store", "catalog", "security")),
            Map.entry("recovery", Set.of("lightrag", "operations", "store", "catalog", "security")),
            Map.entry("monitoring", Set.of("lightrag", "operations", "store", "catalog", "security")),
            Map.entry(
                    "api",
                    Set.of(
                            "backup",
                            "replication",
                            "recovery",
                            "monitoring",
                            "keys",
                            "lightrag",
                            "operations",
                            "store",
                            "catalog",
                            "security")));

    private static final JavaClasses SERVER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.graphkeep.server");

    @Test
    void everyRoomKnowsOnlyTheRoomsThatItMay() {
        var broken = new TreeSet<String>();
        SERVER.forEach(from -> from.getDirectDependenciesFromSelf().forEach(dependency -> {
            var here = room(from.getPackageName());
            var there = room(dependency.getTargetClass().getPackageName());
            if (!here.isEmpty() && !there.isEmpty() && !mayKnow(here, there)) {
                broken.add(from.getName() + " -> " + dependency.getTargetClass().getName());
            }
        }));

        assertThat(broken).isEmpty();
    }

    @Test
    void everyPackageIsInARoom() {
        var rooms = SERVER.stream()
                .map(type -> room(type.getPackageName()))
                .filter(room -> !room.isEmpty())
                .collect(Collectors.toSet());

        assertThat(rooms).isSubsetOf(ROOMS.keySet());
    }

    @Test
    void noPackageIsPartOfACycle() {
        slices().matching("io.graphkeep.server.(**)").should().beFreeOfCycles().check(SERVER);
    }

    @Test
    void theTransferCodeKnowsNothingOfTheServer() {
        noClasses()
                .that()
                .resideInAPackage("io.graphkeep.transfer..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.graphkeep.server..")
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.graphkeep.transfer"));
    }

    @Test
    void noClassHasANameThatSaysNothing() {
        classes()
                .should()
                .haveNameNotMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl|Misc|Common)")
                .check(SERVER);
    }

    @Test
    void everyPackageIsCheckedForNulls() throws IOException {
        assertThat(packagesOf("server/src/main/java"))
                .allSatisfy(folder -> assertThat(folder.resolve("package-info.java"))
                        .content()
                        .contains("@NullMarked"));
    }

    @Test
    void noClassIsTooLong() throws IOException {
        var lengths = new TreeMap<String, Long>();
        for (var file : sources("server/src/main/java")) {
            try (var lines = Files.lines(file)) {
                lengths.put(file.getFileName().toString(), lines.count());
            }
        }

        assertThat(lengths)
                .allSatisfy((name, length) -> assertThat(length).as(name).isLessThanOrEqualTo(LONGEST_CLASS));
        assertThat(lengths.values().stream()
                        .filter(length -> length > LONG_CLASS)
                        .count())
                .as("classes over %d lines", LONG_CLASS)
                .isLessThanOrEqualTo(lengths.size() / 10);
    }

    @Test
    void noTestSleepsOrIsSkipped() throws IOException {
        var found = new ArrayList<Path>();
        for (var file : testSources()) {
            var text = Files.readString(file);
            if (SLEEP.matcher(text).find() || SKIP.matcher(text).find()) {
                found.add(file);
            }
        }

        assertThat(found).isEmpty();
    }

    private static boolean mayKnow(String here, String there) {
        return here.equals(there)
                || there.equals("errors")
                || (there.equals("config") && !here.equals("errors"))
                || ROOMS.getOrDefault(here, Set.of()).contains(there);
    }

    /** The room of a package; empty for the composition root and for what is not the server's. */
    private static String room(String name) {
        return name.startsWith(BASE) ? name.substring(BASE.length()).replaceAll("\\..*", "") : "";
    }

    private static List<Path> testSources() throws IOException {
        var all = new ArrayList<Path>();
        for (var module : List.of("proto", "client", "server", "integration-tests")) {
            if (Files.isDirectory(TOP.resolve(module + "/src/test/java"))) {
                all.addAll(sources(module + "/src/test/java"));
            }
        }
        return all;
    }

    private static List<Path> sources(String folder) throws IOException {
        try (var files = Files.walk(TOP.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Set<Path> packagesOf(String folder) throws IOException {
        return sources(folder).stream().map(Path::getParent).collect(Collectors.toSet());
    }
}
