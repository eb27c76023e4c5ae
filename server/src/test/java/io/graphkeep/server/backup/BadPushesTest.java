package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.google.protobuf.ByteString;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.transfer.ChunkId;
import io.graphkeep.transfer.ChunkRef;
import io.graphkeep.transfer.Encoding;
import io.graphkeep.transfer.Kind;
import io.graphkeep.transfer.Segment;
import io.graphkeep.v1.PushData;
import io.graphkeep.v1.PushOffer;
import io.graphkeep.v1.PushOfferChunks;
import io.graphkeep.v1.PushRead;
import io.graphkeep.v1.PushReadSegments;
import io.graphkeep.v1.PushReadTree;
import io.graphkeep.v1.PushSnapshotRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which frames a sender may not send, and that nothing is left of them. */
class BadPushesTest extends PushByHand {
    @Test
    void theFirstFrameMustOpenInAFormatThatIsTaken() throws Exception {
        send(request -> request.setOpen(openFrame().setChunker("rabin-2")));

        refused(Reason.FORMAT_UNSUPPORTED);
    }

    @Test
    void aSecondOpenIsRefused() throws Exception {
        openPush();
        send(request -> request.setOpen(openFrame()));

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void anEmptyFrameIsRefused() throws Exception {
        openPush();
        send(request -> {});

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void aSessionThatIsNotThereIsRefused() throws Exception {
        send(request -> request.setOpen(openFrame().setSessionId(NOBODY.toString())));

        refused(Reason.SESSION_NOT_FOUND);
    }

    @Test
    void oneOfTwoAtOnceIsRefused() throws Exception {
        openPush();
        var second = new PushPipe(site);
        second.send(PushSnapshotRequest.newBuilder().setOpen(openFrame()).build());

        assertThat(second.failure())
                .isInstanceOfSatisfying(
                        GraphkeepException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CAPTURE_RUNNING));
        pipe.close();
    }

    @Test
    void aTreeWithoutAParentIsRefused() throws Exception {
        openPush();
        send(request -> request.setRead(PushRead.newBuilder().setReadId(1).setTree(PushReadTree.getDefaultInstance())));

        refused(Reason.SNAPSHOT_NOT_FOUND);
    }

    @Test
    void aReadOfNothingIsRefused() throws Exception {
        openPush();
        send(request -> request.setRead(PushRead.newBuilder().setReadId(1)));

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void whatOnlyAnotherGraphHasIsAnsweredLikeWhatNobodyHas() throws Exception {
        Files.write(source.resolve("file"), CONTENT);
        site.capture(captured);
        openPush();
        var unknown = segment("nobody has this".getBytes(StandardCharsets.UTF_8));

        offer(1, SEGMENT, false);
        var ofAnother = pipe.receive();
        offer(2, unknown, false);
        var ofNobody = pipe.receive();

        assertThat(ofAnother.getWant().getBitmap()).isEqualTo(ofNobody.getWant().getBitmap());
        pipe.close();
    }

    @Test
    void readingWhatOnlyAnotherGraphHasIsRefused() throws Exception {
        Files.write(source.resolve("file"), CONTENT);
        site.capture(captured);
        openPush();
        send(request -> request.setRead(PushRead.newBuilder()
                .setReadId(1)
                .setSegments(PushReadSegments.newBuilder().addSegmentIds(id(SEGMENT)))));

        refused(Reason.SEGMENT_UNKNOWN);
    }

    @Test
    void aSegmentNamedByTooFewBytesIsRefused() throws Exception {
        openPush();
        send(request -> request.setOffer(
                PushOffer.newBuilder().setOfferId(1).addSegmentIds(ByteString.copyFrom(new byte[31]))));

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void tooManySegmentsInAnOfferAreRefused() throws Exception {
        openPush();
        var offer = PushOffer.newBuilder().setOfferId(1);
        for (var i = 0; i <= opened.getLimits().getMaxOfferSegments(); i++) {
            offer.addSegmentIds(id(SEGMENT));
        }
        send(request -> request.setOffer(offer));

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void wantedSegmentsWithoutListsDoNotPileUp() throws Exception {
        openPush();
        var random = new Random(20270);
        for (var offers = 1; offers <= 5; offers++) {
            var offer = PushOffer.newBuilder().setOfferId(offers);
            for (var i = 0; i < opened.getLimits().getMaxOfferSegments(); i++) {
                var id = new byte[32];
                random.nextBytes(id);
                offer.addSegmentIds(ByteString.copyFrom(id));
            }
            send(request -> request.setOffer(offer));
        }

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void listsOfWhichNothingIsWantedDoNotPileUpBehindASegmentThatIsNotComplete() throws Exception {
        openPush();
        var chunk = new ChunkRef(ChunkId.of(CONTENT, 0, CONTENT.length), CONTENT.length, Encoding.RAW, Kind.TEXT);
        var offer = PushOffer.newBuilder().setOfferId(1);
        for (var chunks = 1; chunks <= Segment.MAX_CHUNKS; chunks++) {
            offer.addSegmentIds(id(Segment.of(Collections.nCopies(chunks, chunk))));
        }
        send(request -> request.setOffer(offer));
        for (var chunks = 1; chunks <= Segment.MAX_CHUNKS; chunks++) {
            describe(1 + chunks, Segment.of(Collections.nCopies(chunks, chunk)));
        }

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void offersThatDoNotGrowAreRefused() throws Exception {
        openPush();
        offer(2, SEGMENT, false);
        offer(2, SEGMENT, false);

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void aListThatNobodyAskedForIsRefused() throws Exception {
        openPush();
        describe(1, SEGMENT);

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void aListOfAnotherSegmentIsRefused() throws Exception {
        openPush();
        offer(1, SEGMENT, false);
        describe(2, segment("another".getBytes(StandardCharsets.UTF_8)));

        refused(Reason.DIGEST_MISMATCH);
    }

    @Test
    void aListThatIsNoneIsRefused() throws Exception {
        openPush();
        offer(1, SEGMENT, false);
        send(request -> request.setOfferChunks(
                PushOfferChunks.newBuilder().setOfferId(2).addDescriptors(ByteString.copyFromUtf8("nonsense"))));

        refused(Reason.DIGEST_MISMATCH);
    }

    @Test
    void dataThatIsNotTheNextFrameIsRefused() throws Exception {
        want();
        data(frame(CONTENT).setSequence(2));

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void aChunkThatNobodyAskedForIsRefused() throws Exception {
        openPush();
        data(frame(CONTENT));

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void bytesThatAreNotTheChunkAreRefused() throws Exception {
        want();
        var other = CONTENT.clone();
        other[3] ^= 1;
        data(frame(other)
                .setChunkIds(
                        0,
                        ByteString.copyFrom(
                                ChunkId.of(CONTENT, 0, CONTENT.length).toBytes())));

        refused(Reason.DIGEST_MISMATCH);
    }

    @Test
    void aChunkOfAnotherLengthIsRefused() throws Exception {
        want();
        var shorter = Arrays.copyOf(CONTENT, 5);
        data(frame(shorter)
                .setChunkIds(
                        0,
                        ByteString.copyFrom(
                                ChunkId.of(CONTENT, 0, CONTENT.length).toBytes())));

        refused(Reason.DIGEST_MISMATCH);
    }

    @Test
    void lengthsThatDoNotMatchTheNamesAreRefused() throws Exception {
        want();
        data(frame(CONTENT).addChunkLengths(7));

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void aChunkOfNoLengthIsRefused() throws Exception {
        want();
        data(frame(CONTENT).setChunkLengths(0, 0));

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void aFrameOfNothingIsRefused() throws Exception {
        want();
        data(PushData.newBuilder().setSequence(1));

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void aFrameThatBecomesTooMuchIsRefused() throws Exception {
        want();
        var bomb = Zstd.compress(new byte[256 << 20]);
        data(frame(CONTENT).setPayload(ByteString.copyFrom(bomb)));

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void aFrameThatIsNotCompressedIsRefused() throws Exception {
        want();
        data(frame(CONTENT).setPayload(ByteString.copyFrom(CONTENT)));

        refused(Reason.PROTOCOL_VIOLATION);
    }

    @Test
    void aPayloadThatIsTooLargeIsRefused() throws Exception {
        want();
        data(frame(CONTENT).setPayload(ByteString.copyFrom(new byte[3 << 20])));

        refused(Reason.PROTOCOL_VIOLATION);
    }
}
