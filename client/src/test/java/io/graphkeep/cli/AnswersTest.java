package io.graphkeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Code;
import io.graphkeep.v1.Consistency;
import io.graphkeep.v1.CreateGraphResponse;
import io.graphkeep.v1.CreateSnapshotResponse;
import io.graphkeep.v1.CreateTokenRequest;
import io.graphkeep.v1.CreateTokenResponse;
import io.graphkeep.v1.DirectorySource;
import io.graphkeep.v1.FileCounts;
import io.graphkeep.v1.FileKind;
import io.graphkeep.v1.GetHealthResponse;
import io.graphkeep.v1.GetOperationResponse;
import io.graphkeep.v1.GetSnapshotResponse;
import io.graphkeep.v1.Graph;
import io.graphkeep.v1.Health;
import io.graphkeep.v1.HealthState;
import io.graphkeep.v1.ListGraphsResponse;
import io.graphkeep.v1.ListSnapshotFilesResponse;
import io.graphkeep.v1.ListTokensResponse;
import io.graphkeep.v1.Operation;
import io.graphkeep.v1.OperationState;
import io.graphkeep.v1.ReleaseRestoreResponse;
import io.graphkeep.v1.ReleaseRestoreResult;
import io.graphkeep.v1.RestoreResult;
import io.graphkeep.v1.RestoreSnapshotResponse;
import io.graphkeep.v1.RevokeTokenRequest;
import io.graphkeep.v1.RevokeTokenResponse;
import io.graphkeep.v1.Snapshot;
import io.graphkeep.v1.SnapshotFile;
import io.graphkeep.v1.SnapshotState;
import io.graphkeep.v1.Source;
import io.graphkeep.v1.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a person and a program get to see of what a server answers. */
class AnswersTest extends WithAnsweringServer {
    private static final String TOKEN_ID = "0199aaaa-0000-7000-8000-000000000001";

