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
        server.graphkeep("graph", "add", "twice", "--path", source.toString()).expect(0);
        server.graphkeep("snapshot", "create", "twice").expect(0);

        for (var name : new String[] {"first", "second"}) {
            var to = temporary.resolve(name);
            server.graphkeep("snapshot", "restore", "latest", "--graph", "twice", "--to", to.toString())
                    .expect(0);
            assertThat(TreeListing.of(to)).isEqualTo(before);
        }
    }

    @Test
    void aRestoreInPlaceKeepsTheOldContentUntilItIsReleased() throws IOException {
        var source = new SampleGraph(SEED).lightRag(temporary.resolve("source"), 5);
        var before = TreeListing.of(source);
        server.graphkeep("graph", "add", "in-place", "--path", source.toString())
                .expect(0);
        server.graphkeep("snapshot", "create", "in-place").expect(0);
        Files.writeString(source.resolve("written later"), "still wanted, perhaps");

        var restored = server.graphkeep(
                        "snapshot", "restore", "latest", "--graph", "in-place", "--in-place", "--delete-extras")
                .expect(0);

        assertThat(TreeListing.of(source)).isEqualTo(before);
        var kept = Path.of(restored.out().replaceAll("(?s).*is kept in (.*)\\.\\n.*", "$1"));
        assertThat(kept.resolve("written later")).hasContent("still wanted, perhaps");
        var operation = restored.err().replaceAll("(?s).*snapshot release (\\S+).*", "$1");
        server.graphkeep("snapshot", "release", operation).expect(0);
        assertThat(kept).doesNotExist();
    }

    @Test
    void anEditStoresLittle() {
        var sample = new SampleGraph(SEED);
        var source = sample.lightRag(temporary.resolve("source"), 200);
        server.graphkeep("graph", "add", "edited", "--path", source.toString()).expect(0);
        server.graphkeep("snapshot", "create", "edited").expect(0);
        var first = TestFiles.size(server.home().resolve("store/packs"));
        sample.edit(source);

        server.graphkeep("snapshot", "create", "edited").expect(0);

        assertThat(TestFiles.size(server.home().resolve("store/packs")) - first).isLessThan(first / 20);
    }
}
