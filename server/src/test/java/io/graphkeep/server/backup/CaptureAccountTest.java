package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.server.backup.files.KernelErrors;
import io.graphkeep.server.catalog.embedded.Eventually;
import io.graphkeep.transfer.TreePath;
import io.graphkeep.v1.FileProblem;
import io.graphkeep.v1.PathFinding;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a capture counts and tells while it goes on. */
class CaptureAccountTest extends WithSource {
    CaptureAccountTest() {
        super(Clock.systemUTC());
    }

    @Test
    void whatAFileServerHasForgottenIsGoneAndNotUnreadable() throws IOException {
        var context = new FakeContext(RunningCapture.of(graph, site.clock));
        var progress = new CaptureProgress(context);
        var counts = new CaptureCounts();
        var entries = new FileEntries(OwnerNames.ofThisMachine(), counts, progress, site.clock);
        var entry = Entry.newBuilder();

        entries.addAttributes(entry, TreePath.of("stale"), () -> {
            throw KernelErrors.stale();
        });

        assertThat(SourceWalk.problemOf(KernelErrors.stale())).isEqualTo(SourceProblem.VANISHED);
        assertThat(counts.moved()).isEqualTo(1);
        assertThat(counts.unreadable()).isZero();
        assertThat(progress.findings().getFindingsList())
                .extracting(PathFinding::getPath, PathFinding::getProblem)
                .containsExactly(tuple("stale", FileProblem.FILE_PROBLEM_VANISHED));
    }

    @Test
    void attributesThatCannotBeReadOfWhatIsThereAreToldAndNothingMore() throws IOException {
        var progress = new CaptureProgress(new FakeContext(RunningCapture.of(graph, site.clock)));
        var counts = new CaptureCounts();
        var entries = new FileEntries(OwnerNames.ofThisMachine(), counts, progress, site.clock);

        entries.addAttributes(Entry.newBuilder(), TreePath.of("file"), () -> {
            throw KernelErrors.failed();
        });

        assertThat(counts.moved() + counts.unreadable()).isZero();
        assertThat(progress.findings().getFindingsList())
                .extracting(PathFinding::getProblem)
                .containsExactly(FileProblem.FILE_PROBLEM_METADATA);
    }

    @Test
    void theProgressIsToldAsAShareOfWhatTheParentHas() throws IOException {
        var context = new FakeContext(RunningCapture.of(graph, site.clock));
        var progress = new CaptureProgress(context);

        progress.expect(100, 2);
        progress.bytes(60);
        assertThat(context.told()).containsExactly(60L, 100L, 0L, 2L);

        progress.bytes(60);
        progress.file(0);
        assertThat(context.told()).containsExactly(120L, 120L, 1L, 2L);
    }

    @Test
    void theSizeOfASourceThatIsNewIsFoundWhileItIsRead() throws Exception {
        Files.write(source.resolve("a"), new byte[1000]);
        Files.write(Files.createDirectory(source.resolve("b")).resolve("c"), new byte[234]);
        var context = new FakeContext(RunningCapture.of(graph, site.clock));
        var progress = new CaptureProgress(context);

        try (var _ = SourceSize.of(new SourceWalk(source, Excludes.of(List.of()), false), progress)) {
            Eventually.holds(() -> {
                progress.bytes(0);
                return context.told().get(1) > 0;
            });
        }

        assertThat(context.told()).containsExactly(0L, 1234L, 0L, 2L);
    }
}
