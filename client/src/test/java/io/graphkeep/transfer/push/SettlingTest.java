package io.graphkeep.transfer.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SettlingTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Settling settling = new Settling(state(0), Duration.ofSeconds(5), Duration.ofSeconds(60));

    @Test
    void whatHasNotChangedIsNeverDue() {
        assertThat(isDue(0, 0)).isFalse();
        assertThat(isDue(0, 1000)).isFalse();
    }

    @Test
    void aChangeIsDueOnceItHasBeenStillForAWhile() {
        assertThat(isDue(1, 10)).isFalse();
        assertThat(isDue(2, 14)).isFalse();
        assertThat(isDue(2, 18)).isFalse();
        assertThat(isDue(2, 19)).isTrue();
        assertThat(isDue(2, 100)).isFalse();
    }

    @Test
    void whatNeverIsStillIsDueAtTheLatest() {
        for (var second = 1; second < 61; second++) {
            assertThat(isDue(second, second)).isFalse();
        }
        assertThat(isDue(61, 61)).isTrue();
        assertThat(isDue(62, 62)).isFalse();
    }

    @Test
    void whatIsAsItWasAgainIsNotDue() {
        assertThat(isDue(1, 10)).isFalse();
        assertThat(isDue(0, 12)).isFalse();
        assertThat(isDue(0, 100)).isFalse();
    }

    @Test
    void aChangeDuringAPushIsDueAfterIt() {
        assertThat(isDue(1, 10)).isFalse();
        assertThat(isDue(1, 15)).isTrue();

        assertThat(isDue(2, 40)).isFalse();
        assertThat(isDue(2, 45)).isTrue();
    }

    private boolean isDue(int state, int second) {
        return settling.isDue(state(state), START.plusSeconds(second));
    }

    private static DirectoryState state(int number) {
        return new DirectoryState(1, number, number);
    }
}
