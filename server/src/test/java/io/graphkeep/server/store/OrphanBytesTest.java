package io.graphkeep.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a broken capture has left is counted by who asks what would go, and by who lets it go. */
final class OrphanBytesTest {
    private static final CollectionLimits ANY = new CollectionLimits(1, 0);

    @TempDir
    private Path home;

    @Test
    void whatABrokenCaptureHasLeftIsCountedBeforeAndWhenItGoes() throws IOException {
        try (var test = new TestStore(home)) {
            var store = test.open();
            var snapshot = test.ids.next();
            try (var session = store.openWrite(new WriteRequest(test.graph, snapshot, null, 0, null))) {
                test.addSnapshot(snapshot, test.graph, session.id());
                Sample.fill(session, Sample.mixed(new Random(11), 6), snapshot);
                test.backend().failBeforePut("manifests/");
                assertThatThrownBy(() -> Sample.commit(test, session, snapshot)).isNotNull();
            }
            test.sql("DELETE FROM snapshot WHERE id = '%s'".formatted(snapshot));
            var left = bytes();

            var forecast = store.wouldCollect(Set.of(), ANY, () -> {});
            var collected = store.survey(() -> {}).collect(ANY, () -> {});

            assertThat(left).isPositive();
            assertThat(forecast.orphanBytes()).isEqualTo(left);
            assertThat(collected.orphanBytes()).isEqualTo(left);
            assertThat(forecast.orphans()).isEqualTo(collected.orphans());
            assertThat(bytes()).isZero();
        }
    }

    private long bytes() throws IOException {
        try (var files = Files.walk(home)) {
            return files.filter(file -> file.toString().contains("/packs/") && Files.isRegularFile(file))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
