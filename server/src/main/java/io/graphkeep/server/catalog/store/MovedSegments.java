package io.graphkeep.server.catalog.store;

import java.util.List;

/**
 * Where segments lie from now on, column by column: so the statement is the same one for however many.
 *
 * @param packs of each the numbers of its packs, as PostgreSQL writes an array
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record MovedSegments(long[] numbers, byte[][] locators, List<String> packs) {
    public static MovedSegments of(List<MovedSegmentRow> rows) {
        return new MovedSegments(
                rows.stream().mapToLong(MovedSegmentRow::number).toArray(),
                rows.stream().map(MovedSegmentRow::locator).toArray(byte[][]::new),
                rows.stream().map(row -> NewSegments.text(row.packs())).toList());
    }
}
