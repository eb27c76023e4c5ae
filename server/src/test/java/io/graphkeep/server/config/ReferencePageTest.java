package io.graphkeep.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReferencePageTest {
    @Test
    void theReferencePageIsFresh() throws IOException {
        var page = Path.of(System.getProperty("graphkeep.top", ".."), "docs", "configuration.md");

        assertThat(Files.exists(page) ? Files.readString(page) : "")
                .as("docs/configuration.md is stale: ./graphkeep config --reference > docs/configuration.md")
                .isEqualTo(ReferencePage.text());
    }

    @Test
    void everyKeyIsDescribedThere() {
        assertThat(Keys.ALL).allMatch(key -> key.meaning().endsWith("."), "says what it means in sentences");
        assertThat(Keys.ALL)
                .allMatch(key -> key.defaultText() != null || !key.defaultTold().isEmpty(), "tells its default");
        assertThat(Keys.ALL).allMatch(key -> ReferencePage.text().contains("| `" + key.name() + "` |"));
    }

    @Test
    void namesAreUnique() {
        assertThat(Keys.names()).doesNotHaveDuplicates();
        assertThat(Keys.ALL).extracting(Key::flag).doesNotHaveDuplicates();
    }

    @Test
    void theServersHelpNamesEveryFlagInLinesThatFitATerminal() {
        assertThat(Keys.ALL).allMatch(key -> ServerHelp.text().contains(key.isSecret() ? key.fileFlag() : key.flag()));
        assertThat(ServerHelp.text().lines()).allMatch(line -> line.length() <= 120);
    }
}
