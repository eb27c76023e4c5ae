package io.graphkeep.transfer.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryReaderTest {
    @TempDir
    Path directory;

    @Test
    void aReaderThatIsInterruptedFindsNoFaultWithTheFile() throws Exception {
        Files.writeString(directory.resolve("good"), "good");
        var problems = new ArrayList<String>();
        var progress = new PushProgress() {
            @Override
            public void problem(String path, String what) {
                problems.add(path + ": " + what);
            }
        };
        var reader = new DirectoryReader(
                new SourceDirectory(directory, progress),
                new ParentEntries(null),
                new SegmentQueue(),
                progress,
                Clock.systemUTC());
        Thread.currentThread().interrupt();

        assertThatThrownBy(reader::read).isInstanceOf(ClosedByInterruptException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(problems).isEmpty();
    }
}
