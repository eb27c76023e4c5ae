package io.graphkeep.server.api;

import static io.graphkeep.server.api.BackupFixture.refused;
import static io.graphkeep.server.api.GraphCallsTest.makeGraph;
import static io.graphkeep.server.api.GraphCallsTest.pushed;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.graphkeep.format.v1.Entry;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.format.v1.EntryMark;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.Role;
import io.graphkeep.transfer.Encoding;
import io.graphkeep.transfer.Kind;
import io.graphkeep.transfer.TreeWriter;
import io.graphkeep.v1.FileKind;
import io.graphkeep.v1.FileProblem;
import io.graphkeep.v1.ListSnapshotFilesRequest;
import io.graphkeep.v1.SnapshotFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileListTest {
    @TempDir
    Path directory;

    private BackupFixture site;
    private UUID snapshot;

    @BeforeEach
    void open() throws IOException {
        site = new BackupFixture(directory);
        makeGraph(site.operator(), pushed("books"));
        snapshot = site.snapshot("books");
        site.trees.put(snapshot, tree());
        site.hardLinks = 2;
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void filesComeInTheTreesOrderWithoutTheTopItself() {
        assertThat(listed(request()))
                .extracting(SnapshotFile::getPath)
                .containsExactly("a", "a/first", "a/link", "a/second", "broken", "b%FF", "z%25");
    }

    @Test
    void aPageGoesOnAfterTheLastPathOfTheOneBefore() {
        var paths = new ArrayList<String>();
        var token = "";
        do {
            var page = site.operator()
                    .listSnapshotFiles(
                            request().setPageSize(2).setPageToken(token).build());
            page.getFilesList().forEach(file -> paths.add(file.getPath()));
            token = page.getNextPageToken();
        } while (!token.isEmpty());

        assertThat(paths).hasSize(7).doesNotHaveDuplicates();
    }

    @Test
    void aListOfLatestGoesOnWithTheSnapshotThatItBeganWith() {
        var latest = request().setSnapshotId("latest").setGraphId("books").setPageSize(1);
        var token = site.operator().listSnapshotFiles(latest.build()).getNextPageToken();
        site.trees.put(
                site.snapshot(
                        "books", "COMPLETED", OffsetDateTime.now(site.clock).plusHours(1)),
                new byte[0]);

        assertThat(listed(latest.clone().setPageToken(token)))
                .extracting(SnapshotFile::getPath)
                .containsExactly("a/first");
    }

    @Test
    void namesOfOneFileShareANumberAndASizeOnWhateverPageTheyStand() {
        var files = listed(request());
        var first = files.get(1);
        var alone = files.get(4);

        assertThat(first.getHardLinkGroup()).isPositive();
        assertThat(first.getSizeBytes()).isEqualTo(11);
        for (var further : List.of(
                listed(request().setPathPrefix("a/s")).get(0),
                listed(request().setPathPrefix("z")).get(0))) {
            assertThat(further.getHardLinkGroup()).isEqualTo(first.getHardLinkGroup());
            assertThat(further.getSizeBytes()).isEqualTo(11);
            assertThat(further.getKind()).isEqualTo(FileKind.FILE_KIND_REGULAR);
        }
        assertThat(alone.getHardLinkGroup()).isZero();
    }

    @Test
    void problemsAreToldApartFromTheRest() {
        var problems = listed(request().setProblemsOnly(true));

        assertThat(problems).singleElement().satisfies(file -> {
            assertThat(file.getPath()).isEqualTo("broken");
            assertThat(file.getProblem()).isEqualTo(FileProblem.FILE_PROBLEM_UNREADABLE);
            assertThat(file.getProblemDetail()).isNotEmpty();
        });
    }

    @Test
    void aPrefixIsAnyBeginningOfAPath() {
        assertThat(listed(request().setPathPrefix("b")))
                .extracting(SnapshotFile::getPath)
                .containsExactly("broken", "b%FF");
        assertThat(listed(request().setPathPrefix("b%FF"))).hasSize(1);
        refused(Reason.INVALID_ARGUMENT, () -> listed(request().setPathPrefix("b%F")));
    }

    @Test
    void whatCannotBeListedIsRefused() {
        var making = site.snapshot("books", "CREATING", OffsetDateTime.now(site.clock));
        var other = site.as(Role.READER, "rita", "papers");
        var damaged = site.snapshot("books");
        site.trees.put(damaged, new byte[] {1, 2, 3});

        refused(Reason.SNAPSHOT_NOT_READY, () -> listed(request().setSnapshotId(making.toString())));
        refused(Reason.SNAPSHOT_NOT_FOUND, () -> listed(request().setSnapshotId(new UUID(1, 2).toString())));
        refused(Reason.GRAPH_NOT_FOUND, () -> listed(request().setGraphId("nothing")));
        refused(
                Reason.SNAPSHOT_NOT_FOUND,
                () -> other.listSnapshotFiles(request().build()));
        refused(Reason.STORE_DAMAGED, () -> listed(request().setSnapshotId(damaged.toString())));
        refused(Reason.INVALID_PAGE_TOKEN, () -> listed(request().setPageToken("AAAA")));
    }

    private ListSnapshotFilesRequest.Builder request() {
        return ListSnapshotFilesRequest.newBuilder().setSnapshotId(snapshot.toString());
    }

    private List<SnapshotFile> listed(ListSnapshotFilesRequest.Builder request) {
        return site.operator().listSnapshotFiles(request.build()).getFilesList();
    }

    private static byte[] tree() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var writer = new TreeWriter(segment -> {}, bytes);
        writer.entry(entry("", EntryKind.ENTRY_KIND_DIRECTORY).build());
        writer.entry(entry("a", EntryKind.ENTRY_KIND_DIRECTORY).build());
        writer.fileBegins(11);
        writer.chunk(new byte[32], 0, 11, Encoding.RAW, Kind.TEXT);
        writer.entry(entry("a/first", EntryKind.ENTRY_KIND_FILE).setSize(11).build());
        writer.entry(entry("a/link", EntryKind.ENTRY_KIND_SYMLINK)
                .setLinkTarget(ByteString.copyFromUtf8("first"))
                .build());
        writer.entry(link("a/second"));
        writer.entry(entry("broken", EntryKind.ENTRY_KIND_FILE)
                .addMarks(EntryMark.ENTRY_MARK_UNREADABLE)
                .addMarks(EntryMark.ENTRY_MARK_FRESH)
                .build());
        writer.entry(entry("b", EntryKind.ENTRY_KIND_FILE)
                .setPath(ByteString.copyFrom(new byte[] {'b', (byte) 0xFF}))
                .build());
        writer.entry(link("z%"));
        writer.finish();
        return bytes.toByteArray();
    }

    private static Entry link(String path) {
        return entry(path, EntryKind.ENTRY_KIND_HARD_LINK)
                .setLinkTarget(ByteString.copyFrom("a/first", StandardCharsets.UTF_8))
                .build();
    }

    private static Entry.Builder entry(String path, EntryKind kind) {
        return Entry.newBuilder()
                .setPath(ByteString.copyFromUtf8(path))
                .setKind(kind)
                .setMode(420)
                .setMtimeNs(1);
    }
}
