package io.graphkeep.server.store.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Backend} does: each implementation extends this suite. */
abstract class BackendContract {
    private Backend backend;

    /** A backend that nothing has been put into. */
    abstract Backend open() throws IOException;

    @BeforeEach
    void openBackend() throws IOException {
        backend = open();
    }

    @Test
    void whatWasPutIsReadBack() throws IOException {
        backend.put(name("packs/0a/one"), parts("hello ", "world"));

        assertThat(read("packs/0a/one", 0, 11)).isEqualTo("hello world");
        assertThat(read("packs/0a/one", 6, 3)).isEqualTo("wor");
    }

    @Test
    void aPutLeavesItsBuffersAsTheyWere() throws IOException {
        var content = parts("abc");
        backend.put(name("a"), content);

        assertThat(content.get(0).remaining()).isEqualTo(3);
    }

    @Test
    void aNameThatIsTakenIsRefusedAndWhatIsThereStays() throws IOException {
        backend.put(name("state/1"), parts("first"));

        assertThatThrownBy(() -> backend.put(name("state/1"), parts("second")))
                .isInstanceOf(ObjectExistsException.class);
        assertThat(read("state/1", 0, 5)).isEqualTo("first");
    }

    @Test
    void ofManyThatPutOneNameOneWins() throws Exception {
        var won = 0;
        try (var pool = Executors.newFixedThreadPool(8)) {
            var tries = new ArrayList<Callable<Boolean>>();
            for (var i = 0; i < 16; i++) {
                var content = "writer %02d".formatted(i);
                tries.add(() -> putIfAbsent("owner/7", content));
            }
            for (var outcome : pool.invokeAll(tries)) {
                won += outcome.get() ? 1 : 0;
            }
        }
        assertThat(won).isEqualTo(1);
        assertThat(read("owner/7", 0, 9)).startsWith("writer ");
    }

    @Test
    void anEmptyObjectIsThere() throws IOException {
        backend.put(name("empty"), List.of());

        assertThat(backend.stat(name("empty")).orElseThrow().size()).isZero();
    }

    @Test
    void aLargeObjectKeepsEveryByte() throws IOException {
        var bytes = new byte[5_000_000];
        new Random(1).nextBytes(bytes);
        backend.put(
                name("large"),
                List.of(ByteBuffer.wrap(bytes, 0, 3_000_000), ByteBuffer.wrap(bytes, 3_000_000, 2_000_000)));

        var back = ByteBuffer.allocate(bytes.length);
        backend.read(name("large"), 0, back);
        assertThat(back.array()).isEqualTo(bytes);
    }

    @Test
    void readingWhatIsNotThereSaysSo() {
        assertThatThrownBy(() -> read("packs/ff/none", 0, 1)).isInstanceOf(ObjectNotFoundException.class);
    }

    @Test
    void readingPastTheEndIsAnError() throws IOException {
        backend.put(name("short"), parts("abc"));

        assertThatThrownBy(() -> read("short", 1, 3)).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> read("short", 9, 1)).isInstanceOf(EOFException.class);
    }

    @Test
    void statTellsTheSizeOrThatItIsNotThere() throws IOException {
        backend.put(name("manifests/a/b"), parts("12345"));

        assertThat(backend.stat(name("manifests/a/b"))).contains(new ObjectInfo(name("manifests/a/b"), 5));
        assertThat(backend.stat(name("manifests/a/c"))).isEmpty();
    }

    @Test
    void aListingIsCompleteAndKeepsToItsPrefix() throws IOException {
        for (var i = 0; i < 1_200; i++) {
            backend.put(name("state/" + i), parts("x"));
        }
        backend.put(name("packs/0a/one"), parts("x"));
        backend.put(name("packs/0b/two"), parts("x"));
        backend.put(name("repository"), parts("x"));

        assertThat(list("state/")).hasSize(1_200);
        assertThat(list("packs/")).containsExactlyInAnyOrder("packs/0a/one", "packs/0b/two");
        assertThat(list("")).hasSize(1_203);
        assertThat(list("manifests/")).isEmpty();
    }

    @Test
    void aFailureOfTheVisitorEndsTheListing() throws IOException {
        backend.put(name("a"), parts("x"));

        assertThatThrownBy(() -> backend.list("", object -> {
                    throw new IOException("enough");
                }))
                .hasMessage("enough");
    }

    @Test
    void whatWasDeletedIsGone() throws IOException {
        backend.put(name("packs/0a/one"), parts("x"));

        backend.delete(name("packs/0a/one"));

        assertThat(backend.stat(name("packs/0a/one"))).isEmpty();
        assertThat(list("")).isEmpty();
    }

    @Test
    void deletingWhatIsNotThereIsNoError() throws IOException {
        backend.delete(name("packs/0a/none"));

        assertThat(list("")).isEmpty();
    }

    private boolean putIfAbsent(String name, String content) throws IOException {
        try {
            backend.put(name(name), parts(content));
            return true;
        } catch (ObjectExistsException e) {
            return false;
        }
    }

    private List<String> list(String prefix) throws IOException {
        var names = new ArrayList<String>();
        backend.list(prefix, object -> names.add(object.name().value()));
        return names;
    }

    private String read(String name, long offset, int length) throws IOException {
        var into = ByteBuffer.allocate(length);
        backend.read(name(name), offset, into);
        return new String(into.array(), StandardCharsets.UTF_8);
    }

    static ObjectName name(String name) {
        return new ObjectName(name);
    }

    static List<ByteBuffer> parts(String... parts) {
        var buffers = new ArrayList<ByteBuffer>();
        for (var part : parts) {
            buffers.add(ByteBuffer.wrap(part.getBytes(StandardCharsets.UTF_8)));
        }
        return buffers;
    }
}
