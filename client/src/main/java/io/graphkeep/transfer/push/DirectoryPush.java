package io.graphkeep.transfer.push;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.graphkeep.format.v1.Manifest;
import io.graphkeep.format.v1.ManifestConsistency;
import io.graphkeep.transfer.BrokenStreamException;
import io.graphkeep.transfer.ManifestFormat;
import io.graphkeep.transfer.Resumptions;
import io.graphkeep.transfer.TreeReader;
import io.graphkeep.v1.Consistency;
import io.graphkeep.v1.PushCommit;
import io.graphkeep.v1.PushOpen;
import io.graphkeep.v1.PushOpened;
import io.graphkeep.v1.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Pushes a directory over streams that may break: {@link #over} goes on where the one before ended, with what the server has by
 * then.
 *
 * <p>For one thread; a thread of its own reads the directory while this one talks.
 */
public final class DirectoryPush {
    private static final String CHUNKER = "graphkeep-1";
    private static final int MOST_AGAIN = 3;

    /** Well below what a server waits for a sender that says nothing. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);

    private final Path directory;
    private final PushRequest request;
    private final PushProgress progress;
    private final Clock clock;
    private final Duration signOfLife;
    private String session = "";
    /** What was sent in the session to end it, and may be answered already. */
    private @Nullable PushCommit sent;

    public DirectoryPush(Path directory, PushRequest request, PushProgress progress, Clock clock) {
        this(directory, request, progress, clock, SIGN_OF_LIFE);
    }

    /**
     * A push to a server that waits less long than most.
     *
     * @param signOfLife so often the server hears of a push that reads and finds nothing to send
     */
    public DirectoryPush(Path directory, PushRequest request, PushProgress progress, Clock clock, Duration signOfLife) {
        this.directory = directory;
        this.request = request;
        this.progress = progress;
        this.clock = clock;
        this.signOfLife = signOfLife;
    }

    /** The session that another stream can go on with; empty where there is none. */
    public String session() {
        return session;
    }

    /** Pushes all of it, over as many streams as it takes, until nothing new has come of it for too long. */
    public Snapshot over(PushStreams streams, Duration patience) throws IOException, InterruptedException {
        var resumptions = new Resumptions(patience);
        var known = new Advance(resumptions);
        var isUnanswered = false;
        for (var anew = 0; ; ) {
            try (var stream = streams.open()) {
                return over(stream, known);
            } catch (BrokenStreamException broken) {
                isUnanswered = sent != null;
                if (!session.isEmpty()) {
                    resumptions.answered();
                }
                resumptions.await(broken);
                progress.resumed(resumptions.count(), String.valueOf(broken.getMessage()));
            } catch (GoneSessionException gone) {
                // A session that is being committed is no more, and the snapshot is not yet: the next one to ask is
                // told.
                if (isUnanswered) {
                    isUnanswered = false;
                    continue;
                }
                if (session.isEmpty() || anew++ == MOST_AGAIN) {
                    throw gone.failure();
                }
                session = "";
                sent = null;
                known.beginAnew();
            }
        }
    }

    /** Pushes all of it over one stream, or the rest of it where streams before have broken. */
    public Snapshot over(PushStream stream) throws IOException, InterruptedException {
        return over(stream, progress);
    }

    private Snapshot over(PushStream stream, PushProgress told) throws IOException, InterruptedException {
        try (var conversation = new PushConversation(stream, told)) {
            var opened = conversation.open(PushOpen.newBuilder()
                    .setGraphId(request.graphId())
                    .setSessionId(session)
                    .setChunker(CHUNKER)
                    .setFormatVersion(ManifestFormat.VERSION)
                    .build());
            if (!session.isEmpty() && !session.equals(opened.getSessionId())) {
                throw new UnsoundServerException("another session was opened than was asked for");
            }
            session = opened.getSessionId();
            var last = sent;
            if (last == null) {
                last = commit(opened, send(conversation, opened));
                sent = last;
            }
            return conversation.commit(last);
        }
    }

    /** A file that was taken for unchanged may turn out not to be: then all is gone through again. */
    private Manifest.Builder send(PushConversation conversation, PushOpened opened)
            throws IOException, InterruptedException {
        for (var again = 0; ; again++) {
            try {
                return sendOnce(conversation, opened);
            } catch (ChangedMeanwhileException changed) {
                if (again == MOST_AGAIN) {
                    throw changed;
                }
                conversation.finish();
            }
        }
    }

    private Manifest.Builder sendOnce(PushConversation conversation, PushOpened opened)
            throws IOException, InterruptedException {
        try (var spool = new TreeSpool()) {
            if (!opened.getParentSnapshotId().isEmpty()) {
                conversation.readTree(spool);
            }
            try (var bytes = spool.read()) {
                var tree = opened.getParentSnapshotId().isEmpty() ? null : new TreeReader(bytes);
                return read(conversation, tree);
            }
        }
    }

    private Manifest.Builder read(PushConversation conversation, @Nullable TreeReader tree)
            throws IOException, InterruptedException {
        var queue = new SegmentQueue();
        var made = new AtomicReference<Manifest.@Nullable Builder>();
        var source = new SourceDirectory(directory, progress);
        var reader = new DirectoryReader(source, new ParentEntries(tree), queue, progress, clock);
        var thread = new Thread(() -> read(reader, source, made, queue), "graphkeep-push-read");
        thread.setDaemon(true);
        thread.start();
        try {
            sendAll(queue, conversation);
            conversation.finish();
        } finally {
            queue.abandon();
            thread.interrupt();
            thread.join();
        }
        var manifest = made.get();
        if (manifest == null) {
            throw new IllegalStateException("The directory was not read to its end");
        }
        return manifest;
    }

    /** Files that have not changed may be read for hours without anything to send. */
    private void sendAll(SegmentQueue queue, PushConversation conversation) throws IOException, InterruptedException {
        while (true) {
            while (!queue.await(signOfLife)) {
                conversation.giveSignOfLife();
            }
            var next = queue.take();
            if (next == null) {
                return;
            }
            conversation.add(next);
        }
    }

    // Whatever the reading fails with ends the push, on the thread that talks.
    private void read(
            DirectoryReader reader,
            SourceDirectory source,
            AtomicReference<Manifest.@Nullable Builder> made,
            SegmentQueue queue) {
        try {
            var manifest = reader.read();
            made.set(manifest.setConsistency(consistency(manifest, source)));
            queue.end(null);
        } catch (Throwable failure) {
            queue.end(failure);
        }
    }

    private PushCommit commit(PushOpened opened, Manifest.Builder read) {
        var manifest = manifest(opened, read);
        return PushCommit.newBuilder()
                .setManifest(ByteString.copyFrom(manifest))
                .setManifestDigest(ByteString.copyFrom(ManifestFormat.digest(manifest)))
                .setExpectedParentSnapshotId(opened.getParentSnapshotId())
                .putAllLabels(request.labels())
                .setDescription(request.description())
                .setRequestId(request.requestId())
                .setConsistency(request.consistency())
                .setAllowEmpty(request.allowEmpty())
                .build();
    }

    private static byte[] manifest(PushOpened opened, Manifest.Builder read) {
        try {
            return ManifestFormat.write(read.setFormatVersion(ManifestFormat.VERSION)
                    .setGraphUid(opened.getGraphUid())
                    .setSnapshotId(opened.getSnapshotId())
                    .setOriginInstanceId(opened.getOriginInstanceId())
                    .setCutTimeUs(micros(opened.getCutTime()))
                    .setEpoch(opened.getEpoch())
                    .build());
        } catch (IllegalArgumentException e) {
            throw new UnsoundServerException("the push was opened for what no snapshot can be", e);
        }
    }

    private static long micros(Timestamp time) {
        try {
            return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.ofEpochSecond(time.getSeconds(), time.getNanos()));
        } catch (DateTimeException | ArithmeticException e) {
            throw new UnsoundServerException("the push was opened for a time that cannot be", e);
        }
    }

    /** How much what was read can be of one moment: nothing moved if a second look sees what the first one saw. */
    private ManifestConsistency consistency(Manifest.Builder read, SourceDirectory source) throws IOException {
        var isFuzzy = request.consistency() == Consistency.CONSISTENCY_FUZZY;
        if (isFuzzy || read.getTornCount() > 0 || !DirectoryState.of(directory).equals(source.seen())) {
            return ManifestConsistency.MANIFEST_CONSISTENCY_FUZZY;
        }
        return request.consistency() == Consistency.CONSISTENCY_STOPPED
                ? ManifestConsistency.MANIFEST_CONSISTENCY_STOPPED
                : ManifestConsistency.MANIFEST_CONSISTENCY_QUIESCED;
    }

    /** What is durable is what a push has come on by. */
    private final class Advance implements PushProgress {
        private final Resumptions resumptions;
        private long durable;

        private Advance(Resumptions resumptions) {
            this.resumptions = resumptions;
        }

        @Override
        public void sent(long sequence, int bytes) {
            progress.sent(sequence, bytes);
        }

        /** In another session frames are numbered from the first again. */
        private void beginAnew() {
            durable = 0;
        }

        @Override
        public void durable(long sequence) {
            if (sequence > durable) {
                durable = sequence;
                resumptions.progressed();
            }
            progress.durable(sequence);
        }
    }
}
