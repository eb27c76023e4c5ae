package io.graphkeep.server.catalog.rebuild;

import io.graphkeep.server.catalog.Transaction;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HexFormat;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Sends the places of chunks to the catalog as one COPY, in parts of bounded size. To be ended, or closed where it failed. */
public final class PlaceCopy implements AutoCloseable {
    private static final int PART = 256 << 10;

    private final CopyIn copy;
    private final StringBuilder waiting = new StringBuilder(PART);

    private PlaceCopy(CopyIn copy) {
        this.copy = copy;
    }

    /** Begins in a transaction, which no other statement may use until it has ended. */
    public static PlaceCopy into(Transaction transaction) {
        try {
            var api = transaction.connection().unwrap(PGConnection.class).getCopyAPI();
            return new PlaceCopy(api.copyIn("COPY rebuild_place (id, list, pack, block, chunk) FROM STDIN"));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Adds a place. The id is the 32 bytes that begin at the offset. */
    public void add(byte[] ids, int offset, boolean list, long pack, int block, int chunk) {
        waiting.append("\\\\x").append(HexFormat.of().formatHex(ids, offset, offset + 32));
        waiting.append('\t').append(list ? 't' : 'f').append('\t').append(pack);
        waiting.append('\t').append(block).append('\t').append(chunk).append('\n');
        if (waiting.length() > PART - 128) {
            send();
        }
    }

    public void end() {
        send();
        try {
            copy.endCopy();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private void send() {
        var bytes = waiting.toString().getBytes(StandardCharsets.US_ASCII);
        waiting.setLength(0);
        try {
            copy.writeToCopy(bytes, 0, bytes.length);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        if (copy.isActive()) {
            try {
                copy.cancelCopy();
            } catch (SQLException e) {
                throw failed(e);
            }
        }
    }

    private static RuntimeException failed(SQLException cause) {
        return new org.apache.ibatis.exceptions.PersistenceException(
                "The places of chunks could not be written", cause);
    }
}
