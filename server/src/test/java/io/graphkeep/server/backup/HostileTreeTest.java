package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.v1.RestoreSnapshotRequest;
import io.graphkeep.v1.RestoreToDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Trees that no capture writes: whoever made them, nothing of them may reach the disk outside, and no error is a crash. */
class HostileTreeTest extends WithSource {
    private static final int GENERATED = 200;

    HostileTreeTest() {
        super(Clock.systemUTC());
    }

    @Test
    void hostileTreesAreRefusedAndLeaveNothing() throws IOException {
        var trees = Stream.of(
                List.of(link("../escaped")),
                List.of(link("/etc/cron.d/x")),
                List.of(link("a/../../b")),
                List.of(link("nul\0name")),
                List.of(link("x".repeat(300))),
                List.of(link("b"), link("a")),
                List.of(link("a"), link("a")),
                List.of(link("missing/parent")),
                List.of(link("a"), link("a/through-the-link")),
                List.of(directory("d"), hardLink("h", "d")),
                List.of(hardLink("h", "../../etc/passwd")),
                List.of(hardLink("h", "absent")),
                List.of(link("a"), hardLink("h", "a")),
                List.of(directory("a"), link("a/l"), hardLink("h", "a/l/passwd")),
                List.of(file("f", -1)),
                List.of(file("f", Long.MAX_VALUE)),
                List.of(directory("d").toBuilder().setMode(0177777).build()));

        trees.forEach(entries -> refused(HostileTrees.bytes(entries), entries.toString()));

        assertThat(top.toFile().list()).containsExactlyInAnyOrder("home", "source");
    }

    /** Most of them cost one look at the tree. */
    @Test
    void generatedHostileTreesAreRefusedAndLeaveNothing() throws IOException {
        var seed = System.nanoTime();
        System.out.println("seed " + seed);
        var trees = new HostileTrees(seed);
        var mayBeThere = Files.writeString(top.resolve("canary"), "untouched");

        for (var i = 0; i < GENERATED; i++) {
            refused(trees.next(), "tree " + i + " of seed " + seed);
        }

        assertThat(mayBeThere).hasContent("untouched");
        assertThat(top.toFile().list()).containsExactlyInAnyOrder("home", "source", "canary");
    }

    private void refused(byte[] tree, String what) {
        var snapshot = ForgedSnapshot.commit(site, graph, tree);
        var request = RestoreSnapshotRequest.newBuilder()
                .setToDirectory(RestoreToDirectory.newBuilder()
                        .setPath(top.resolve("destination").toString()))
                .build();

        var restore = site.run("RESTORE", graph, snapshot, request);

        assertThat(BackupSite.error(restore)).as(what).contains("[MANIFEST_INVALID]");
    }

    private static Entry link(String path) {
        return HostileTrees.link(path, "/etc");
    }

    private static Entry directory(String path) {
        return HostileTrees.directory(path);
    }

    private static Entry hardLink(String path, String target) {
        return HostileTrees.hardLink(path, target);
    }

    private static Entry file(String path, long size) {
        return HostileTrees.entry(path, EntryKind.ENTRY_KIND_FILE).setSize(size).build();
    }
}
