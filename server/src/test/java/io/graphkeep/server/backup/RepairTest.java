package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import io.graphkeep.server.catalog.operation.OperationRow;
import io.graphkeep.server.catalog.operation.OperationState;
import io.graphkeep.v1.RepairResult;
import io.graphkeep.v1.RepairStoreRequest;
import io.graphkeep.v1.RestoreSnapshotRequest;
import io.graphkeep.v1.RestoreToDirectory;
import io.graphkeep.v1.VerifyStoreRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A repair brings back what the source still has, and touches nothing else. */
final class RepairTest extends WithSite {
    private static final int LARGE = 3_000_000;

    private final byte[] content = new byte[LARGE];
    private UUID snapshot;

    @BeforeEach
    void capture() throws IOException {
        new Random(1).nextBytes(content);
        Files.write(source.resolve("large.bin"), content);
        snapshot = UUID.fromString(site.capture(graph).getSnapshotId());
    }

    @Test
    void anIntactStoreIsNotTouched() throws Exception {
        var before = site.ask("SELECT count(*) FROM pack");

        var result = repair();

        assertThat(result).isEqualTo(RepairResult.getDefaultInstance());
        assertThat(site.ask("SELECT count(*) FROM pack")).isEqualTo(before);
    }

    @Test
    void whatIsLostComesBackFromTheSource() throws Exception {
        for (var kind : new String[] {"DATA", "METADATA"}) {
            Files.delete(pack(kind));
            assertThat(verify().state()).isEqualTo(OperationState.FAILED);

            var result = repair();

            assertThat(result.getDamagedChunks()).isPositive();
            assertThat(result.getHealedChunks()).isEqualTo(result.getDamagedChunks());
            assertThat(result.getHealedSnapshotIdsList()).containsExactly(snapshot.toString());
            assertThat(result.getCorruptSnapshotIdsList()).isEmpty();
            assertThat(site.snapshot(snapshot).state()).isEqualTo("COMPLETED");
            assertThat(restored()).isEqualTo(content);
            forgetLostPack();
            assertThat(verify().state()).as(kind).isEqualTo(OperationState.SUCCEEDED);
        }
    }

    /** One byte of each segment is another one by now, so that all of them are healed chunk by chunk and none is whole. */
    @Test
    void howeverFewAreLookedAtInOneGoAllAreHealedAsFarAsTheyCanBeAndCounted() throws Exception {
        var text = HexFormat.of().formatHex(content, 0, 500_000).getBytes(StandardCharsets.US_ASCII);
        Files.delete(source.resolve("large.bin"));
        Files.write(source.resolve("large.txt"), text);
        snapshot = UUID.fromString(site.capture(graph).getSnapshotId());
        Files.delete(newestPack());
        verify();
        assertThat(Long.parseLong(site.ask("SELECT count(*) FROM segment WHERE damaged")))
                .isGreaterThan(3);
        for (var at = 0; at < text.length; at += 50_000) {
            text[at] = 'x';
        }
        Files.write(source.resolve("large.txt"), text);

        var result = repair(2);

        assertThat(result.getDamagedChunks()).isGreaterThan(200);
        assertThat(result.getHealedChunks()).isBetween(result.getDamagedChunks() / 2, result.getDamagedChunks() - 1);
    }

    @Test
    void whatTheSourceDoesNotHaveAnyMoreStaysDamagedAndTheRestIsHealed() throws Exception {
        damageEveryBlock(pack("DATA"));
        verify();
        var changed = content.clone();
        changed[LARGE / 2] ^= 1;
        Files.write(source.resolve("large.bin"), changed);

        var result = repair();

        assertThat(result.getHealedChunks()).isBetween(1L, result.getDamagedChunks() - 1);
        assertThat(result.getCorruptSnapshotIdsList()).containsExactly(snapshot.toString());
        assertThat(site.snapshot(snapshot).state()).isEqualTo("CORRUPT");

        Files.write(source.resolve("large.bin"), content);
        assertThat(repair().getHealedSnapshotIdsList()).containsExactly(snapshot.toString());
        assertThat(restored()).isEqualTo(content);
    }

