package io.graphkeep.server.api;

import static io.graphkeep.server.api.GraphCallsTest.makeGraph;
import static io.graphkeep.server.api.GraphCallsTest.pushed;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.graphkeep.server.backup.receive.Pushes;
import io.graphkeep.server.backup.receive.Uploads;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.monitoring.TransferFigures;
import io.graphkeep.server.security.Denials;
import io.graphkeep.server.security.Principal;
import io.graphkeep.server.security.Role;
import io.graphkeep.server.security.Scopes;
import io.graphkeep.server.security.Tokens;
import io.graphkeep.server.security.UnknownCallers;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.DownloadSnapshotRequest;
import io.graphkeep.v1.PushCommitted;
import io.graphkeep.v1.PushData;
import io.graphkeep.v1.PushOpen;
import io.graphkeep.v1.PushRecords;
import io.graphkeep.v1.PushSnapshotRequest;
import io.graphkeep.v1.PushSnapshotResponse;
import io.graphkeep.v1.Snapshot;
import io.graphkeep.v1.UploadHeader;
import io.graphkeep.v1.UploadSnapshotRequest;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each stream of files is counted: that it runs, what it moved, and how it ended. */
class TransferCountTest {
    private static final String BREAKS = "breaks";

    @TempDir
    Path temporary;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private BackupFixture site;
    private TrustedCallers callers;

    /** Waits for its server to have ended a stream. */
    private static final class Ended<R> implements StreamObserver<R> {
        private final CountDownLatch over = new CountDownLatch(1);

        @Override
        public void onNext(R answer) {}

        @Override
        public void onError(Throwable failure) {
            over.countDown();
        }

        @Override
        public void onCompleted() {
            over.countDown();
        }

        void await() throws InterruptedException {
            assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @BeforeEach
    void start() throws IOException {
        site = new BackupFixture(temporary);
        var events = site.events;
        var tokens = new Tokens(site.test.database(), events, site.ids, site.clock);
        var denials =
                new Denials(site.test.database(), events, new SimpleMeterRegistry(), new UnknownCallers(site.clock));
        var service = new BackupService(
                site.parts,
                uploads(),
                pushes(),
                site.engine.operations(),
                new Idempotency(site.test.database(), site.clock),
                new Pages(new byte[] {1, 2, 3}),
                new TransferLimits(Duration.ofSeconds(10), Duration.ofMinutes(1)),
                new TransferFigures(registry),
                site.clock);
        callers = new TrustedCallers(
                "count-" + site.ids.next(),
                denials,
                new Guard(new OpenCalls(tokens, 100, site.clock), denials),
                List.of(service.methods()));
        callers.add(new Principal(site.ids.next(), "ann", Role.ADMIN, new Scopes(List.of()), null));
    }

    @AfterEach
    void stop() throws InterruptedException {
        callers.close();
        site.close();
    }

    @Test
    void anUploadIsCountedWithItsBytes() throws Exception {
        upload("books");

        assertThat(bytes("upload")).isEqualTo(7);
        assertEnded("upload", 1, 0);
    }

    @Test
    void anUploadThatBreaksIsCountedAsFailed() throws Exception {
        upload(BREAKS);

        assertThat(bytes("upload")).isEqualTo(7);
        assertEnded("upload", 0, 1);
    }

    @Test
    void anUploadThatIsRefusedBeforeItBeginsIsNone() throws Exception {
        upload("not a graph's id");

        assertEnded("upload", 0, 0);
    }

    @Test
    void aPushIsCountedWithWhatWentEitherWay() throws Exception {
        push("books");

        assertThat(bytes("push")).isEqualTo(5 + 3);
        assertEnded("push", 1, 0);
    }

    @Test
    void aPushThatBreaksIsCountedAsFailed() throws Exception {
        push(BREAKS);

        assertEnded("push", 0, 1);
    }

    @Test
    void aDownloadThatBreaksIsCountedAsFailed() throws Exception {
        makeGraph(site.operator(), pushed("books"));
        var ended = new Ended<io.graphkeep.v1.DownloadSnapshotResponse>();
        callers.as("ann", BackupServiceGrpc::newStub)
                .downloadSnapshot(
                        DownloadSnapshotRequest.newBuilder()
                                .setSnapshotId(site.snapshot("books").toString())
                                .build(),
                        ended);
        ended.await();

        assertEnded("download", 0, 1);
    }

    private void upload(String graph) throws InterruptedException {
        var ended = new Ended<io.graphkeep.v1.UploadSnapshotResponse>();
        var frames = callers.as("ann", BackupServiceGrpc::newStub).uploadSnapshot(ended);
        frames.onNext(UploadSnapshotRequest.newBuilder()
                .setHeader(UploadHeader.newBuilder().setGraphId(graph))
                .build());
        frames.onNext(UploadSnapshotRequest.newBuilder()
                .setData(ByteString.copyFrom(new byte[7]))
                .build());
        frames.onCompleted();
        ended.await();
    }

    private void push(String graph) throws InterruptedException {
        var ended = new Ended<PushSnapshotResponse>();
        var frames = callers.as("ann", BackupServiceGrpc::newStub).pushSnapshot(ended);
        frames.onNext(PushSnapshotRequest.newBuilder()
                .setOpen(PushOpen.newBuilder().setGraphId(graph).setChunker("graphkeep-1"))
                .build());
        frames.onNext(PushSnapshotRequest.newBuilder()
                .setData(PushData.newBuilder().setPayload(ByteString.copyFrom(new byte[5])))
                .build());
        frames.onCompleted();
        ended.await();
    }

    private static Uploads uploads() {
        return (caller, header, frames, inSameTransaction) -> {
            while (frames.next() != null) {
                breakOff(header.getGraphId());
            }
            return Snapshot.getDefaultInstance();
        };
    }

    private static Pushes pushes() {
        return (caller, open, frames, answers, memory) -> {
            while (frames.next() != null) {
                breakOff(open.getGraphId());
                answers.send(PushSnapshotResponse.newBuilder()
                        .setRecords(PushRecords.newBuilder().setPayload(ByteString.copyFrom(new byte[3])))
                        .build());
            }
            answers.send(PushSnapshotResponse.newBuilder()
                    .setCommitted(PushCommitted.getDefaultInstance())
                    .build());
        };
    }

    private static void breakOff(String graph) {
        if (graph.equals(BREAKS)) {
            throw new GraphkeepException(Reason.PROTOCOL_VIOLATION, "The stream breaks here.");
        }
    }

    private double bytes(String way) {
        return registry.get("graphkeep.transfer.bytes")
                .tag("way", way)
                .counter()
                .count();
    }

    private void assertEnded(String way, int completed, int failed) {
        assertThat(registry.get("graphkeep.transfers.active")
                        .tag("way", way)
                        .gauge()
                        .value())
                .isZero();
        assertThat(count(way, "completed")).isEqualTo(completed);
        assertThat(count(way, "failed")).isEqualTo(failed);
        assertThat(registry.get("graphkeep.transfer.duration")
                        .tag("way", way)
                        .timer()
                        .count())
                .isEqualTo(completed + failed);
    }

    private double count(String way, String outcome) {
        return registry.get("graphkeep.transfers")
                .tag("way", way)
                .tag("outcome", outcome)
                .counter()
                .count();
    }
}