    @Test
    void anAnswerThatCannotBeWrittenIsAFailure() {
        server.answers("ListGraphs", ListGraphsResponse.getDefaultInstance());

        var run = CommandRun.withOutputThatFails(
                "No space left on device", server.environment(), "graph", "list", "-o", "json");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED.number());
        assertThat(run.err()).contains("No space left on device");
    }

    @Test
    void aDirectoryThatAnotherGraphHasIsWarnedOf() {
        var source = Source.newBuilder()
                .setDirectory(DirectorySource.newBuilder().setPath("/srv/books").setNode("n1"));
        var books = Graph.newBuilder().setGraphId("books").setSource(source).build();
        server.answers(
                        "CreateGraph",
                        CreateGraphResponse.newBuilder().setGraph(books).build())
                .answers(
                        "ListGraphs",
                        ListGraphsResponse.newBuilder()
                                .addGraphs(books)
                                .setNextPageToken("more")
                                .build())
                .answers(
                        "ListGraphs",
                        ListGraphsResponse.newBuilder()
                                .addGraphs(books.toBuilder().setGraphId("old"))
                                .build());

        var run = server.run("graph", "add", "books", "--path", "/srv/books");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).containsOnlyOnce("warning: Graph old protects the same directory");
    }

    @Test
    void aQuietCommandStillSaysHowTheServerIs() {
        server.answers(
                "GetHealth",
                GetHealthResponse.newBuilder()
                        .setHealth(Health.newBuilder()
                                .setState(HealthState.HEALTH_STATE_DEGRADED)
                                .setSummary("The key was not exported."))
                        .build());

        var run = server.run("health", "-q");

        assertThat(run.exitCode()).isEqualTo(ExitCode.UNHEALTHY.number());
        assertThat(run.out()).contains("degraded: The key was not exported.");
    }

    @Test
    void aDamagedSnapshotNamesWhatHelps() {
        server.fails("RestoreSnapshot", Code.DATA_LOSS, "SNAPSHOT_CORRUPT", "Snapshot 1 is damaged.");

        var run = server.run("snapshot", "restore", TOKEN_ID, "--to", "/srv/back");

        assertThat(run.err()).contains("graphkeep repair").contains("--allow-damaged");
    }

    @Test
    void aReaderThatHasSeenEnoughIsNoFailure() {
        server.answers("ListGraphs", ListGraphsResponse.getDefaultInstance());

        var run = CommandRun.withOutputThatFails("Broken pipe", server.environment(), "graph", "list", "-q");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
    }

    @Test
    void aSecretThatReachedNoOneIsToldWithTheWayToRevokeIt() {
        server.answers("CreateToken", createdToken());

        var run = CommandRun.withOutputThatFails(
                "Broken pipe", server.environment(), "token", "create", "ci", "--role", "reader");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED.number());
        assertThat(run.err()).contains("graphkeep token revoke " + TOKEN_ID);
    }

    @Test
    void aTokenOfNoDaysIsRefused() {
        var run = server.run("token", "create", "ci", "--role", "reader", "--days", "0");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.err()).contains("--days is 1 or more").contains("never expires");
        assertThat(server.requests(CreateTokenRequest.class)).isZero();
    }

    @Test
    void aSecretIsWrittenIntoAFileOfItsOwnersAlone() throws IOException {
        server.answers("CreateToken", createdToken());
        var file = home.resolve("ci.token");

        var run = server.run("token", "create", "ci", "--role", "reader", "--to", file.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).doesNotContain("gk_new");
        assertThat(file).hasContent("gk_new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void noTokenIsMadeForAFileThatIsThereAndNoFileForATokenThatIsNot() throws IOException {
        var there = Files.writeString(home.resolve("there"), "precious");
        server.fails("CreateToken", Code.ALREADY_EXISTS, "TOKEN_ALREADY_EXISTS", "There is a token ci.");

        var refused = server.run("token", "create", "ci", "--role", "reader", "--to", there.toString());
        var failed = server.run("token", "create", "ci", "--role", "reader", "--to", there + ".new");

        assertThat(refused.err()).contains("there already");
        assertThat(there).hasContent("precious");
        assertThat(failed.exitCode()).isEqualTo(ExitCode.REFUSED.number());
        assertThat(home.resolve("there.new")).doesNotExist();
        assertThat(server.requests(CreateTokenRequest.class)).isEqualTo(1);
    }

    @Test
    void aTokenIsRevokedByItsName() {
        server.answers(
                        "ListTokens",
                        ListTokensResponse.newBuilder().addTokens(token()).build())
                .answers(
                        "RevokeToken",
                        RevokeTokenResponse.newBuilder().setToken(token()).build());

        var run = server.run("token", "revoke", "ci");

        assertThat(run.out()).contains("Token ci is revoked");
        assertThat(server.request(RevokeTokenRequest.class).getTokenId()).isEqualTo(TOKEN_ID);
    }

    @Test
    void aNameThatNoTokenHasIsNotFound() {
        server.answers("ListTokens", ListTokensResponse.getDefaultInstance());

        var run = server.run("token", "revoke", "ci");

        assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_FOUND.number());
        assertThat(run.err()).contains("'ci'").contains("token list");
    }

    @Test
    void whatARestoreOfAPartialSnapshotLacksIsTold() {
        server.answers("RestoreSnapshot", restored(RestoreResult.newBuilder().setFiles(14)))
                .answers("GetSnapshot", snapshot(SnapshotState.SNAPSHOT_STATE_PARTIAL, 15, 3));

        var run = server.run("snapshot", "restore", "s1", "--to", "/restored");

        assertThat(run.exitCode()).isEqualTo(ExitCode.INCOMPLETE.number());
        assertThat(run.err())
                .contains("3 files of this snapshot could not be read when it was taken")
                .contains("graphkeep snapshot files s1 --problems");
        assertThat(run.out()).doesNotContain("is kept in");
    }

    @Test
    void aRestoreTellsWhatItLeftOut() {
        server.answers(
                        "RestoreSnapshot",
                        restored(RestoreResult.newBuilder()
                                .setFiles(16)
                                .setSpecialModesStripped(2)
                                .setKeptAsidePath("/old")
                                .setReleaseTime(Timestamp.newBuilder().setSeconds(86_400))))
                .answers("GetSnapshot", snapshot(SnapshotState.SNAPSHOT_STATE_COMPLETED, 16, 0));

        var run = server.run("snapshot", "restore", "s1", "--to", "/restored");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Restored 16 files", "is kept in /old until 1970-01-");
        assertThat(run.err()).contains("2 files came back without the setuid or setgid bit");
    }

    @Test
    void aCopyOfFilesThatMovedIsToldToBeFuzzy() {
        var counts = FileCounts.newBuilder().setFiles(9).setChanged(2);
        var snapshot = Snapshot.newBuilder()
                .setSnapshotId("s1")
                .setConsistency(Consistency.CONSISTENCY_FUZZY)
                .setState(SnapshotState.SNAPSHOT_STATE_COMPLETED)
                .setCounts(counts);
        server.answers(
                "CreateSnapshot",
                CreateSnapshotResponse.newBuilder()
                        .setOperation(ended().setSnapshot(snapshot))
                        .build());

        var run = server.run("snapshot", "create", "books");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("graded FUZZY");
        assertThat(run.err()).contains("2 files changed while they were read: the copy is graded FUZZY");
    }

    @Test
    void filesAreOneObjectInJson() throws IOException {
        server.answers("ListSnapshotFiles", page("a", "next"))
                .answers("ListSnapshotFiles", page("b", ""))
                .answers("ListSnapshotFiles", ListSnapshotFilesResponse.getDefaultInstance());

        assertThat(json(server.run("snapshot", "files", "s1", "-o", "json").out())
                        .getFieldsOrThrow("files")
                        .getListValue()
                        .getValuesCount())
                .isEqualTo(2);
        assertThat(json(server.run("snapshot", "files", "s1", "-o", "json").out())
                        .getFieldsOrThrow("files")
                        .getListValue()
                        .getValuesCount())
                .isZero();
    }

    @Test
    void anErrorIsJsonWhereTheAnswerWouldBe() throws IOException {
        server.fails("GetGraph", Code.NOT_FOUND, "GRAPH_NOT_FOUND", "There is no graph books.");

        var run = server.run("graph", "show", "books", "-o", "json");

        var error = json(run.err()).getFieldsOrThrow("error").getStructValue();
        assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_FOUND.number());
        assertThat(run.out()).isEmpty();
        assertThat(error.getFieldsOrThrow("code").getStringValue()).isEqualTo("NOT_FOUND");
        assertThat(error.getFieldsOrThrow("reason").getStringValue()).isEqualTo("GRAPH_NOT_FOUND");
        assertThat(error.getFieldsOrThrow("message").getStringValue()).isEqualTo("There is no graph books.");
        assertThat(error.getFieldsOrThrow("metadata").getStructValue().getFieldsMap())
                .containsKey("graph_id");
    }

    @Test
    void aDestinationThatIsNotEmptyNamesTheFlagThatHelps() {
        server.fails("RestoreSnapshot", Code.FAILED_PRECONDITION, "DESTINATION_NOT_EMPTY", "/restored is not empty.");

        assertThat(server.run("snapshot", "restore", "s1", "--to", "/restored").err())
                .contains("--overwrite");
    }

    @Test
    void onlyTheAdminOfThisMachineIsToldThatThereAreNoGraphsAtAll() {
        server.answers("ListGraphs", ListGraphsResponse.getDefaultInstance())
                .answers("ListGraphs", ListGraphsResponse.getDefaultInstance());

        var limited = CommandRun.of(
                Map.of("GRAPHKEEP_HOME", home.toString(), "GRAPHKEEP_TOKEN", "gk_other"), "graph", "list");

        assertThat(server.run("graph", "list").err()).contains("graphkeep graph add");
        assertThat(limited.err()).contains("No graphs that this token may see.").doesNotContain("graph add");
    }

    @Test
    void anOperationShowsWhatItBrought() {
        var restore =
                RestoreResult.newBuilder().setFiles(16).setPath("/restored").setKeptAsidePath("/.graphkeep-old");
        server.answers(
                "GetOperation",
                GetOperationResponse.newBuilder()
                        .setOperation(ended().setRestore(restore))
                        .build());

        assertThat(server.run("operation", "show", "o1").out())
                .contains("16 files", "/restored", "/.graphkeep-old", "graphkeep snapshot release o1");
    }

    @Test
    void aReleaseCountsNothingThatTheServerDidNotCount() {
        var result = ReleaseRestoreResult.getDefaultInstance();
        server.answers(
                "ReleaseRestore",
                ReleaseRestoreResponse.newBuilder()
                        .setOperation(ended().setReleaseRestore(result))
                        .build());

        assertThat(server.run("snapshot", "release", "o1").out())
                .isEqualToIgnoringNewLines("The kept content of restore o1 was removed.");
    }

    private static Struct json(String text) throws IOException {
        var object = Struct.newBuilder();
        JsonFormat.parser().merge(text, object);
        return object.build();
    }

    private static Operation.Builder ended() {
        var operation = Operation.newBuilder().setOperationId("o1").setState(OperationState.OPERATION_STATE_SUCCEEDED);
        operation.getEndTimeBuilder().setSeconds(1);
        return operation;
    }

    private static RestoreSnapshotResponse restored(RestoreResult.Builder result) {
        var operation = ended().setRestore(result.setSnapshotId("s1").setPath("/restored"));
        return RestoreSnapshotResponse.newBuilder().setOperation(operation).build();
    }

    private static GetSnapshotResponse snapshot(SnapshotState state, int files, int unreadable) {
        var counts = FileCounts.newBuilder().setFiles(files).setUnreadable(unreadable);
        var snapshot = Snapshot.newBuilder().setSnapshotId("s1").setState(state).setCounts(counts);
        return GetSnapshotResponse.newBuilder().setSnapshot(snapshot).build();
    }

    private static ListSnapshotFilesResponse page(String path, String next) {
        var file = SnapshotFile.newBuilder().setPath(path).setKind(FileKind.FILE_KIND_REGULAR);
        return ListSnapshotFilesResponse.newBuilder()
                .addFiles(file)
                .setNextPageToken(next)
                .build();
    }

    private static Token token() {
        return Token.newBuilder().setTokenId(TOKEN_ID).setName("ci").build();
    }

    private static CreateTokenResponse createdToken() {
        return CreateTokenResponse.newBuilder()
                .setToken(token())
                .setSecret("gk_new")
                .build();
    }
}
