package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.server.backup.files.Directory;
import io.graphkeep.server.backup.files.Name;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A swap entry by entry, interrupted before each of its steps, ends as if it had not been. */
class JournalledDestinationTest {
    private static final UUID RESTORE = UUID.fromString("01900000-0000-7000-8000-000000000001");

    @TempDir
    private Path temporary;

    private Path path;

    @BeforeEach
    void realPath() throws IOException {
        path = temporary.toRealPath().resolve("books");
    }

    @Test
    void aSwapInterruptedBeforeAnyOfItsStepsIsEndedByTheNextOne() throws IOException {
        var steps = new ArrayList<String>();
        fill();
        var whole = swap(steps::add);
        assertThat(steps).hasSizeGreaterThan(8);
        var expected = listing();

        for (var at = 0; at < steps.size(); at++) {
            clear();
            fill();
            var interrupted = new Interruption(at);
            assertThatThrownBy(() -> swap(interrupted)).hasMessage("interrupted");

            try (var again = JournalledDestination.open(path, RESTORE, Destination.Way.BESIDE, SwapSteps.NONE)) {
                var written = again.written();
                assertThat(again.hasBegun(written)).isTrue();
                assertThat(again.swap(written)).isEqualTo(whole);
            }

            assertThat(listing()).as("interrupted before %s", steps.get(at)).isEqualTo(expected);
        }
    }

    @Test
    void whatWasWrittenSinceAnInterruptedSwapIsNotTouchedByItsEnd() throws IOException {
        fill();
        assertThatThrownBy(() -> swap(new Interruption("attributes"))).hasMessage("interrupted");
        Files.delete(path.resolve("both"));
        Files.writeString(path.resolve("both"), "written since");

        try (var again = JournalledDestination.open(path, RESTORE, Destination.Way.BESIDE, SwapSteps.NONE)) {
            again.swap(again.written());
        }

        assertThat(path.resolve("both")).hasContent("written since");
    }

    @Test
    void aRestoreThatIsGivenUpBeforeItsSwapLeavesNothing() throws IOException {
        fill();
        var before = listing();
        try (var destination = JournalledDestination.open(path, RESTORE, Destination.Way.BESIDE, SwapSteps.NONE)) {
            write(destination);
            destination.prepare(order());

            destination.discard();
        }

        assertThat(listing()).isEqualTo(before);
        assertThat(temporary.toFile().list()).containsExactly("books");
    }

    @Test
    void aJournalThatWasChangedIsNotFollowed() throws IOException {
        fill();
        try (var destination = JournalledDestination.open(path, RESTORE, Destination.Way.BESIDE, SwapSteps.NONE)) {
            write(destination);
            destination.prepare(order());
            var journal = temporary.toRealPath().resolve(".graphkeep-restore-" + RESTORE + "/journal");
            var bytes = Files.readAllBytes(journal);
            bytes[bytes.length / 2] ^= 1;
            Files.write(journal, bytes);

            assertThatThrownBy(() -> destination.swap(destination.written())).hasMessageContaining("damaged");
        }
        assertThat(path.resolve("both")).hasContent("old");
    }

    private static final class Interruption implements SwapSteps {
        private int left;
        private final String step;

        Interruption(int left) {
            this.left = left;
            this.step = "";
        }

        Interruption(String step) {
            this.left = -1;
            this.step = step;
        }

        @Override
        public void before(String next) throws IOException {
            if (left-- == 0 || next.equals(step)) {
                throw new IOException("interrupted");
            }
        }
    }

    @Test
    void aSwapThatNoJournalCanHoldIsRefusedBeforeItBegins() throws IOException {
        fill();
        var before = listing();
        try (var destination = JournalledDestination.open(path, RESTORE, Destination.Way.BESIDE, SwapSteps.NONE)) {
            write(destination);
            try (var there = Directory.open(path);
                    var fresh = Directory.open(path.resolveSibling(".graphkeep-restore-" + RESTORE + "/new"))) {
                var planned = new SwapPlanner(path, there, fresh, 1_000).plan(order());
                var bytes = SwapJournal.headBytes(planned.root())
                        + planned.steps().stream()
                                .mapToInt(SwapJournal.Step::bytes)
                                .sum();
                assertThat(new SwapPlanner(path, there, fresh, bytes).plan(order()))
                        .isEqualTo(planned);

                assertThatThrownBy(() -> new SwapPlanner(path, there, fresh, bytes - 1).plan(order()))
                        .isInstanceOfSatisfying(
                                GraphkeepException.class,
                                e -> assertThat(e.reason()).isEqualTo(Reason.DESTINATION_UNUSABLE));
            }
            destination.discard();
        }

        assertThat(listing()).isEqualTo(before);
    }

    private Destination.Swap swap(SwapSteps faults) throws IOException {
        try (var destination = JournalledDestination.open(path, RESTORE, Destination.Way.BESIDE, faults)) {
            write(destination);
            destination.prepare(order());
            return destination.swap(destination.written());
        }
    }

    /** All at the top, extras taken away, and the top directory's own attributes. */
    private static SwapOrder order() throws IOException {
        var root = Entry.newBuilder()
                .setKind(io.graphkeep.format.v1.EntryKind.ENTRY_KIND_DIRECTORY)
                .setMode(0750)
                .setMtimeNs(1_000_000_007L)
                .build();
        return new SwapOrder(ChosenPaths.of(List.of()), true, true, root);
    }

    private void fill() throws IOException {
        Files.createDirectories(path.resolve("directory"));
        Files.writeString(path.resolve("directory/old"), "old");
        Files.writeString(path.resolve("both"), "old");
        Files.writeString(path.resolve("extra"), "extra");
    }

    private static void write(Destination destination) throws IOException {
        try (var fresh = destination.begin();
                var directory = fresh.createDirectory(Name.of("directory"))) {
            file(directory, "new");
            file(fresh, "both");
            file(fresh, "only new");
        }
    }

    private static void file(Directory directory, String name) throws IOException {
        try (var file = directory.createFile(Name.of(name))) {
            file.resize(3);
        }
    }

    private List<String> listing() throws IOException {
        try (var all = Files.walk(temporary.toRealPath())) {
            var lines = new ArrayList<String>();
            for (var at : all.sorted().toList()) {
                lines.add(temporary.toRealPath().relativize(at) + " "
                        + (Files.isDirectory(at)
                                ? ""
                                : new String(Files.readAllBytes(at), java.nio.charset.StandardCharsets.UTF_8)));
            }
            return lines;
        }
    }

    private void clear() throws IOException {
        try (var parent = Directory.open(temporary.toRealPath())) {
            for (var name : parent.names()) {
                parent.removeTree(name);
            }
        }
    }
}
