package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.transfer.BrokenStreamException;
import io.graphkeep.transfer.push.DirectoryPush;
import io.graphkeep.transfer.push.GoneSessionException;
import io.graphkeep.transfer.push.PushProgress;
import io.graphkeep.transfer.push.PushStream;
import io.graphkeep.transfer.push.PushStreams;
import io.graphkeep.v1.DownloadSnapshotRequest;
import io.graphkeep.v1.PushSnapshotRequest;
import io.graphkeep.v1.PushSnapshotResponse;
import io.graphkeep.v1.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A push whose answers are lost, or whose sender has nothing to say for long, makes one snapshot. */
class PushAnswerTest extends WithSource {
    private static final long SEED = 20269;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    PushAnswerTest() {
        super(ahead());
    }

    @BeforeEach
    void fill() throws IOException {
        site.addPushedGraph("pushed", "{}");
        NastyDirectory.fill(source, SEED);
        Files.write(source.resolve("text.json"), LongText.of(new Random(SEED), 2 << 20));
    }

    @Test
    void aCommitWhoseAnswerWasLostIsSentAgainAndMadeOnce() throws Exception {
        var again = new PushPipe(site);

        var made = push(new PushPipe(site).losingTheAnswer(), again);

        assertThat(again.sent)
                .extracting(PushSnapshotRequest::getFrameCase)
                .containsExactly(PushSnapshotRequest.FrameCase.OPEN, PushSnapshotRequest.FrameCase.COMMIT);
        requireOne(made);
    }

    @Test
    void aBreakWhileTheServerReviewsCostsNothingButTheCommit() throws Exception {
        var again = new PushPipe(site);

        var made = push(new PushPipe(site).cutInReview(), again);

        assertThat(again.sent)
                .extracting(PushSnapshotRequest::getFrameCase)
                .containsExactly(PushSnapshotRequest.FrameCase.OPEN, PushSnapshotRequest.FrameCase.COMMIT);
        requireOne(made);
        var got = Received.of(site, DownloadSnapshotRequest.newBuilder().setSnapshotId(made.getSnapshotId()));
        assertThat(got.content("text.json")).isEqualTo(Files.readAllBytes(source.resolve("text.json")));
    }

    @Test
    void aSessionThatIsGoneWhileItIsCommittedIsAskedOnceMore() throws Exception {
        var gone = new PushStream() {
            @Override
            public void send(PushSnapshotRequest frame) {
                throw new GoneSessionException(new IllegalStateException("gone"));
            }

            @Override
            public PushSnapshotResponse receive() {
                throw new AssertionError("Nothing was sent");
            }

            @Override
            public @Nullable PushSnapshotResponse poll() {
                return null;
            }
        };

        var made = push(new PushPipe(site).losingTheAnswer(), gone, new PushPipe(site));

        requireOne(made);
    }

    @Test
    void aSenderWhoReadsWhatHasNotChangedGivesSignsOfLife() throws Exception {
        push(new PushPipe(site));
        var pipe = new PushPipe(site);
        var signs = new CountDownLatch(3);
        var counting = new PushStream() {
            @Override
            public void send(PushSnapshotRequest frame) {
                if (frame.hasOffer() && frame.getOffer().getSegmentIdsCount() == 0) {
                    signs.countDown();
                }
                pipe.send(frame);
            }

            @Override
            public PushSnapshotResponse receive() throws InterruptedException {
                return pipe.receive();
            }

            @Override
            public @Nullable PushSnapshotResponse poll() {
                return pipe.poll();
            }
        };
        var slow = new PushProgress() {
            @Override
            public void file(String path, long bytes, boolean unchanged) {
                try {
                    assertThat(signs.await(30, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        };

        var made = new DirectoryPush(source, PushTest.request("pushed"), slow, site.clock, Duration.ofMillis(10))
                .over(counting);

        assertThat(made.getNewBytes()).isZero();
        assertThat(made.getState().name()).isEqualTo("SNAPSHOT_STATE_COMPLETED");
    }

    private Snapshot push(PushStream... streams) throws Exception {
        return new DirectoryPush(source, PushTest.request("pushed"), PushProgress.SILENT, site.clock)
                .over(inTurn(List.of(streams).iterator()), PATIENCE);
    }

    private void requireOne(Snapshot made) throws Exception {
        assertThat(site.ask("SELECT id FROM snapshot")).isEqualTo(made.getSnapshotId());
        assertThat(site.ask("SELECT count(*) FROM snapshot")).isEqualTo("1");
        assertThat(made.getState().name()).isEqualTo("SNAPSHOT_STATE_COMPLETED");
        assertThat(site.ask("SELECT count(*) FROM session WHERE state = 'OPEN'"))
                .isEqualTo("0");
    }

    /** A connection that breaks when its stream says so. */
    private static PushStreams inTurn(Iterator<PushStream> streams) {
        return () -> {
            var stream = streams.next();
            return new PushStreams.Opened() {
                @Override
                public void send(PushSnapshotRequest frame) throws InterruptedException {
                    try {
                        stream.send(frame);
                    } catch (CancellationException broken) {
                        throw new BrokenStreamException(broken, null);
                    }
                }

                @Override
                public PushSnapshotResponse receive() throws InterruptedException {
                    try {
                        return stream.receive();
                    } catch (CancellationException broken) {
                        throw new BrokenStreamException(broken, null);
                    }
                }

                @Override
                public @Nullable PushSnapshotResponse poll() {
                    try {
                        return stream.poll();
                    } catch (CancellationException broken) {
                        throw new BrokenStreamException(broken, null);
                    }
                }

                @Override
                public void close() {
                    if (stream instanceof PushPipe pipe) {
                        pipe.close();
                    }
                }
            };
        };
    }
}
