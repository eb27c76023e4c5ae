package io.graphkeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.v1.CaptureFindings;
import io.graphkeep.v1.FileKind;
import io.graphkeep.v1.FileProblem;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.PathFinding;
import io.graphkeep.v1.Progress;
import io.graphkeep.v1.SnapshotState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
    @ParameterizedTest
    @CsvSource({
        "0,0 B",
        "1023,1023 B",
        "1024,1.00 KiB",
        "1536,1.50 KiB",
        "10485760,10.0 MiB",
        "1048575,1.00 MiB",
        "107374182400,100 GiB"
    })
    void sizesHaveThreeDigitsAndAUnit(long bytes, String text) {
        assertThat(Human.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"PT1.25S,1.3s", "PT59S,59s", "PT125S,2m 5s", "PT3700S,1h 1m", "P2DT3H,2d 3h"})
    void durationsHaveTheirTwoLargestUnits(Duration duration, String text) {
        assertThat(Human.duration(duration)).isEqualTo(text);
    }

    @Test
    void progressHasAShareWhereATotalIsKnown() {
        var shown = new ByteArrayOutputStream();
        var progress = Progress.newBuilder().setStep("reading").setFilesDone(5).setFilesTotal(20);

        new ProgressLine(new PrintStream(shown, true, StandardCharsets.UTF_8), true, false)
                .show(Operation.newBuilder().setProgress(progress).build());

        assertThat(shown.toString(StandardCharsets.UTF_8)).contains(" 25%").contains("5 of 20 files");
    }

    @Test
    void enumsLoseTheirPrefix() {
        assertThat(Human.word("SNAPSHOT_STATE_", SnapshotState.SNAPSHOT_STATE_COMPLETED))
                .isEqualTo("completed");
    }

    @Test
    void whatACaptureSkippedIsAShortList() {
        var findings = CaptureFindings.newBuilder()
                .addFindings(PathFinding.newBuilder()
                        .setPath("a.sock")
                        .setProblem(FileProblem.FILE_PROBLEM_SPECIAL)
                        .setKind(FileKind.FILE_KIND_SOCKET)
                        .setDetail("a socket"))
                .addFindings(PathFinding.newBuilder()
                        .setPath("b")
                        .setProblem(FileProblem.FILE_PROBLEM_CHANGED)
                        .setDetail("it changed while it was read"))
                .setFindingsTotal(7);

        assertThat(FindingsText.ofPaths(findings.getFindingsList(), findings.getFindingsTotal(), "o1"))
                .containsExactly(
                        "skipped: a.sock (socket)",
                        "changed: b (it changed while it was read)",
                        "and 5 more (graphkeep operation show o1 -o json has the first 100)");
    }

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        var table = new Table("A", "B").row("long cell", "x").row("y", "z");

        assertThat(table.lines()).containsExactly("A          B", "long cell  x", "y          z");
    }

    @Test
    void whatAServerSaysCannotSteerATerminal() {
        assertThat(new Table("A").row("red \u001b[31m").lines().get(1)).isEqualTo("red \\x1b[31m");
    }
}
