package io.graphkeep.server.catalog.store;

import java.util.Arrays;
import java.util.List;

/**
 * Segments that a session stages, column by column: so the statement is the same one for however many.
 *
 * @param packs of each the numbers of its packs, as PostgreSQL writes an array
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record NewSegments(byte[][] ids, long[] bytes, long[] chunks, byte[][] locators, List<String> packs) {
    public static NewSegments of(List<NewSegmentRow> rows) {
        return new NewSegments(
                rows.stream().map(NewSegmentRow::id).toArray(byte[][]::new),
                rows.stream().mapToLong(NewSegmentRow::bytes).toArray(),
                rows.stream().mapToLong(NewSegmentRow::chunks).toArray(),
                rows.stream().map(NewSegmentRow::locator).toArray(byte[][]::new),
                rows.stream().map(row -> text(row.packs())).toList());
    }

    /** Numbers as PostgreSQL writes an array of them. */
    static String text(long[] numbers) {
        return Arrays.toString(numbers).replace('[', '{').replace(']', '}');
    }
}
