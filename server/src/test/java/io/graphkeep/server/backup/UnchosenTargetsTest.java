package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.transfer.TreePath;
import org.junit.jupiter.api.Test;

/** What is remembered of files that are not chosen is bounded, however many links a tree holds and however long they are. */
class UnchosenTargetsTest {
    private final UnchosenTargets targets = new UnchosenTargets(10_000);

    @Test
    void moreFilesThanCanBeRememberedAreRefused() {
        assertThatThrownBy(() -> {
                    for (var i = 0; i < 1_000; i++) {
                        targets.add(TreePath.of("link-" + i), TreePath.of("file-" + i));
                    }
                })
                .isInstanceOfSatisfying(GraphkeepException.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.INVALID_ARGUMENT);
                    assertThat(e.sentence()).contains("nothing was written");
                });
    }

    @Test
    void longNamesCountAsWhatTheyTake() {
        var path = ("x".repeat(250) + "/").repeat(15);

        assertThatThrownBy(() -> {
                    for (var i = 0; i < 2; i++) {
                        targets.add(TreePath.of(path + "link-" + i), TreePath.of(path + "file-" + i));
                    }
                })
                .isInstanceOf(GraphkeepException.class);
    }

    @Test
    void furtherLinksToOneFileTakeNothing() {
        for (var i = 0; i < 1_000; i++) {
            targets.add(TreePath.of("link-" + i), TreePath.of("file"));
        }

        assertThat(targets.has(TreePath.of("file"))).isTrue();
    }
}
