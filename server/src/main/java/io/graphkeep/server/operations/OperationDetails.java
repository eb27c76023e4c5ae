package io.graphkeep.server.operations;

import com.google.protobuf.InvalidProtocolBufferException;
import io.graphkeep.server.catalog.Database;
import io.graphkeep.server.catalog.operation.DetailRow;
import io.graphkeep.server.catalog.operation.OperationMapper;
import io.graphkeep.v1.OperationDetail;
import java.util.List;
import java.util.UUID;

/** What operations found or decided, line by line, where a result holds the first lines only. Kept as long as the operation. */
public final class OperationDetails {
    private static final int BATCH = 200;

    private final Database database;

    public OperationDetails(Database database) {
        this.database = database;
    }

    /** A line and where it stands. */
    public record Line(long number, OperationDetail detail) {}

    /** Replaces all lines of an operation by these, as one. */
    public void replace(OperationContext context, List<OperationDetail> lines) {
        database.inTransaction(transaction -> {
            context.fence(transaction);
            var mapper = transaction.mapper(OperationMapper.class);
            mapper.dropDetails(context.id());
            for (var from = 0; from < lines.size(); from += BATCH) {
                var payloads = lines.subList(from, Math.min(lines.size(), from + BATCH)).stream()
                        .map(OperationDetail::toByteArray)
                        .toList();
                mapper.addDetails(context.id(), from + 1L, payloads);
            }
            return true;
        });
    }

    /** The lines of an operation after one of them, 0 for the first. */
    public List<Line> after(UUID operation, long number, int limit) {
        return database
                .read(transaction -> transaction.mapper(OperationMapper.class).details(operation, number, limit))
                .stream()
                .map(OperationDetails::line)
                .toList();
    }

    private static Line line(DetailRow row) {
        try {
            return new Line(row.number(), OperationDetail.parseFrom(row.payload()));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("A line of an operation cannot be read", e);
        }
    }
}
