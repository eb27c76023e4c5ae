package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.v1.FileHeader;
import io.graphkeep.v1.FileKind;
import io.graphkeep.v1.UploadEnd;
import io.graphkeep.v1.UploadHeader;
import io.graphkeep.v1.UploadSnapshotRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Which frames and which files a sender may not upload, and that nothing is left of them; one site for all. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadUploadsTest {
    private static final byte[] CONTENT = "what the file holds".getBytes(StandardCharsets.UTF_8);
    private static final String GRAPH = "pushed";

    private final List<Bad> table = new ArrayList<>();
    private Path spool;
    private BackupSite site;

    /** An upload as it must be refused. */
    private record Bad(String name, Reason reason, Consumer<UploadedFrames> frames) {}

    @BeforeAll
    void open(@TempDir Path temporary) throws IOException {
        var top = temporary.toRealPath();
        site = new BackupSite(top.resolve("home"), WithSource.ahead());
        spool = top.resolve("home/spool");
        site.addPushedGraph(GRAPH, "{\"quota\": {\"maxLogicalBytes\": \"1000000\"}}");
        site.addGraph("directory", Files.createDirectory(top.resolve("source")));
        new UploadedFrames(site).header(GRAPH).file("before", CONTENT).end().send();
        fillWithFrames();
        fillWithPaths();
        fillWithLinks();
        fillWithSizes();
        fillWithAttributes();
        fillWithGraphs();
    }

    @AfterAll
    void close() {
        site.close();
    }

    @TestFactory
    Stream<DynamicTest> eachIsRefusedForItsReasonAndLeavesNothing() {
        assertThat(table).hasSizeGreaterThanOrEqualTo(60);
        return table.stream().map(bad -> DynamicTest.dynamicTest(bad.name, () -> refused(bad)));
    }

    private void refused(Bad bad) throws IOException {
        var frames = new UploadedFrames(site).header(GRAPH);
        bad.frames.accept(frames);

        frames.refused(bad.reason);

        assertThat(site.ask("SELECT count(*) FROM session WHERE state = 'OPEN'"))
                .isEqualTo("0");
        assertThat(site.ask("SELECT count(*) FROM snapshot WHERE state = 'CREATING'"))
                .isEqualTo("0");
        assertThat(site.ask("SELECT count(*) FROM operation WHERE state IN ('QUEUED', 'RUNNING')"))
                .isEqualTo("0");
        try (var left = Files.list(spool)) {
            assertThat(left).isEmpty();
        }
    }

    private void fillWithFrames() {
        outOfOrder("a second header", all -> all.frame(frame().setHeader(UploadHeader.newBuilder())));
        outOfOrder("a frame of nothing", all -> all.frame(frame()));
        outOfOrder("bytes before any file", all -> all.data(CONTENT));
        outOfOrder("bytes of a directory", all -> all.begin(directory("a")).data(CONTENT));
        outOfOrder(
                "bytes of a symbolic link", all -> all.begin(symlink("a", "b")).data(CONTENT));
        outOfOrder(
                "bytes of a hard link",
                all -> all.file("a", CONTENT).begin(hardLink("b", "a")).data(CONTENT));
        outOfOrder("bytes after the file's end", all -> all.file("a", CONTENT).data(CONTENT));
        outOfOrder("more bytes than a frame takes", all -> all.begin(file("a")).frame(data(new byte[(256 << 10) + 1])));
        outOfOrder("an end of no file", all -> all.trailer(new byte[0]));
        outOfOrder("a file that ends twice", all -> all.file("a", CONTENT).trailer(new byte[0]));
        outOfOrder(
                "a file that begins in another",
                all -> all.begin(file("a")).data(CONTENT).begin(file("b")));
        outOfOrder(
                "a file without its end",
                all -> all.begin(file("a")).data(CONTENT).end());
        outOfOrder("nothing at all", all -> {});
        outOfOrder("no end", all -> all.file("a", CONTENT));
        outOfOrder(
                "something after the end", all -> all.file("a", CONTENT).end().file("b", CONTENT));
        outOfOrder("two ends", all -> all.file("a", CONTENT).end().end());
        outOfOrder(
                "an end that counts more",
                all -> all.file("a", CONTENT)
                        .frame(frame().setEnd(UploadEnd.newBuilder().setEntries(2))));
        outOfOrder(
                "an end that counts less than nothing",
                all -> all.file("a", CONTENT)
                        .frame(frame().setEnd(UploadEnd.newBuilder().setEntries(-1))));
    }

    private void fillWithPaths() {
        for (var path : List.of("", "/", "/etc/passwd", "..", "../a", "a/../b", "a/..", ".", "a/./b", "a//b", "a/")) {
            invalid("the path \"" + path + "\"", all -> all.file(path, CONTENT).end());
        }
        invalid("a NUL in a path", all -> all.file("a%00b", CONTENT).end());
        invalid(
                "a slash that is escaped",
                all -> all.file("a%2F..%2Fb", CONTENT).end());
        invalid(
                "two dots that are escaped",
                all -> all.file("%2E%2E/b", CONTENT).end());
        invalid("half an escape", all -> all.file("a%4", CONTENT).end());
        invalid(
                "a percent sign that escapes nothing",
                all -> all.file("100%", CONTENT).end());
        invalid("a name of 256 bytes", all -> all.file("x".repeat(256), CONTENT).end());
        invalid(
                "a path of 4097 bytes",
                all -> all.file("y/".repeat(2048) + "z", CONTENT).end());
        invalid(
                "a path of a megabyte",
                all -> all.file("y/".repeat(1 << 19) + "z", CONTENT).end());
        invalid(
                "the same path twice",
                all -> all.file("a", CONTENT)
                        .file("b", CONTENT)
                        .file("a", CONTENT)
                        .end());
        invalid(
                "a file and a directory of one path",
                all -> all.file("a", CONTENT).begin(directory("a")).end());
        invalid(
                "something below a file",
                all -> all.file("a", CONTENT).file("a/b", CONTENT).end());
        invalid(
                "something below a file that comes later",
                all -> all.file("a/b/c", CONTENT).file("a/b", CONTENT).end());
        invalid(
                "something below a symbolic link that leads out",
                all -> all.begin(symlink("a", "/etc")).file("a/passwd", CONTENT).end());
    }

    private void fillWithLinks() {
        invalid("a symbolic link to nowhere", all -> all.begin(symlink("a", "")).end());
        invalid(
                "a symbolic link of 4097 bytes",
                all -> all.begin(symlink("a", "x".repeat(4097))).end());
        invalid(
                "a NUL in a symbolic link",
                all -> all.begin(symlink("a", "b%00c")).end());
        invalid(
                "a file with a link's target",
                all -> all.file(file("a").setLinkTarget("b"), CONTENT).end());
        invalid("hard links to files of too long names", all -> {
            for (var i = 0; i < 1_100; i++) {
                all.begin(hardLink("z" + i, deep(80, "%05d".formatted(i) + "a".repeat(45))));
            }
        });
        invalid("directories that were not sent and have too long names", all -> {
            for (var i = 0; i < 8; i++) {
                all.file(deep(2_040, "" + i), CONTENT);
            }
            all.end();
        });
        invalid("a hard link to nothing", all -> all.begin(hardLink("b", "a")).end());
        invalid(
                "a hard link that leads out",
                all -> all.begin(hardLink("b", "../a")).end());
        invalid(
                "a hard link to a directory",
                all -> all.begin(directory("a")).begin(hardLink("b", "a")).end());
        invalid(
                "a hard link to a hard link",
                all -> all.file("a", CONTENT)
                        .begin(hardLink("b", "a"))
                        .begin(hardLink("c", "b"))
                        .end());
        invalid("a hard link to itself", all -> all.begin(hardLink("a", "a")).end());
        invalid(
                "a hard link before its file",
                all -> all.begin(hardLink("a", "b")).file("b", CONTENT).end());
    }

    private void fillWithSizes() {
        invalid(
                "more bytes than were told",
                all -> all.file(file("a").setSizeBytes(3), CONTENT).end());
        invalid(
                "fewer bytes than were told",
                all -> all.file(file("a").setSizeBytes(99), CONTENT).end());
        invalid(
                "a petabyte that does not come",
                all -> all.file(file("a").setSizeBytes(1L << 50), CONTENT).end());
        invalid(
                "less than nothing",
                all -> all.file(file("a").setSizeBytes(-1), new byte[0]).end());
        bad(
                "bytes of another digest",
                Reason.DIGEST_MISMATCH,
                all -> all.begin(file("a")).data(CONTENT).trailer(UploadedFrames.digest(new byte[1])));
        bad(
                "a digest that is none",
                Reason.DIGEST_MISMATCH,
                all -> all.begin(file("a")).data(CONTENT).trailer(new byte[] {1, 2, 3}));
        bad(
                "more bytes than the quota",
                Reason.QUOTA_EXCEEDED,
                all -> all.file("a", new byte[1_000_001]).end());
        bad("more bytes than the quota in many files", Reason.QUOTA_EXCEEDED, all -> {
            for (var file = 0; file < 11; file++) {
                all.file("a" + file, new byte[100_000]);
            }
        });
        bad("nothing where there was something", Reason.CAPTURE_EMPTY, UploadedFrames::end);
    }

    private void fillWithAttributes() {
        invalid(
                "a file that does not begin at its beginning",
                all -> all.file(file("a").setOffset(1), CONTENT).end());
        invalid(
                "a device",
                all -> all.begin(file("a").setKind(FileKind.FILE_KIND_DEVICE)).end());
        invalid(
                "a socket",
                all -> all.begin(file("a").setKind(FileKind.FILE_KIND_SOCKET)).end());
        invalid(
                "a kind that nobody knows",
                all -> all.begin(file("a").setKindValue(77)).end());
        invalid(
                "a mode of more than permissions",
                all -> all.file(file("a").setMode(0100644), CONTENT).end());
        invalid(
                "a mode of all bits",
                all -> all.file(file("a").setMode(-1), CONTENT).end());
        invalid(
                "an owner below zero",
                all -> all.file(file("a").setUserId(-1), CONTENT).end());
        invalid(
                "a group beyond 32 bits",
                all -> all.file(file("a").setGroupId(1L << 32), CONTENT).end());
        invalid(
                "an owner of a long name",
                all -> all.file(file("a").setUserName("x".repeat(256)), CONTENT).end());
        for (var seconds : List.of(Long.MIN_VALUE, -10_000_000_000L, 10_000_000_000L, Long.MAX_VALUE)) {
            invalid(
                    "a time of " + seconds + " seconds",
                    all -> all.file(
                                    file("a")
                                            .setModifyTime(
                                                    Timestamp.newBuilder().setSeconds(seconds)),
                                    CONTENT)
                            .end());
        }
        invalid(
                "a time with too many nanoseconds",
                all -> all.file(file("a").setModifyTime(Timestamp.newBuilder().setNanos(1_000_000_000)), CONTENT)
                        .end());
        invalid(
                "an attribute that grants capabilities",
                all -> all.file(
                                file("a").putExtendedAttributes("security.capability", ByteString.copyFrom(CONTENT)),
                                CONTENT)
                        .end());
        invalid(
                "attributes of more than 64 KiB",
                all -> all.file(
                                file("a").putExtendedAttributes("user.a", ByteString.copyFrom(new byte[65 << 10])),
                                CONTENT)
                        .end());
        invalid("65 attributes", all -> {
            var header = file("a");
            for (var i = 0; i < 65; i++) {
                header.putExtendedAttributes("user." + i, ByteString.EMPTY);
            }
            all.file(header, CONTENT).end();
        });
    }

    private void fillWithGraphs() {
        bad(
                "a graph that is not there",
                Reason.GRAPH_NOT_FOUND,
                all -> all.header("nothing").end());
        bad(
                "a graph of a directory",
                Reason.SOURCE_KIND_MISMATCH,
                all -> all.header("directory").end());
        bad(
                "a consistency that nobody knows",
                Reason.INVALID_ARGUMENT,
                all -> all.header(UploadHeader.newBuilder().setGraphId(GRAPH).setConsistencyValue(77))
                        .end());
    }

    private void outOfOrder(String name, Consumer<UploadedFrames> frames) {
        bad(name, Reason.PROTOCOL_VIOLATION, frames);
    }

    private void invalid(String name, Consumer<UploadedFrames> frames) {
        bad(name, Reason.MANIFEST_INVALID, frames);
    }

    private void bad(String name, Reason reason, Consumer<UploadedFrames> frames) {
        table.add(new Bad(name, reason, frames));
    }

    private static UploadSnapshotRequest.Builder frame() {
        return UploadSnapshotRequest.newBuilder();
    }

    private static UploadSnapshotRequest.Builder data(byte[] bytes) {
        return frame().setData(ByteString.copyFrom(bytes));
    }

    private static FileHeader.Builder file(String path) {
        return FileHeader.newBuilder().setPath(path);
    }

    private static FileHeader.Builder directory(String path) {
        return file(path).setKind(FileKind.FILE_KIND_DIRECTORY);
    }

    private static FileHeader.Builder symlink(String path, String target) {
        return file(path).setKind(FileKind.FILE_KIND_SYMLINK).setLinkTarget(target);
    }

    private static FileHeader.Builder hardLink(String path, String target) {
        return file(path).setHardLinkTarget(target);
    }

    /** A path in so many directories, all of the same name as the file. */
    private static String deep(int directories, String name) {
        return (name + "/").repeat(directories) + name;
    }
}
