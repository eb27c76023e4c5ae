package io.graphkeep.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.server.monitoring.HealthState;
import io.graphkeep.server.security.KeyExport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LooksTest {
    @TempDir
    private Path keys;

    private Path key;
    private KeyExport export;

    @BeforeEach
    void makeKey() throws IOException {
        key = Files.write(keys.resolve("master.key"), new byte[] {1, 2, 3});
        export = new KeyExport(key, keys);
    }

    @Test
    void aKeyWithoutACopyIsToBeExported() {
        var verdict = Looks.at(export).look();

        assertThat(verdict.state()).isEqualTo(HealthState.DEGRADED);
        assertThat(verdict.toString()).contains("KEY_NOT_EXPORTED", "key export");
    }

    @Test
    void aKeyWithACopyIsHealthy() {
        export.toStream(new PrintStream(new ByteArrayOutputStream()));

        assertThat(Looks.at(export).look().state()).isEqualTo(HealthState.HEALTHY);
    }

    @Test
    void aKeyThatIsGoneIsToBeRestoredAndNotExported() throws IOException {
        export.toStream(new PrintStream(new ByteArrayOutputStream()));
        Files.delete(key);

        var verdict = Looks.at(export).look();

        assertThat(verdict.state()).isEqualTo(HealthState.CRITICAL);
        assertThat(verdict.toString())
                .contains("KEY_MISSING", key.toString(), "Restore the file from your copy")
                .doesNotContain("key export");
    }
}
