package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.security.Principal;
import io.graphkeep.server.security.Role;
import io.graphkeep.server.security.Scopes;
import io.graphkeep.v1.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a caller is told who names a snapshot that cannot be meant. */
class LookupsTest extends WithSite {
    @Test
    void aSnapshotOfAnotherGraphIsSaidToBeOneToWhoSeesBoth() throws IOException {
        site.addGraph("other", Files.createDirectory(top.resolve("other")));
        var snapshot = site.capture(graph).getSnapshotId();
        var scoped = new Principal(new UUID(1, 1), "one", Role.READER, new Scopes(List.of("other")), null);

        assertThatThrownBy(() -> find(Principal.server(), snapshot, "other"))
                .hasMessageContaining("is not in graph other: it is one of graph books");
        assertThatThrownBy(() -> find(scoped, snapshot, "other"))
                .hasMessageContaining("There is no snapshot " + snapshot)
                .hasMessageNotContaining("books");
        assertThat(find(Principal.server(), snapshot, "books").getSnapshotId()).isEqualTo(snapshot);
    }

    private Snapshot find(Principal caller, String snapshot, String graphId) {
        return site.parts.snapshots().get(caller, snapshot, graphId, false);
    }
}
