package io.graphkeep.server.api;

import static io.graphkeep.server.api.GraphCallsTest.makeGraph;
import static io.graphkeep.server.api.GraphCallsTest.pushed;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.server.security.Role;
import io.graphkeep.transfer.TreeWriter;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.DiffSnapshotsRequest;
import io.graphkeep.v1.ListSnapshotFilesRequest;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who asks for much and reads nothing of it costs the server little, and nothing once he went away. */
class SlowReaderTest {
    private static final int ENTRIES = 120_000;
    private static final int UNREAD_LISTS = 10;
    private static final int PAGE = 1_000;

    /** What of a tree may be read for one page: its entries, and what is read ahead. */
    private static final long BYTES_OF_A_PAGE = 256 << 10;

    private static final ClientCall.Listener<Object> NOBODY = new ClientCall.Listener<>() {};

    @TempDir
    private Path directory;

    private BackupFixture site;
    private ApiFixture api;
    private ManagedChannel channel;
    private UUID small;
    private UUID large;
    private byte[] tree;

    @BeforeEach
    void open() throws IOException {
        site = new BackupFixture(directory);
        makeGraph(site.operator(), pushed("books"));
        small = site.snapshot("books");
        site.trees.put(small, tree(0));
        large = site.snapshot(
                "books", "COMPLETED", OffsetDateTime.now(site.clock).plusHours(1));
        tree = tree(ENTRIES);
        site.trees.put(large, tree);
        api = new ApiFixture(List.of(site.methods()));
        channel = api.channel(api.token("slow", Role.READER));
    }

    @AfterEach
    void close() {
        api.close();
        site.close();
    }

    @Test
    void aComparisonThatNobodyReadsStopsSoonAndEndsWhenItsReaderGoesAway() {
        var call = begin(
                BackupServiceGrpc.getDiffSnapshotsMethod(),
                DiffSnapshotsRequest.newBuilder()
                        .setFromSnapshotId(small.toString())
                        .setToSnapshotId(large.toString())
                        .build());

        awaitStandstill();

        assertThat(site.readOfTrees.get()).isBetween(1L, tree.length / 2L);
        assertThat(site.openTrees).hasValue(2);

        call.cancel("gone", null);

        await(() -> site.openTrees.get() == 0 && api.server.openCalls() == 0);
    }

    @Test
    void listsThatNobodyReadsHoldNoSnapshotAndNoMoreThanTheirPages() {
        var calls = new ArrayList<ClientCall<?, ?>>();
        for (var i = 0; i < UNREAD_LISTS; i++) {
            calls.add(begin(
                    BackupServiceGrpc.getListSnapshotFilesMethod(),
                    ListSnapshotFilesRequest.newBuilder()
                            .setSnapshotId(large.toString())
                            .setPageSize(PAGE)
                            .build()));
        }

        await(() -> site.readOfTrees.get() > 0 && site.openTrees.get() == 0);
        awaitStandstill();

        assertThat(site.openTrees).hasValue(0);
        assertThat(site.readOfTrees.get()).isLessThan(UNREAD_LISTS * BYTES_OF_A_PAGE);

        calls.forEach(call -> call.cancel("gone", null));

        await(() -> api.server.openCalls() == 0);
    }

    /** A call whose answers are never asked for. */
    @SuppressWarnings("unchecked")
    private <Q, R> ClientCall<Q, R> begin(MethodDescriptor<Q, R> method, Q request) {
        var call = channel.newCall(method, CallOptions.DEFAULT);
        call.start((ClientCall.Listener<R>) NOBODY, new Metadata());
        call.sendMessage(request);
        call.halfClose();
        return call;
    }

    /** Waits until something was read, and then nothing more for a while. */
    private void awaitStandstill() {
        var seen = new long[] {0, System.nanoTime()};
        await(() -> {
            var read = site.readOfTrees.get();
            if (read != seen[0] || read == 0) {
                seen[0] = read;
                seen[1] = System.nanoTime();
            }
            return System.nanoTime() - seen[1] > TimeUnit.MILLISECONDS.toNanos(700);
        });
    }

    private static void await(BooleanSupplier condition) {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static byte[] tree(int files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var writer = new TreeWriter(segment -> {}, bytes);
        writer.entry(entry("", EntryKind.ENTRY_KIND_DIRECTORY));
        for (var i = 0; i < files; i++) {
            writer.entry(entry("a-document-of-some-kind-%06d.json".formatted(i), EntryKind.ENTRY_KIND_FILE));
        }
        writer.finish();
        return bytes.toByteArray();
    }

    private static Entry entry(String path, EntryKind kind) {
        return Entry.newBuilder()
                .setPath(ByteString.copyFromUtf8(path))
                .setKind(kind)
                .setMode(420)
                .setMtimeNs(1)
                .build();
    }
}
