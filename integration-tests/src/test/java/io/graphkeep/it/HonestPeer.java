package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.client.GraphkeepClient;
import io.graphkeep.client.SnapshotRef;
import io.graphkeep.client.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Someone who pushes what changed of a small directory, and pulls it again, as the library does it. */
final class HonestPeer implements AutoCloseable {
    private static final String GRAPH = "honest";
    private static final int FILES = 30;
    private static final int FILE_BYTES = 20_000;

    private final Random random;
    private final GraphkeepClient client;
    private final Path source;
    private final Path directory;
    private int times;

    HonestPeer(BadPeersSite site, Path directory, long seed) throws IOException {
        this.random = new Random(seed);
        this.directory = directory;
        this.source = Files.createDirectories(directory.resolve("honest"));
        site.addGraph(GRAPH);
        client = GraphkeepClient.builder()
                .server(site.server.grpc())
                .transport(new Transport.Plaintext())
                .token(site.agent(GRAPH, GRAPH))
                .connect();
        for (var file = 0; file < FILES; file++) {
            write(file);
        }
    }

    /** Changes one file, pushes, pulls and compares; gives back how many milliseconds push and pull took. */
    double once() throws IOException {
        write(times % FILES);
        var to = directory.resolve("pulled-" + times++);
        var begun = System.nanoTime();
        var snapshot = client.push(source, GRAPH);
        client.pull(SnapshotRef.of(snapshot.getSnapshotId()), to);
        var took = (System.nanoTime() - begun) / 1e6;
        var pulled = TreeListing.of(to);
        pulled.put("", String.valueOf(TreeListing.of(source).get("")));
        assertThat(pulled).isEqualTo(TreeListing.of(source));
        TestFiles.deleteAll(to);
        return took;
    }

    private void write(int file) throws IOException {
        var bytes = new byte[FILE_BYTES];
        random.nextBytes(bytes);
        Files.write(source.resolve("file-" + file), bytes);
    }

    @Override
    public void close() {
        client.close();
    }
}
