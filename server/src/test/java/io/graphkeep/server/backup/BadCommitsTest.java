package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.graphkeep.format.v1.EntryKind;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.transfer.ManifestFormat;
import io.graphkeep.v1.PushCommit;
import io.graphkeep.v1.PushSnapshotRequest;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which snapshots a sender may not commit, and that nothing is left of them. */
class BadCommitsTest extends PushByHand {
    @Test
    void anHonestOneIsTaken() throws Exception {
        openPush();
        give(SEGMENT, CONTENT, false);
        var tree = tree(entry("file").setSize(CONTENT.length).setChunkCount(1), SEGMENT);
        give(segment(tree), tree, true);

        send(request -> request.setCommit(commit(manifest(tree, CONTENT.length))));

        assertThat(pipe.receive().getCommitted().getSnapshot().getCounts().getFiles())
                .isEqualTo(1);
    }

    @Test
    void committingWhatOnlyAnotherGraphHasIsRefused() throws Exception {
        Files.write(source.resolve("file"), CONTENT);
        site.capture(captured);
        openPush();
        var tree = tree(entry("file").setSize(CONTENT.length).setChunkCount(1), SEGMENT);
        give(segment(tree), tree, true);

        send(request -> request.setCommit(commit(manifest(tree, CONTENT.length))));

        refused(Reason.SEGMENT_UNKNOWN);
    }

    @Test
    void aCommitBeforeAllHasComeIsRefused() throws Exception {
        want();
        send(request -> request.setCommit(commit(manifest(new byte[0], 0))));

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void aManifestOfAnotherDigestIsRefused() throws Exception {
        openPush();
        send(request -> request.setCommit(
                commit(manifest(new byte[0], 0)).setManifestDigest(ByteString.copyFrom(new byte[32]))));

        refused(Reason.DIGEST_MISMATCH);
    }

    @Test
    void aManifestThatIsNoneIsRefused() throws Exception {
        openPush();
        var nonsense = ByteString.copyFromUtf8("nonsense");
        send(request -> request.setCommit(PushCommit.newBuilder()
                .setManifest(nonsense)
                .setManifestDigest(ByteString.copyFrom(ManifestFormat.digest(nonsense.toByteArray())))));

        refused(Reason.MANIFEST_INVALID);
    }

    @Test
    void aManifestOfAnotherSnapshotIsRefused() throws Exception {
        openPush();
        var manifest = manifest(new byte[0], 0).setSnapshotId(NOBODY.toString());
        send(request -> request.setCommit(commit(manifest)));

        refused(Reason.MANIFEST_INVALID);
    }

    @Test
    void aManifestThatSpeaksOfAPetabyteIsRefused() throws Exception {
        openPush();
        give(SEGMENT, CONTENT, false);
        var tree = tree(entry("file").setSize(1L << 50).setChunkCount(1), SEGMENT);
        give(segment(tree), tree, true);
        send(request -> request.setCommit(commit(manifest(tree, 1L << 50))));

        refused(Reason.MANIFEST_INVALID);
    }

    @Test
    void countsThatAreWrongAreRefused() throws Exception {
        openPush();
        give(SEGMENT, CONTENT, false);
        var tree = tree(entry("file").setSize(CONTENT.length).setChunkCount(1), SEGMENT);
        give(segment(tree), tree, true);
        send(request -> request.setCommit(commit(manifest(tree, CONTENT.length).setFileCount(2))));

        refused(Reason.MANIFEST_INVALID);
    }

    @Test
    void pathsThatLeadOutAreRefused() throws Exception {
        for (var path :
                List.of("../file", "/file", "a//b", "a/./b", "a/..", "x".repeat(256), "y/".repeat(2100) + "z")) {
            pipe = new PushPipe(site);
            openPush();
            give(SEGMENT, CONTENT, false);
            var tree = tree(entry(path).setSize(CONTENT.length).setChunkCount(1), SEGMENT);
            give(segment(tree), tree, true);
            send(request -> request.setCommit(commit(manifest(tree, CONTENT.length))));

            refused(Reason.MANIFEST_INVALID);
        }
    }

    @Test
    void aPathThatStandsTwiceIsRefused() throws Exception {
        openPush();
        var tree = join(tree(entry("file")), item(entry("file")));
        give(segment(tree), tree, true);
        send(request -> request.setCommit(commit(manifest(tree, 0).setFileCount(2))));

        refused(Reason.MANIFEST_INVALID);
    }

    @Test
    void aHardLinkToNothingIsRefused() throws Exception {
        openPush();
        var link = entry("link").setKind(EntryKind.ENTRY_KIND_HARD_LINK).setLinkTarget(ByteString.copyFromUtf8("gone"));
        var tree = tree(link);
        give(segment(tree), tree, true);
        send(request ->
                request.setCommit(commit(manifest(tree, 0).setFileCount(0).setHardLinkCount(1))));

        refused(Reason.MANIFEST_INVALID);
    }

    @Test
    void aParentThatIsNotTheNewestIsRefused() throws Exception {
        openPush();
        var tree = tree(entry("file"));
        give(segment(tree), tree, true);
        send(request -> request.setCommit(commit(manifest(tree, 0)).setExpectedParentSnapshotId(NOBODY.toString())));

        refused(Reason.PARENT_CHANGED);
    }

    @Test
    void whatIsMoreThanTheQuotaIsRefused() throws Exception {
        site.addPushedGraph("small", "{\"quota\": {\"maxLogicalBytes\": \"5\"}}");
        pipe.send(PushSnapshotRequest.newBuilder()
                .setOpen(openFrame().setGraphId("small"))
                .build());
        opened = pipe.receive().getOpened();
        give(SEGMENT, CONTENT, false);
        var tree = tree(entry("file").setSize(CONTENT.length).setChunkCount(1), SEGMENT);
        give(segment(tree), tree, true);
        send(request -> request.setCommit(commit(manifest(tree, CONTENT.length))));

        refused(Reason.QUOTA_EXCEEDED);
    }
}
