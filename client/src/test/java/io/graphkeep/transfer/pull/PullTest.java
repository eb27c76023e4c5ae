package io.graphkeep.transfer.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.graphkeep.v1.DownloadEnd;
import io.graphkeep.v1.DownloadSnapshotRequest;
import io.graphkeep.v1.DownloadSnapshotResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PullTest {
    private static final byte[] BYTES = new byte[700_000];

    static {
        new Random(20269).nextBytes(BYTES);
    }

    @TempDir
    Path temporary;

    private final ScriptedServer server = new ScriptedServer();
    private Path to;

    PullTest() {
        to = Path.of("unset");
    }

    @BeforeEach
    void name() {
        to = temporary.resolve("pulled");
    }

    @Test
    void everythingThatASnapshotHoldsIsBroughtWithItsAttributes() throws IOException {
        server.directory("d")
                .file("d/a", BYTES)
                .hardLink("d/b", "d/a")
                .symlink("d/l", "../../outside")
                .file("bad%FFname", new byte[] {1})
                .header(ScriptedServer.regular("x", 1)
                        .setMode(04711)
                        .putExtendedAttributes("user.comment", ByteString.copyFromUtf8("hello")))
                .data(new byte[] {7})
                .trailer(new byte[] {7})
                .ends();

        var pulled = pull(PullOptions.defaults());

        assertThat(to.resolve("d/a")).hasBinaryContent(BYTES);
        assertThat(Files.isSameFile(to.resolve("d/a"), to.resolve("d/b"))).isTrue();
        assertThat(Files.readSymbolicLink(to.resolve("d/l"))).isEqualTo(Path.of("../../outside"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(to.resolve("x"))))
                .isEqualTo("rwx--x--x");
        assertThat((int) Files.getAttribute(to.resolve("x"), "unix:mode") & 06000)
                .isZero();
        assertThat(Files.getLastModifiedTime(to.resolve("d")).toInstant())
                .isEqualTo(Instant.ofEpochSecond(1_600_000_000, 123_456_789));
        assertThat((byte[]) Files.getAttribute(to.resolve("x"), "user:comment"))
                .isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
        assertThat(pulled.files()).isEqualTo(4);
        assertThat(pulled.bytes()).isEqualTo(BYTES.length + 2);
        assertThat(pulled.notApplied()).extracting(PullResult.NotApplied::what).contains("setuid or setgid");
        try (var beside = Files.list(temporary)) {
            assertThat(beside).containsExactly(to);
        }
    }

    @Test
    void aStreamThatBreaksIsTakenUpWhereItEnded() throws IOException {
        var rest = Arrays.copyOfRange(BYTES, 300_000, BYTES.length);
        server.directory("d")
                .header(ScriptedServer.regular("d/a", BYTES.length))
                .data(Arrays.copyOf(BYTES, 300_000))
                .breaks()
                .header(ScriptedServer.regular("d/a", BYTES.length).setOffset(300_000))
                .data(rest)
                .trailer(rest)
                .breaks()
                .header(ScriptedServer.regular("d/a", BYTES.length).setOffset(BYTES.length))
                .trailer(new byte[0])
                .file("e", new byte[] {5})
                .ends();

        var pulled = pull(PullOptions.defaults());

        assertThat(to.resolve("d/a")).hasBinaryContent(BYTES);
        assertThat(server.requests)
                .extracting(DownloadSnapshotRequest::getResumePath, DownloadSnapshotRequest::getResumeOffset)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("", 0L),
                        org.assertj.core.groups.Tuple.tuple("d/a", 300_000L),
                        org.assertj.core.groups.Tuple.tuple("d/a", (long) BYTES.length));
        assertThat(server.requests.get(1).getSnapshotId()).isNotEqualTo("latest");
        assertThat(pulled.resumptions()).isEqualTo(2);
        assertThat(pulled.files()).isEqualTo(2);
        assertThat(pulled.receivedBytes()).isEqualTo(BYTES.length + 1);
    }

    @Test
    void anotherProcessGoesOnWithWhatIsThere() throws IOException {
        server.directory("d")
                .file("c", new byte[] {3})
                .header(ScriptedServer.regular("d/a", BYTES.length))
                .data(Arrays.copyOf(BYTES, 300_000))
                .breaks();
        assertThatThrownBy(() -> pull(PullOptions.defaults().within(java.time.Duration.ZERO)))
                .hasMessage("broken");
        assertThat(to).doesNotExist();
        var rest = Arrays.copyOfRange(BYTES, 300_000, BYTES.length);
        var later = new ScriptedServer();
        later.header(ScriptedServer.regular("d/a", BYTES.length).setOffset(300_000))
                .data(rest)
                .trailer(rest)
                .ends();

        Pull.run(later, latest(), to, PullOptions.defaults().resuming());

        assertThat(later.requests.get(0).getResumePath()).isEqualTo("d/a");
        assertThat(to.resolve("d/a")).hasBinaryContent(BYTES);
        assertThat(to.resolve("c")).hasBinaryContent(new byte[] {3});
    }

    @Test
    void withoutResumeItBeginsAnew() throws IOException {
        server.file("old", BYTES).breaks();
        assertThatThrownBy(() -> pull(PullOptions.defaults().within(java.time.Duration.ZERO)))
                .hasMessage("broken");
        var later = new ScriptedServer();
        later.file("new", new byte[] {1}).ends();

        Pull.run(later, latest(), to, PullOptions.defaults());

        try (var files = Files.list(to)) {
            assertThat(files).containsExactly(to.resolve("new"));
        }
    }

    @Test
    void aFileThatWasFoundDamagedMeanwhileIsNotThere() throws IOException {
        server.header(ScriptedServer.regular("a", BYTES.length))
                .data(Arrays.copyOf(BYTES, 300_000))
                .breaks()
                .file("b", new byte[] {1})
                .ends();

        pull(PullOptions.defaults().withoutDamaged());

        assertThat(to.resolve("a")).doesNotExist();
        assertThat(to.resolve("b")).exists();
    }

    @Test
    void whatWasLeftOutBeforeABreakIsCounted() throws IOException {
        server.file("a", new byte[] {1})
                .header(ScriptedServer.regular("c", BYTES.length).setDamagedBefore(2))
                .data(Arrays.copyOf(BYTES, 300_000))
                .breaks()
                .file("d", new byte[] {1})
                .header(ScriptedServer.regular("f", 2).setDamagedBefore(1))
                .data(new byte[] {1})
                .breaks()
                .breaks();
        assertThatThrownBy(() -> pull(PullOptions.defaults().withoutDamaged().within(java.time.Duration.ofMillis(1))))
                .hasMessage("broken");
        var later = new ScriptedServer();
        later.header(ScriptedServer.regular("f", 2).setOffset(1))
                .data(new byte[] {2})
                .trailer(new byte[] {2})
                .sends(DownloadSnapshotResponse.newBuilder()
                        .setEnd(DownloadEnd.newBuilder().setEntries(1).setDamagedFiles(4)));

        var pulled = Pull.run(
                later, latest(), to, PullOptions.defaults().withoutDamaged().resuming());

        assertThat(pulled.damagedFiles()).isEqualTo(2 + 1 + 4);
    }

    @Test
    void aServerThatBreaksAfterEachHeaderIsGivenUp() {
        for (var i = 0; i < 200; i++) {
            server.header(ScriptedServer.regular("a", BYTES.length)).breaks();
        }

        assertThatThrownBy(() -> pull(PullOptions.defaults().within(java.time.Duration.ofMillis(300))))
                .hasMessage("broken");

        assertThat(server.requests).hasSizeLessThan(10);
    }

    @Test
    void aPlaceThatOthersCanWriteToIsNotTaken() throws IOException {
        var planted = Files.createDirectory(temporary.resolve(".graphkeep-pull-pulled"));
        Files.setPosixFilePermissions(planted, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatThrownBy(() -> pull(PullOptions.defaults()))
                .isInstanceOfSatisfying(
                        PullException.class,
                        e -> assertThat(e.kind()).isEqualTo(PullException.Kind.DESTINATION_UNUSABLE))
                .hasMessageContaining("not of this user alone");
        assertThat(server.requests).isEmpty();
    }

    @Test
    void aLinkThatWasPlantedIsNotFollowed() throws IOException {
        var mine = Files.writeString(temporary.resolve("mine"), "mine");
        var place = Files.createDirectory(
                temporary.resolve(".graphkeep-pull-pulled"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createSymbolicLink(place.resolve("state.new"), mine);
        server.file("a", BYTES).ends();

        pull(PullOptions.defaults());

        assertThat(to.resolve("a")).hasBinaryContent(BYTES);
        assertThat(mine).hasContent("mine");
    }

    @Test
    void aLockThatIsALinkIsNotFollowed() throws IOException {
        var place = Files.createDirectory(
                temporary.resolve(".graphkeep-pull-pulled"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createSymbolicLink(place.resolve("lock"), temporary.resolve("mine"));

        assertThatThrownBy(() -> pull(PullOptions.defaults())).isInstanceOf(IOException.class);

        assertThat(temporary.resolve("mine")).doesNotExist();
    }

    @Test
    void aFileWhoseBytesAreWrongComesAgain() throws IOException {
        var wrong = BYTES.clone();
        wrong[5] ^= 1;
        server.header(ScriptedServer.regular("a", BYTES.length)).data(wrong).trailer(BYTES);
        server.breaks();
        server.file("a", BYTES).ends();

        pull(PullOptions.defaults());

        assertThat(to.resolve("a")).hasBinaryContent(BYTES);
    }

    @Test
    void zerosAreHoles() throws IOException {
        var sparse = new byte[4 << 20];
        sparse[2_500_000] = 1;
        var header = ScriptedServer.regular("s", sparse.length);
        server.header(header);
        for (var at = 0; at < sparse.length; at += 1 << 18) {
            server.data(Arrays.copyOfRange(sparse, at, at + (1 << 18)));
        }
        server.trailer(sparse).ends();

        pull(PullOptions.defaults());

        assertThat(to.resolve("s")).hasBinaryContent(sparse);
        var blocks = new ProcessBuilder("stat", "-c", "%b", to.resolve("s").toString()).start();
        var used = Long.parseLong(new String(blocks.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip())
                * 512;
        assertThat(used).isLessThan(sparse.length / 4);
    }

    @Test
    void whatIsThereIsNotTouched() throws IOException {
        Files.createDirectory(to);
        Files.writeString(to.resolve("mine"), "mine");
        server.file("a", BYTES).ends();

        assertThatThrownBy(() -> pull(PullOptions.defaults()))
                .isInstanceOfSatisfying(
                        PullException.class,
                        e -> assertThat(e.kind()).isEqualTo(PullException.Kind.DESTINATION_NOT_EMPTY));
        assertThat(server.requests).isEmpty();
        assertThat(to.resolve("mine")).hasContent("mine");
    }

    @Test
    void anEmptyDirectoryIsFilled() throws IOException {
        Files.createDirectory(to);
        server.file("a", BYTES).ends();

        pull(PullOptions.defaults());

        assertThat(to.resolve("a")).hasBinaryContent(BYTES);
        assertThat(Files.isSymbolicLink(to)).isFalse();
        assertThat(Files.exists(temporary.resolve(".graphkeep-pull-pulled"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
    }

    private PullResult pull(PullOptions options) throws IOException {
        return Pull.run(server, latest(), to, options);
    }

    private static DownloadSnapshotRequest latest() {
        return DownloadSnapshotRequest.newBuilder()
                .setSnapshotId("latest")
                .setGraphId("books")
                .build();
    }
}
