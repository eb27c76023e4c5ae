package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Protect a directory, take a snapshot, lose the directory, get it back: through the command, as a user would. */
@ExtendWith(SharedServers.class)
class FirstPathTest {
    private static final long SEED = 42;
    /** 5 GiB in full; the build affords one. */
    private static final long HOLE = Long.getLong("graphkeep.hole.bytes", 1L << 30);

    @TempDir
    Path temporary;

    private final ServerProcess server;

    FirstPathTest(SharedServer shared) {
        server = shared.process();
    }

    @Test
    void aLostDirectoryComesBackBitForBit() {
        var source = new SampleGraph(SEED).awkward(temporary.resolve("source"), HOLE);
        var before = TreeListing.of(source);
        server.graphkeep("graph", "add", "lost", "--path", source.toString()).expect(0);
        server.graphkeep("snapshot", "create", "lost").expect(0);
        TestFiles.deleteAll(source);

        server.graphkeep("snapshot", "restore", "latest", "--graph", "lost", "--in-place")
                .expect(0);

        assertThat(TreeListing.of(source)).isEqualTo(before);
    }

    @Test
    void aSnapshotRestoresTwice() {
        var source = new SampleGraph(SEED).lightRag(temporary.resolve("source"), 50);
        var before = TreeListing.of(source);
        Shortcuts.protect(server, "twice", source);
        Shortcuts.capture(server, "twice");

        for (var name : new String[] {"first", "second"}) {
            var to = temporary.resolve(name);
            Shortcuts.restore(server, "latest", "twice", to);
            assertThat(TreeListing.of(to)).isEqualTo(before);
        }
    }

    @Test
    void aRestoreInPlaceKeepsTheOldContentUntilItIsReleased() throws IOException {
        var source = new SampleGraph(SEED).lightRag(temporary.resolve("source"), 5);
        var before = TreeListing.of(source);
        Shortcuts.protect(server, "in-place", source);
        Shortcuts.capture(server, "in-place");
        Files.writeString(source.resolve("written later"), "still wanted, perhaps");

        var restored = server.graphkeep(
                        "snapshot", "restore", "latest", "--graph", "in-place", "--in-place", "--delete-extras")
                .expect(0);

        assertThat(TreeListing.of(source)).isEqualTo(before);
        var kept = Path.of(restored.out().replaceAll("(?s).*is kept in (\\S+) until .*\\.\\n.*", "$1"));
        assertThat(kept.resolve("written later")).hasContent("still wanted, perhaps");
        var operation = restored.err().replaceAll("(?s).*snapshot release (\\S+).*", "$1");
        server.graphkeep("snapshot", "release", operation).expect(0);
        assertThat(kept).doesNotExist();
    }

    @Test
    void anEditStoresLittle() {
        var sample = new SampleGraph(SEED);
        var source = sample.lightRag(temporary.resolve("source"), 200);
        Shortcuts.protect(server, "edited", source);
        Shortcuts.capture(server, "edited");
        var first = TestFiles.size(server.home().resolve("store/packs"));
        sample.edit(source);

        Shortcuts.capture(server, "edited");

        assertThat(TestFiles.size(server.home().resolve("store/packs")) - first).isLessThan(first / 20);
    }
}
