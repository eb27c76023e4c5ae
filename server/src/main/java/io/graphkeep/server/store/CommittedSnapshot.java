package io.graphkeep.server.store;

import java.util.HexFormat;
import java.util.UUID;

/** A snapshot that is whole, durable and visible. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record CommittedSnapshot(UUID id, byte[] manifestDigest, long newBytes, long storedBytes) {
    @Override
    public String toString() {
        return "snapshot " + id + ", manifest " + HexFormat.of().formatHex(manifestDigest);
    }
}
