package io.graphkeep.server.backup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PathTextTest {
    @Test
    void aPercentSignWithoutTwoDigitsIsNoPath() {
        assertThat(PathText.parse("100%")).isNull();
        assertThat(PathText.parse("%zz")).isNull();
    }

    @Test
    void aPathThatIsNotUtf8IsNoString() {
        assertThat(PathText.parseToString("/data/%FF")).isNull();
        assertThat(PathText.parseToString("/data/100%25")).isEqualTo("/data/100%");
    }

    @Test
    void aPathOfPercentSignsComesBack() {
        assertThat(PathText.of("/data/100% ü")).isEqualTo("/data/100%25 ü");
    }
}
