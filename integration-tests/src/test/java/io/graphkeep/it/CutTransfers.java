package io.graphkeep.it;

import io.graphkeep.client.SnapshotRef;
import io.graphkeep.net.FaultProxy;
import io.graphkeep.transfer.pull.PullOptions;
import io.graphkeep.v1.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.UUID;

/**
 * A push, an upload and a download of one directory, each held against it once it has ended: as one snapshot more, or as a
 * directory that is equal.
 */
final class CutTransfers {
    static final String PUSHED = "pushed";
    static final String UPLOADED = "uploaded";

    private final CutSite site;
    private final Path directory;
    private final Path source;
    private final AcknowledgedSnapshots pushed;
    private final AcknowledgedSnapshots uploaded;
    private final CutPush pushes;

    CutTransfers(CutSite site, Path directory, Path source) throws IOException {
        Files.createDirectories(directory.resolve("pulls"));
        this.site = site;
        this.directory = directory;
        this.source = source;
        var restored = directory.resolve("restored");
        this.pushed = new AcknowledgedSnapshots(PUSHED, restored);
        this.uploaded = new AcknowledgedSnapshots(UPLOADED, restored);
        this.pushes = new CutPush(site, PUSHED, source);
    }

    /** The snapshots that are there, by their graphs. */
    List<AcknowledgedSnapshots> acknowledged() {
        return List.of(pushed, uploaded);
    }

    /** Does it once, with nothing in its way. */
    void undisturbed(Cut.Way way, FaultProxy network, long news) throws Exception {
        if (way == Cut.Way.PUSH) {
            arrived(pushed, PUSHED, pushes.undisturbed(network, news), "undisturbed");
            return;
        }
        run(way, network, news, "undisturbed");
    }

    /** Does it to its end, whatever is in its way. */
    void run(Cut.Way way, FaultProxy network, long news, String when) throws Exception {
        switch (way) {
            case PUSH -> arrived(pushed, PUSHED, pushes.push(network, news, when), when);
            case UPLOAD -> upload(network, UUID.randomUUID().toString(), when);
            case DOWNLOAD -> download(network, PullOptions.defaults(), when);
        }
    }

    /** Kills a client at a cut, and does the same with another one; false where the first was quicker. */
    boolean killed(Cut cut, FaultProxy network, String when) throws Exception {
        var request = UUID.randomUUID().toString();
        var killed = client(cut.way(), network, request).killedAt(cut, network);
        switch (cut.way()) {
            case PUSH -> {
                if (!killed) {
                    // Its snapshot is there: another push makes a second one, of the same.
                    pushed.add(newest(PUSHED), TreeListing.of(source));
                }
                arrived(pushed, PUSHED, pushes.push(network, TestFiles.size(source), when), when);
            }
            case UPLOAD -> upload(network, request, when);
            case DOWNLOAD -> {
                if (!killed) {
                    requirePulled(when);
                }
                download(network, PullOptions.defaults().resuming(), when);
            }
        }
        return killed;
    }

    /** Kills a client that nobody follows. */
    void abandon(Cut cut, FaultProxy network) throws Exception {
        client(cut.way(), network, UUID.randomUUID().toString()).killedAt(cut, network);
    }

    private CutProcess client(Cut.Way way, FaultProxy network, String request) throws Exception {
        var temporary = directory.resolve("tmp-of-clients");
        return switch (way) {
            case PUSH ->
                CutProcess.command(
                        site, network, temporary, "snapshot", "push", source.toString(), "--graph", PUSHED, "-q");
            case UPLOAD ->
                CutProcess.program(site, network, temporary, CutUpload.class, UPLOADED, request, source.toString());
            case DOWNLOAD ->
                CutProcess.command(
                        site,
                        network,
                        temporary,
                        "snapshot",
                        "pull",
                        "latest",
                        "--graph",
                        PUSHED,
                        "--to",
                        destination().toString(),
                        "-q");
        };
    }

    private void upload(FaultProxy network, String request, String when) throws Exception {
        var upload = new CutUpload(network.address(), site.server().adminToken(), UPLOADED, request, source);
        arrived(uploaded, UPLOADED, upload.upload(), when);
    }

    private void download(FaultProxy network, PullOptions options, String when) throws IOException {
        try (var client = site.client(network)) {
            client.pull(SnapshotRef.latest(PUSHED), destination(), options);
        }
        requirePulled(when);
    }

    private void requirePulled(String when) throws IOException {
        // The top directory's own times are not pulled.
        Files.setLastModifiedTime(destination(), Files.getLastModifiedTime(source));
        pushed.requireSame(newest(PUSHED), destination(), when);
        var beside = TestFiles.names(directory.resolve("pulls"));
        if (!beside.equals(List.of(destination().getFileName().toString()))) {
            throw new AssertionError("The pull has left something " + when + ": " + beside);
        }
        TestFiles.deleteAll(destination());
    }

    private void arrived(AcknowledgedSnapshots all, String graph, Snapshot snapshot, String when) {
        var restored = directory.resolve("restored");
        Shortcuts.restore(site.server(), snapshot.getSnapshotId(), graph, restored);
        all.add(snapshot.getSnapshotId(), listing(restored));
        try (var stubs = new Stubs(site.server())) {
            all.requireVisible(stubs, when);
        }
        all.requireSame(snapshot.getSnapshotId(), restored, when);
        TestFiles.deleteAll(restored);
    }

    private String newest(String graph) {
        return Shortcuts.snapshots(site.server(), graph).getFirst().getSnapshotId();
    }

    /** What the source holds; an upload does not say what its top directory itself is like. */
    private SortedMap<String, String> listing(Path restored) {
        var listing = TreeListing.of(source);
        listing.put("", Objects.requireNonNull(TreeListing.of(restored).get("")));
        return listing;
    }

    private Path destination() {
        return directory.resolve("pulls").resolve("pulled");
    }
}
