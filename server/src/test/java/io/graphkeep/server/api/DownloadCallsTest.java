package io.graphkeep.server.api;

import static io.graphkeep.server.api.BackupFixture.refused;
import static io.graphkeep.server.api.GraphCallsTest.makeGraph;
import static io.graphkeep.server.api.GraphCallsTest.pushed;

import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.Role;
import io.graphkeep.v1.DownloadFormat;
import io.graphkeep.v1.DownloadSnapshotRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused before anything is read. */
class DownloadCallsTest {
    @TempDir
    Path directory;

    private BackupFixture site;
    private UUID snapshot;

    @BeforeEach
    void open() throws IOException {
        site = new BackupFixture(directory);
        makeGraph(site.operator(), pushed("books"));
        snapshot = site.snapshot("books");
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        invalid(request().setSnapshotId("latest"));
        invalid(request().setSnapshotId("no id"));
        invalid(request().setFormatValue(9));
        invalid(request().setResumeOffset(1));
        invalid(request().setResumePath("a").setResumeOffset(-1));
        invalid(request().setResumePath("a").setFormat(DownloadFormat.DOWNLOAD_FORMAT_TAR));
        invalid(request().setResumePath("../a"));
        invalid(request().setResumePath("a%"));
        invalid(request().addPaths("/a"));
        invalid(request().addPaths(""));
        invalid(request().addPaths("a//b"));
    }

    @Test
    void whatIsNotThereOrNotWholeIsRefused() {
        var making = site.snapshot("books", "CREATING", OffsetDateTime.now(site.clock));
        var corrupt = site.snapshot("books", "CORRUPT", OffsetDateTime.now(site.clock));

        refused(Reason.SNAPSHOT_NOT_FOUND, () -> download(request().setSnapshotId(new UUID(1, 2).toString())));
        refused(Reason.GRAPH_NOT_FOUND, () -> download(request().setGraphId("nothing")));
        refused(Reason.SNAPSHOT_NOT_READY, () -> download(request().setSnapshotId(making.toString())));
        refused(Reason.SNAPSHOT_CORRUPT, () -> download(request().setSnapshotId(corrupt.toString())));
    }

    @Test
    void whatIsOutOfScopeLooksAsIfItWereNotThere() {
        var other = site.as(Role.READER, "rita", "papers");

        refused(
                Reason.SNAPSHOT_NOT_FOUND,
                () -> other.downloadSnapshot(request().build()).next());
        refused(
                Reason.GRAPH_NOT_FOUND,
                () -> other.downloadSnapshot(request()
                                .setSnapshotId("latest")
                                .setGraphId("books")
                                .build())
                        .next());
    }

    private void invalid(DownloadSnapshotRequest.Builder request) {
        refused(Reason.INVALID_ARGUMENT, () -> download(request));
    }

    private void download(DownloadSnapshotRequest.Builder request) {
        site.operator().downloadSnapshot(request.build()).next();
    }

    private DownloadSnapshotRequest.Builder request() {
        return DownloadSnapshotRequest.newBuilder().setSnapshotId(snapshot.toString());
    }
}
