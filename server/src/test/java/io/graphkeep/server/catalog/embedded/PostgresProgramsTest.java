package io.graphkeep.server.catalog.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs are unpacked once, and again only where they are not whole. */
@Tag("starts-postgres")
class PostgresProgramsTest {
    @TempDir
    Path parent;

    @Test
    void programsThatAPowerCutHasEmptiedAreUnpackedAgainAndTheOnesOfAnotherBuildRemoved() throws Exception {
        var other = Files.createDirectory(parent.resolve("postgres-00000000-1"));
        var first = PostgresPrograms.in(parent);
        var size = Files.size(first.postgres());
        Files.write(first.postgres(), new byte[0]);

        var second = PostgresPrograms.in(parent);
        var unpacked = Files.getLastModifiedTime(second.postgres());

        assertThat(Files.size(second.postgres())).isEqualTo(size);
        assertThat(other).doesNotExist();
        assertThat(Files.getLastModifiedTime(PostgresPrograms.in(parent).postgres()))
                .isEqualTo(unpacked);
    }

    @Test
    void whatAnInterruptedUnpackingLeftIsMadeAnew() throws Exception {
        var initdb = PostgresPrograms.in(parent).initdb();
        var whole = initdb.resolve("../..").normalize();
        var half = parent.resolve(".new");
        Files.move(whole, half);
        Files.delete(half.resolve("bin/initdb"));

        assertThat(PostgresPrograms.in(parent).initdb()).isExecutable();
        assertThat(half).doesNotExist();

        Files.delete(whole.resolve(".contents"));
        Files.delete(initdb);

        assertThat(PostgresPrograms.in(parent).initdb()).isExecutable();
    }
}
