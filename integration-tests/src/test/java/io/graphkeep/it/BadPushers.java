package io.graphkeep.it;

import static io.graphkeep.it.PushTalk.CONTENT;
import static io.graphkeep.it.PushTalk.entry;
import static io.graphkeep.it.PushTalk.frame;
import static io.graphkeep.it.PushTalk.id;
import static io.graphkeep.it.PushTalk.segment;
import static io.graphkeep.it.PushTalk.tree;

import com.github.luben.zstd.Zstd;
import com.google.protobuf.ByteString;
import io.graphkeep.v1.PushOffer;
import io.graphkeep.v1.PushRead;
import io.graphkeep.v1.PushReadSegments;
import io.graphkeep.v1.PushReadTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Senders of segments that break the rules of a push. */
final class BadPushers {
    private static final String OUT_OF_ORDER = "INVALID_ARGUMENT PROTOCOL_VIOLATION";
    private static final String INVALID = "INVALID_ARGUMENT MANIFEST_INVALID";
    private static final String MISMATCH = "DATA_LOSS DIGEST_MISMATCH";
    private static final String UNKNOWN = "NOT_FOUND SEGMENT_UNKNOWN";
    private static final String NO_SESSION = "NOT_FOUND SESSION_NOT_FOUND";
    private static final String NOBODY = "01890000-0000-7000-8000-000000000000";
    private static final long PETABYTE = 1L << 50;
    private static final int MANIFEST_SEGMENTS = 30_000;

    private final List<BadPeer> peers = new ArrayList<>();

    private BadPushers() {}

    static List<BadPeer> all() {
        var all = new BadPushers();
        all.badOpenings();
        all.badFrames();
        all.badCommits();
        all.whatOthersHave();
        all.twice();
        all.tooSlow();
        return all.peers;
    }

    private interface Words {
        void say(PushTalk talk) throws Exception;
    }

    private void badOpenings() {
        add("push: data before open", OUT_OF_ORDER, talk -> talk.data(frame(CONTENT)));
        add(
                "push: a chunker that nobody knows",
                "FAILED_PRECONDITION FORMAT_UNSUPPORTED",
                talk -> talk.say(request -> request.setOpen(talk.openFrame().setChunker("rabin-2"))));
        add(
                "push: a session of nobody's",
                NO_SESSION,
                talk -> talk.say(request -> request.setOpen(talk.openFrame().setSessionId(NOBODY))));
        add(
                "push: to a graph out of scope",
                "NOT_FOUND GRAPH_NOT_FOUND",
                talk -> talk.say(request -> request.setOpen(talk.openFrame().setGraphId(BadPeersSite.HIDDEN))));
        add(
                "push: to a directory",
                "FAILED_PRECONDITION SOURCE_KIND_MISMATCH",
                talk -> talk.say(request -> request.setOpen(talk.openFrame().setGraphId(BadPeersSite.DIRECTORY))));
        opened("push: opened twice", OUT_OF_ORDER, talk -> talk.say(request -> request.setOpen(talk.openFrame())));
        opened("push: a frame of nothing", OUT_OF_ORDER, talk -> talk.say(request -> {}));
        peers.add(BadPeer.quick("push: a session of another's", NO_SESSION, (site, graph) -> {
            var others = new PushTalk(site.as(site.stubs.adminToken()), graph).open();
            var session = others.opened().getSessionId();
            var talk = new PushTalk(site.channel(), graph);
            talk.say(request -> request.setOpen(talk.openFrame().setSessionId(session)));
            var outcome = talk.stream.outcome();
            others.say(request -> {});
            others.stream.outcome();
            return outcome;
        }));
    }

