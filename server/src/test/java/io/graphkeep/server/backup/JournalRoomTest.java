package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;

/** What no journal can hold is refused before it is written beside. */
class JournalRoomTest extends WithSite {
    @Test
    void namesAtTheTopThatDoNotFitAreRefusedAndThoseBelowDoNotCount() throws IOException {
        for (var i = 0; i < 20; i++) {
            Files.writeString(source.resolve("a name of some length " + i), "");
        }
        var many = Files.createDirectory(source.resolve("many"));
        for (var i = 0; i < 200; i++) {
            Files.writeString(many.resolve("a name of some length " + i), "");
        }
        var snapshot = UUID.fromString(site.capture(graph).getSnapshotId());

        try (var session = site.store.openRead(snapshot)) {
            var plan = RestorePlan.read(session, ChosenPaths.of(List.of()), false);

            assertThatCode(() -> room(2_000).require(session, plan, 0)).doesNotThrowAnyException();
            assertRefused(() -> room(500).require(session, plan, 0));
            assertRefused(() -> room(2_000).require(session, plan, 1_500));
        }
    }

    @Test
    void whatMayBeLeftOutIsNoReasonToRefuse() throws IOException {
        Files.writeString(source.resolve("a name of some length"), "");
        var snapshot = UUID.fromString(site.capture(graph).getSnapshotId());

        try (var session = site.store.openRead(snapshot)) {
            var plan = RestorePlan.read(session, ChosenPaths.of(List.of()), true);

            assertThatCode(() -> room(100).require(session, plan, 0)).doesNotThrowAnyException();
        }
    }

    private JournalRoom room(int bytes) {
        return new JournalRoom(source, bytes);
    }

    private static void assertRefused(ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        GraphkeepException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DESTINATION_UNUSABLE));
    }
}
