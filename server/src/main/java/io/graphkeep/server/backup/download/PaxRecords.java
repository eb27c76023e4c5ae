package io.graphkeep.server.backup.download;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The records that stand before an entry of a pax archive, each {@code length key=value}. */
final class PaxRecords {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean isBinary;

    boolean isEmpty() {
        return bytes.size() == 0;
    }

    void add(String key, String value) {
        add(key, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A name; where it is no text it is said that names are bytes. */
    void addName(String key, byte[] name) {
        if (!isUtf8(name) && !isBinary) {
            isBinary = true;
            add("hdrcharset", "BINARY");
        }
        add(key, name);
    }

    /** The length counts its own digits too. */
    void add(String key, byte[] value) {
        var head = (" " + key + "=").getBytes(StandardCharsets.UTF_8);
        var rest = head.length + value.length + 1;
        var length = rest + Integer.toString(rest).length();
        if (rest + Integer.toString(length).length() > length) {
            length++;
        }
        bytes.writeBytes(Integer.toString(length).getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(head);
        bytes.writeBytes(value);
        bytes.write('\n');
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    static boolean isAscii(byte[] text) {
        for (var each : text) {
            if (each < 0) {
                return false;
            }
        }
        return true;
    }

    static boolean isUtf8(byte[] text) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