    private void badFrames() {
        // Made before a stream waits for it.
        var bomb = ByteString.copyFrom(Zstd.compress(new byte[256 << 20]));
        opened("push: a chunk that nobody asked for", OUT_OF_ORDER, talk -> talk.data(frame(CONTENT)));
        opened("push: a list that nobody asked for", OUT_OF_ORDER, talk -> talk.describe(segment(CONTENT)));
        opened("push: a list of another segment", MISMATCH, talk -> {
            talk.offer(segment(CONTENT), false);
            talk.describe(segment("another".getBytes(StandardCharsets.UTF_8)));
        });
        opened(
                "push: half an id",
                OUT_OF_ORDER,
                talk -> talk.say(request -> request.setOffer(
                        PushOffer.newBuilder().setOfferId(1).addSegmentIds(ByteString.copyFrom(new byte[16])))));
        opened("push: too many ids", OUT_OF_ORDER, talk -> {
            var offer = PushOffer.newBuilder().setOfferId(1);
            for (var i = 0; i <= talk.opened().getLimits().getMaxOfferSegments(); i++) {
                offer.addSegmentIds(id(segment(CONTENT)));
            }
            talk.say(request -> request.setOffer(offer));
        });
        opened(
                "push: data out of order",
                OUT_OF_ORDER,
                talk -> talk.want(CONTENT).data(frame(CONTENT).setSequence(9)));
        opened("push: bytes of another hash", MISMATCH, talk -> {
            var other = CONTENT.clone();
            other[0] ^= 1;
            talk.want(CONTENT).data(frame(CONTENT).setPayload(ByteString.copyFrom(Zstd.compress(other))));
        });
        opened(
                "push: a chunk of another length",
                OUT_OF_ORDER,
                talk -> talk.want(CONTENT).data(frame(CONTENT).setChunkLengths(0, 7)));
        opened(
                "push: a frame that becomes 256 MiB",
                OUT_OF_ORDER,
                talk -> talk.want(CONTENT).data(frame(CONTENT).setPayload(bomb)));
        opened(
                "push: a frame that is no zstd",
                OUT_OF_ORDER,
                talk -> talk.want(CONTENT).data(frame(CONTENT).setPayload(ByteString.copyFrom(CONTENT))));
        opened(
                "push: a tree of no parent",
                "NOT_FOUND SNAPSHOT_NOT_FOUND",
                talk -> talk.say(
                        request -> request.setRead(PushRead.newBuilder().setTree(PushReadTree.getDefaultInstance()))));
    }

    private void badCommits() {
        opened(
                "push: a commit before all has come",
                OUT_OF_ORDER,
                talk -> talk.want(CONTENT).commit(talk.manifest(new byte[0], 0)));
        opened(
                "push: a manifest of another digest",
                MISMATCH,
                talk -> talk.commit(PushTalk.commitOf(talk.manifest(new byte[0], 0))
                        .setManifestDigest(ByteString.copyFrom(new byte[32]))));
        opened(
                "push: a stale parent",
                "ABORTED PARENT_CHANGED",
                talk -> talk.commit(
                        PushTalk.commitOf(talk.manifest(new byte[0], 0)).setExpectedParentSnapshotId(NOBODY)));
        opened(
                "push: a manifest of 1 MB that speaks of a petabyte",
                "RESOURCE_EXHAUSTED QUOTA_EXCEEDED",
                talk -> talk.commit(hugeManifest(talk).setLogicalBytes(PETABYTE)));
        opened(
                "push: a manifest of 1 MB of segments that nobody sent",
                UNKNOWN,
                talk -> talk.commit(hugeManifest(talk).setLogicalBytes(1_000)));
        opened("push: a tree of more than a petabyte", INVALID, talk -> {
            var entries = new io.graphkeep.format.v1.Entry.Builder[8];
            for (var i = 0; i < entries.length; i++) {
                entries[i] = entry("file-" + i, PETABYTE);
            }
            talk.give(CONTENT, false);
            talk.commitTree(tree(CONTENT, entries), CONTENT.length);
        });
        for (var path : List.of("../file", "/file", "a//b", "x".repeat(256), "y/".repeat(2100) + "z")) {
            opened("push: the path " + path.substring(0, Math.min(12, path.length())), INVALID, talk -> {
                talk.give(CONTENT, false);
                talk.commitTree(tree(entry(path, CONTENT.length)), CONTENT.length);
            });
        }
        opened("push: a path twice", INVALID, talk -> {
            var tree = tree(new byte[0], entry("file", 0), entry("file", 0));
            talk.give(tree, true);
            talk.commit(talk.manifest(tree, 0).setFileCount(2));
        });
    }

