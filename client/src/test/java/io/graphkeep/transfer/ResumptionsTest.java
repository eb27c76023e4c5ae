package io.graphkeep.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ResumptionsTest {
    private final BrokenStreamException broken = new BrokenStreamException(new IllegalStateException("away"), null);

    @Test
    void theFirstBreakIsNeverTheLastHoweverLongNothingHasCome() {
        var resumptions = new Resumptions(Duration.ofNanos(1));

        resumptions.await(broken);

        assertThat(resumptions.count()).isEqualTo(1);
        assertThatThrownBy(() -> resumptions.await(broken)).isSameAs(broken.failure());
    }

    @Test
    void withoutPatienceTheFirstBreakIsTheLast() {
        assertThatThrownBy(() -> new Resumptions(Duration.ZERO).await(broken)).isSameAs(broken.failure());
    }

    @Test
    void somethingNewBeginsTheTimeAgain() {
        var resumptions = new Resumptions(Duration.ofNanos(1));
        resumptions.await(broken);

        resumptions.progressed();
        resumptions.await(broken);

        assertThat(resumptions.count()).isEqualTo(2);
    }

    @Test
    void anAnswerAloneIsNothingNew() {
        var resumptions = new Resumptions(Duration.ofNanos(1));
        resumptions.await(broken);

        resumptions.answered();

        assertThatThrownBy(() -> resumptions.await(broken)).isSameAs(broken.failure());
    }
}
