package io.graphkeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import io.graphkeep.v1.DeleteSnapshotRequest;
import io.graphkeep.v1.DeleteSnapshotResponse;
import io.graphkeep.v1.FileCounts;
import io.graphkeep.v1.GetSnapshotRequest;
import io.graphkeep.v1.GetSnapshotResponse;
import io.graphkeep.v1.Hold;
import io.graphkeep.v1.PushSnapshotRequest;
import io.graphkeep.v1.Snapshot;
import io.graphkeep.v1.UpdateSnapshotRequest;
import io.graphkeep.v1.UpdateSnapshotResponse;
import org.junit.jupiter.api.Test;

/** Commands that change a snapshot take its id, or 'latest', of which they say what it stands for. */
class SnapshotCommandsTest extends WithAnsweringServer {
    private static final String ID = "0199aaaa-0000-7000-8000-000000000007";

    @Test
    void theLatestIsHeldByTheIdThatItStandsFor() {
        latest();
        server.answers(
                "UpdateSnapshot",
                UpdateSnapshotResponse.newBuilder()
                        .setSnapshot(
                                Snapshot.newBuilder().setHold(Hold.newBuilder().setReason("audit")))
                        .build());

        var run = server.run("snapshot", "hold", "latest", "--graph", "books", "--reason", "audit");

        assertThat(run.out()).contains("Snapshot " + ID + " is held.");
        assertThat(server.request(GetSnapshotRequest.class))
                .isEqualTo(GetSnapshotRequest.newBuilder()
                        .setSnapshotId("latest")
                        .setGraphId("books")
                        .build());
        assertThat(server.request(UpdateSnapshotRequest.class).getSnapshot().getSnapshotId())
                .isEqualTo(ID);
    }

    @Test
    void aMistypedDirectoryIsNoticedBeforeTheServerHearsOfIt() {
        var run = server.run("snapshot", "push", "/srv/nothing/here", "--graph", "books");

        assertThat(run.exitCode()).isEqualTo(ExitCode.NOT_FOUND.number());
        assertThat(run.err()).contains("/srv/nothing/here");
        assertThat(server.requests(PushSnapshotRequest.class)).isZero();
    }

    @Test
    void theLatestIsShownBeforeItIsDeletedAndNothingIsDeletedUnconfirmed() {
        latest();

        var run = server.run("snapshot", "delete", "latest", "--graph", "books");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.err()).contains(ID, "2.00 KiB", "Nothing was deleted", "graphkeep snapshot delete " + ID);
        assertThat(server.requests(DeleteSnapshotRequest.class)).isZero();
    }

    @Test
    void aConfirmedLatestIsDeletedAndNamed() {
        latest();
        server.answers("DeleteSnapshot", DeleteSnapshotResponse.getDefaultInstance());

        var run = server.run("snapshot", "delete", "latest", "--graph", "books", "--yes");

        assertThat(run.out()).contains("Snapshot " + ID + " is deleted.");
        assertThat(server.request(DeleteSnapshotRequest.class).getSnapshotId()).isEqualTo(ID);
    }

    @Test
    void anIdIsTakenAsItIsAndCheckedAgainstAGraphThatIsNamed() {
        server.answers("DeleteSnapshot", DeleteSnapshotResponse.getDefaultInstance());
        assertThat(server.run("snapshot", "delete", ID).exitCode()).isZero();
        assertThat(server.requests(GetSnapshotRequest.class)).isZero();

        latest();
        server.answers("DeleteSnapshot", DeleteSnapshotResponse.getDefaultInstance());
        assertThat(server.run("snapshot", "delete", ID, "--graph", "books").exitCode())
                .isZero();
        assertThat(server.request(GetSnapshotRequest.class).getGraphId()).isEqualTo("books");
    }

    @Test
    void theLatestOfNoGraphIsRefusedBeforeAnythingIsAsked() {
        var run = server.run("snapshot", "hold", "latest", "--reason", "audit");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.err()).contains("--graph GRAPH");
        assertThat(server.requests(GetSnapshotRequest.class)).isZero();
    }

    @Test
    void aHoldEndsByItselfWhereATimeIsSaid() {
        var end = Timestamps.fromSeconds(1_800_000_000);
        server.answers(
                "UpdateSnapshot",
                UpdateSnapshotResponse.newBuilder()
                        .setSnapshot(Snapshot.newBuilder()
                                .setHold(Hold.newBuilder().setReason("audit").setExpireTime(end)))
                        .build());

        var before = Timestamps.now();
        var run = server.run("snapshot", "hold", ID, "--reason", "audit", "--for", "30d");

        assertThat(run.out()).contains("is held, until 2027-01-15");
        var hold = server.request(UpdateSnapshotRequest.class).getSnapshot().getHold();
        assertThat(Timestamps.between(before, hold.getExpireTime()).getSeconds())
                .isBetween(30 * 86_400L, 30 * 86_400L + 60);
        assertThat(server.run("snapshot", "hold", ID, "--release", "--for", "30d")
                        .exitCode())
                .isEqualTo(ExitCode.USAGE.number());
    }

    private void latest() {
        server.answers(
                "GetSnapshot",
                GetSnapshotResponse.newBuilder()
                        .setSnapshot(Snapshot.newBuilder()
                                .setSnapshotId(ID)
                                .setGraphId("books")
                                .setCounts(FileCounts.newBuilder().setFiles(3))
                                .setLogicalBytes(2048))
                        .build());
    }
}