    @Test
    void whatCouldNotBeReadForAMomentIsWholeAgainAndNothingIsStored() throws Exception {
        var pack = pack("DATA");
        var away = pack.resolveSibling("away");
        Files.move(pack, away);
        verify();
        assertThat(site.snapshot(snapshot).state()).isEqualTo("CORRUPT");
        Files.move(away, pack);
        var before = site.ask("SELECT count(*) FROM pack");

        var result = repair();

        assertThat(result.getDamagedChunks()).isZero();
        assertThat(result.getHealedSnapshotIdsList()).containsExactly(snapshot.toString());
        assertThat(site.snapshot(snapshot).state()).isEqualTo("COMPLETED");
        assertThat(site.ask("SELECT count(*) FROM pack")).isEqualTo(before);
    }

    @Test
    void aSourceThatIsGoneIsToldAndADryRunChangesNothing() throws Exception {
        damageEveryBlock(pack("DATA"));
        verify();
        Files.move(source, source.resolveSibling("elsewhere"));

        var dry = site.run(
                "REPAIR",
                graph,
                snapshot,
                RepairStoreRequest.newBuilder().setDryRun(true).build());
        var result = repair();

        assertThat(unpacked(dry).getDamagedChunks()).isEqualTo(result.getDamagedChunks());
        assertThat(result.getHealedChunks()).isZero();
        assertThat(result.getNotesList()).isNotEmpty();
        assertThat(site.snapshot(snapshot).state()).isEqualTo("CORRUPT");
    }

    private RepairResult repair() throws IOException {
        var ended = site.run("REPAIR", graph, snapshot, RepairStoreRequest.getDefaultInstance());
        assertThat(ended.state()).as(BackupSite.error(ended)).isEqualTo(OperationState.SUCCEEDED);
        return unpacked(ended);
    }

    /** By a handler that looks at so few damaged segments at a time. */
    private RepairResult repair(int most) throws Exception {
        var operation = site.start("BY_HAND", graph, snapshot, RepairStoreRequest.getDefaultInstance());
        return site.repairs(most).run(new FakeContext(operation)).unpack(RepairResult.class);
    }

    private Path newestPack() {
        return file(site.ask("SELECT id FROM pack WHERE kind = 'DATA' ORDER BY number DESC LIMIT 1"));
    }

    private static RepairResult unpacked(OperationRow ended) throws IOException {
        return Any.parseFrom(ended.result()).unpack(RepairResult.class);
    }

    private OperationRow verify() {
        var started = site.database()
                .inTransaction(
                        tx -> site.parts.verifications().start(tx, "tester", VerifyStoreRequest.getDefaultInstance()));
        return site.ended(started.id());
    }

    private byte[] restored() throws IOException {
        var to = top.resolve("restored-" + UUID.randomUUID());
        var request = RestoreSnapshotRequest.newBuilder()
                .setSnapshotId(snapshot.toString())
                .setToDirectory(RestoreToDirectory.newBuilder().setPath(to.toString()))
                .build();
        var ended = site.run("RESTORE", graph, snapshot, request);
        assertThat(ended.state()).as(BackupSite.error(ended)).isEqualTo(OperationState.SUCCEEDED);
        return Files.readAllBytes(to.resolve("large.bin"));
    }

    /** What nothing needs any more, a cleanup would remove; until then a verification tells that it is missing. */
    private void forgetLostPack() {
        site.sql("UPDATE pack SET state = 'CONDEMNED', condemned_epoch = 1 WHERE number NOT IN"
                + " (SELECT unnest(packs) FROM segment)");
    }

    private Path pack(String kind) {
        var id = site.ask("SELECT id FROM pack WHERE state = 'LIVE' AND kind = '" + kind + "' ORDER BY number LIMIT 1");
        return file(id);
    }

    private Path file(String id) {
        return top.resolve("home/store/packs/" + id.substring(id.length() - 2) + "/" + id);
    }

    private static void damageEveryBlock(Path pack) throws IOException {
        var bytes = Files.readAllBytes(pack);
        for (var at = 100; at < bytes.length - 100_000; at += 50_000) {
            bytes[at] ^= 1;
        }
        Files.write(pack, bytes);
    }
}