    /** The same must be answered of what only a graph out of scope has and of what nobody has. */
    private void whatOthersHave() {
        opened(
                "push: committing what only a hidden graph has",
                UNKNOWN,
                talk -> talk.commitTree(tree(entry("file", CONTENT.length)), CONTENT.length));
        opened("push: committing what nobody has", UNKNOWN, talk -> {
            var nobodys = "nobody has this one".getBytes(StandardCharsets.UTF_8);
            talk.commitTree(tree(nobodys, entry("file", nobodys.length)), nobodys.length);
        });
        opened("push: reading what only a hidden graph has", UNKNOWN, talk -> read(talk, CONTENT));
        opened("push: reading what nobody has", UNKNOWN, talk -> read(talk, new byte[] {1, 2, 3}));
        peers.add(BadPeer.quick("push: offering what only a hidden graph has", "10 10", (site, graph) -> {
            var talk = new PushTalk(site.channel(), graph).open();
            talk.offer(segment(CONTENT), false);
            var hidden = talk.stream.answer().getWant().getBitmap();
            talk.offer(segment(new byte[] {1, 2, 3}), false);
            var nobodys = talk.stream.answer().getWant().getBitmap();
            talk.say(request -> {});
            talk.stream.outcome();
            return hidden.byteAt(0) + "0 " + nobodys.byteAt(0) + "0";
        }));
    }

    private void twice() {
        peers.add(BadPeer.quick(
                "push: beside another of the graph", "FAILED_PRECONDITION CAPTURE_RUNNING", (site, graph) -> {
                    var first = new PushTalk(site.channel(), graph).open();
                    var second = new PushTalk(site.channel(), graph);
                    second.say(request -> request.setOpen(second.openFrame()));
                    var outcome = second.stream.outcome();
                    first.say(request -> {});
                    first.stream.outcome();
                    return outcome;
                }));
        peers.add(BadPeer.quick(
                "push: a commit twice, and then another", "same, ABORTED STALE_SESSION", (site, graph) -> {
                    var first = committed(site, graph);
                    var again = resumed(site, graph, first);
                    again.commit(first.manifest(new byte[0], 0));
                    var same =
                            again.stream.answer().getCommitted().getSnapshot().getSnapshotId();
                    var other = resumed(site, graph, first);
                    other.commit(first.manifest(new byte[0], 0).setEpoch(77));
                    var verdict = same.equals(first.opened().getSnapshotId()) ? "same" : "another";
                    return verdict + ", " + other.stream.outcome();
                }));
    }

    private void tooSlow() {
        peers.add(BadPeer.patient("push: nothing after open", "DEADLINE_EXCEEDED DEADLINE_EXCEEDED", (site, graph) -> {
            var talk = new PushTalk(site.channel(), graph).open();
            return talk.stream.outcome();
        }));
        peers.add(BadPeer.quick("push: reset in the middle", "CANCELLED", (site, graph) -> {
            var talk = new PushTalk(site.channel(), graph).open().want(CONTENT);
            talk.stream.cancel();
            return talk.stream.outcome();
        }));
    }

    private static PushTalk committed(BadPeersSite site, String graph) throws InterruptedException {
        var talk = new PushTalk(site.channel(), graph).open();
        talk.commit(talk.manifest(new byte[0], 0));
        talk.stream.answer();
        return talk;
    }

    private static PushTalk resumed(BadPeersSite site, String graph, PushTalk first) throws InterruptedException {
        var talk = new PushTalk(site.channel(), graph);
        return talk.open(talk.openFrame().setSessionId(first.opened().getSessionId()));
    }

    private static void read(PushTalk talk, byte[] content) {
        talk.say(request -> request.setRead(
                PushRead.newBuilder().setSegments(PushReadSegments.newBuilder().addSegmentIds(id(segment(content))))));
    }

    private static io.graphkeep.format.v1.Manifest.Builder hugeManifest(PushTalk talk) {
        var random = new Random(20275);
        var manifest = talk.manifest(new byte[0], 0).setTreeBytes(PETABYTE).setFileCount(1L << 40);
        for (var i = 0; i < MANIFEST_SEGMENTS; i++) {
            var id = new byte[32];
            random.nextBytes(id);
            manifest.addTreeSegmentIds(ByteString.copyFrom(id));
        }
        return manifest;
    }

    /** Words from the first. */
    private void add(String name, String expected, Words words) {
        peers.add(BadPeer.quick(name, expected, (site, graph) -> {
            var talk = new PushTalk(site.channel(), graph);
            words.say(talk);
            return talk.stream.outcome();
        }));
    }

    /** Words after an opening as it should be. */
    private void opened(String name, String expected, Words words) {
        add(name, expected, talk -> words.say(talk.open()));
    }
}
