package io.graphkeep.server.catalog.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the archive holds is read; what it should not hold is refused. */
class TarReaderTest {
    private static final int BLOCK = 512;

    private final ByteArrayOutputStream archive = new ByteArrayOutputStream();

    @Test
    void filesAndLinksAreReadInTheirOrder() throws IOException {
        add("bin/postgres", '0', "program", "");
        add("lib/libpq.so", '2', "", "libpq.so.5");
        add("share/", '5', "", "");

        try (var tar = reader()) {
            assertThat(tar.next()).isEqualTo(new TarEntry("bin/postgres", TarEntry.Kind.FILE, true, 7, ""));
            assertThat(new String(tar.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("program");
            assertThat(tar.next())
                    .isEqualTo(new TarEntry("lib/libpq.so", TarEntry.Kind.SYMLINK, false, 0, "libpq.so.5"));
            assertThat(tar.next()).isEqualTo(new TarEntry("share/", TarEntry.Kind.DIRECTORY, true, 0, ""));
            assertThat(tar.next()).isNull();
        }
    }

    @Test
    void bytesThatWereNotReadAreSkipped() throws IOException {
        add("one", '0', "x".repeat(1_000), "");
        add("two", '0', "second", "");

        try (var tar = reader()) {
            tar.next();
            tar.next();
            assertThat(new String(tar.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("second");
        }
    }

    @Test
    void otherKindsOfEntriesAreRefused() throws IOException {
        add("hard", '1', "", "one");

        try (var tar = reader()) {
            assertThatThrownBy(tar::next).isInstanceOf(IOException.class).hasMessageContaining("hard");
        }
    }

    @Test
    void aHeaderThatWasChangedIsRefused() throws IOException {
        add("one", '0', "", "");
        var bytes = archive.toByteArray();
        bytes[0] = 'O';

        try (var tar = new TarReader(new ByteArrayInputStream(bytes))) {
            assertThatThrownBy(tar::next).hasMessageContaining("checksum");
        }
    }

    @Test
    void anArchiveCutShortIsRefused() throws IOException {
        add("one", '0', "x".repeat(1_000), "");

        try (var tar = new TarReader(new ByteArrayInputStream(archive.toByteArray(), 0, BLOCK + 100))) {
            tar.next();
            assertThatThrownBy(tar::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    private TarReader reader() throws IOException {
        archive.write(new byte[2 * BLOCK]);
        return new TarReader(new ByteArrayInputStream(archive.toByteArray()));
    }

    private void add(String name, char kind, String content, String link) throws IOException {
        var header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000755");
        put(header, 124, String.format("%011o", content.length()));
        put(header, 148, "        ");
        header[156] = (byte) kind;
        put(header, 157, link);
        var sum = 0;
        for (var one : header) {
            sum += one & 0xFF;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        archive.write(header);
        archive.write(content.getBytes(StandardCharsets.UTF_8));
        archive.write(new byte[-content.length() & (BLOCK - 1)]);
    }

    private static void put(byte[] header, int at, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
