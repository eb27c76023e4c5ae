package io.graphkeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import io.graphkeep.v1.GetGraphResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which command of this program a refusal leads to. */
class HintsTest extends WithAnsweringServer {
    private static final String[] RESTORE = {"snapshot", "restore", "latest", "--graph", "books", "--to", "/srv/back"};

    @Test
    void whereOnlyAPartialSnapshotIsThereTheFlagThatTakesItIsNamed() {
        var words = Map.of("partial_snapshots", "1", "corrupt_snapshots", "0");
        server.fails("RestoreSnapshot", Code.NOT_FOUND, "SNAPSHOT_NOT_FOUND", "1 is PARTIAL.", words);
        server.fails("RestoreSnapshot", Code.NOT_FOUND, "SNAPSHOT_NOT_FOUND", "There is none.");

        var partial = server.run(RESTORE);
        var none = server.run(RESTORE);

        assertThat(partial.exitCode()).isEqualTo(ExitCode.NOT_FOUND.number());
        assertThat(partial.err()).contains("restore latest --graph books --to DIR --include-partial");
        assertThat(none.err()).doesNotContain("--include-partial");
    }

    @Test
    void whoShortensAProtectedPeriodIsNotToldOfDeleting() {
        var words = Map.of("protected_seconds", "604800");
        server.answers("GetGraph", GetGraphResponse.getDefaultInstance())
                .fails("UpdateGraph", Code.FAILED_PRECONDITION, "SNAPSHOT_PROTECTED", "It would get shorter.", words);
        server.fails("DeleteSnapshot", Code.FAILED_PRECONDITION, "SNAPSHOT_PROTECTED", "It is protected.");

        var update = server.run("graph", "update", "books", "--protected-days", "0");
        var delete = server.run("snapshot", "delete", "0199aaaa-0000-7000-8000-000000000001", "--yes");

        assertThat(update.err()).contains("--force shortens").doesNotContain("deletes");
        assertThat(delete.err()).contains("--force deletes");
    }

    @Test
    void aStoreThatIsNotWrittenToLeadsToTheCommandThatSaysWhy() {
        server.fails("CreateSnapshot", Code.FAILED_PRECONDITION, "STORE_FOREIGN", "The catalog is older.");

        assertThat(server.run("snapshot", "create", "books").err()).contains("graphkeep health");
    }

    @Test
    void whatIsMissingIsNotAnErrorTwice() {
        var run = server.run("snapshot", "restore", "latest", "--graph", "books");

        assertThat(run.err()).startsWith("error: Missing required argument").contains("--to");
    }
}
