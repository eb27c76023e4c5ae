package io.graphkeep.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Damages the store in seeded ways, one after the other: each is found and named by a check, what a snapshot needs is found
 * by reading it too, no wrong byte is ever given, and all is well once the damage is taken back.
 *
 * <p>At the size that every build can afford; {@code integration-tests/campaign damage 1000} runs it in full.
 */
final class DamageCampaignTest extends WithSnapshot {
    private static final List<String> KINDS =
            List.of("packs", "packs", "packs", "manifests", "state", "owner", "keys", "repository");

    private final Map<UUID, List<Sample.Piece>> snapshots = new HashMap<>();
    private final Map<String, Integer> done = new TreeMap<>();

    @Test
    void everyMutationIsFoundAndNamedAndNoWrongByteIsGiven() throws Exception {
        var rounds = Integer.getInteger("graphkeep.campaign.rounds", 40);
        var seed = Long.getLong("graphkeep.campaign.seed", System.nanoTime());
        var random = new Random(seed);
        snapshots.put(snapshot, pieces);
        var more = Sample.mixed(new Random(2), 6);
        snapshots.put(Sample.write(test, store, more, null), more);
        for (var round = 0; round < rounds; round++) {
            round(random, "round " + round + " of seed " + seed);
        }
        System.out.println("Damage campaign: " + rounds + " mutations, seed " + seed + ", " + done);
    }

    private void round(Random random, String which) throws Exception {
        var kind = KINDS.get(random.nextInt(KINDS.size()));
        try (var fresh = test.open()) { // It remembers nothing that was read before.
            var files = files(kind);
            var file = files.get(random.nextInt(files.size()));
            var others = files.stream().filter(other -> !other.equals(file)).toList();
            var mutation = Mutation.of(random, file, others);
            var as = which + ": " + mutation;
            try {
                requireRead(fresh, kind.equals("packs") || kind.equals("manifests"), as);
                requireFound(fresh, file, as);
            } finally {
                mutation.takeBack();
            }
            requireWhole(fresh, as);
        }
        done.merge(kind, 1, Integer::sum);
    }

    /** Every read gives what was captured or fails, and one of them fails where a snapshot needs what is damaged. */
    private void requireRead(Store fresh, boolean fails, String as) throws IOException {
        var failures = new ArrayList<String>();
        for (var each : snapshots.entrySet()) {
            try {
                assertThat(Sample.read(fresh, each.getKey(), Sample.ids(each.getValue())))
                        .as(as)
                        .isEqualTo(Sample.bytes(each.getValue()));
                try (var session = fresh.openRead(each.getKey())) {
                    assertThat(new String(session.tree().readAllBytes(), StandardCharsets.UTF_8))
                            .as(as)
                            .isEqualTo("tree of " + each.getKey());
                }
            } catch (GraphkeepException e) {
                assertThat(e.reason()).as(as).isEqualTo(Reason.SNAPSHOT_CORRUPT);
                assertThat(e.sentence()).as(as).containsPattern("packs/|manifests/|pack |segment ");
                failures.add(e.sentence());
            } catch (IOException gone) {
                // What was damaged is the object by which the store is known to be there.
                assertThat(gone).as(as).hasMessageContaining("repository");
            }
        }
        assertThat(failures.isEmpty()).as(as + ", read: " + failures).isEqualTo(!fails);
    }

    private void requireFound(Store fresh, Path file, String as) throws InterruptedException {
        try {
            var report = fresh.check()
                    .ofStore(new CheckOrder(CheckLevel.CONTENT, 1, 2, null, 0), TestStore.UNWATCHED, found -> {});
            assertThat(report.damaged())
                    .as(as)
                    .extracting(DamagedObject::name)
                    .contains(test.directory().relativize(file).toString());
        } catch (GraphkeepException e) {
            assertThat(e.reason()).as(as).isEqualTo(Reason.STORE_UNAVAILABLE);
            assertThat(e.sentence()).as(as).contains("There is no repository at");
            assertThat(file.getFileName()).as(as).hasToString("repository");
        }
    }

    /** What was damaged for a moment is told whole again by a repair, which stores nothing. */
    private void requireWhole(Store fresh, String as) throws InterruptedException {
        assertThat(fresh.repair()
                        .look(RepairScope.of(snapshots.keySet()), true, 2, TestStore.UNWATCHED)
                        .isEmpty())
                .as(as)
                .isTrue();
        assertThat(test.ask("SELECT count(*) FROM snapshot WHERE state <> 'COMPLETED'"))
                .as(as)
                .isEqualTo("0");
        assertThat(test.ask("SELECT count(*) FROM segment WHERE damaged"))
                .as(as)
                .isEqualTo("0");
    }

    /** Of what is numbered the newest alone is alive, but for state records. */
    private List<Path> files(String kind) throws IOException {
        try (var walk = Files.walk(test.directory().resolve(kind))) {
            var files = walk.filter(Files::isRegularFile).sorted().toList();
            return kind.equals("owner") ? List.of(newest(files)) : files;
        }
    }

    private static Path newest(List<Path> files) {
        return files.stream()
                .max(Comparator.comparingLong(
                        file -> Long.parseLong(file.getFileName().toString())))
                .orElseThrow();
    }
}
