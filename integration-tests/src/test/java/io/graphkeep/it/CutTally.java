package io.graphkeep.it;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a campaign of cuts saw, by way and kind. */
final class CutTally {
    private static final int MEBIBYTE = 1 << 20;

    /** What is known of the rounds of one way and kind. */
    private static final class Cell {
        private int rounds;
        private int hits;
        private final List<Long> beyond = new ArrayList<>();
    }

    private final Map<Cut.Way, Map<Cut.Kind, Cell>> cells = new EnumMap<>(Cut.Way.class);
    private final long seed;
    private int rounds;

    CutTally(long seed) {
        this.seed = seed;
        for (var way : Cut.Way.values()) {
            var kinds = new EnumMap<Cut.Kind, Cell>(Cut.Kind.class);
            Stream.of(Cut.Kind.values()).forEach(kind -> kinds.put(kind, new Cell()));
            cells.put(way, kinds);
        }
    }

    /** Another round; what went over the wire beyond what an undisturbed transfer needs is of interest where it was hit. */
    void add(Cut cut, boolean hit, long beyond) {
        var cell = cell(cut.way(), cut.kind());
        rounds++;
        cell.rounds++;
        if (hit) {
            cell.hits++;
            cell.beyond.add(Math.max(0, beyond));
        }
    }

    int rounds() {
        return rounds;
    }

    int hits() {
        return all().mapToInt(cell -> cell.hits).sum();
    }

    /** Whether each way was hit by each kind. */
    boolean hasHitAll() {
        return all().allMatch(cell -> cell.hits > 0);
    }

    private Cell cell(Cut.Way way, Cut.Kind kind) {
        return cells.getOrDefault(way, Map.of()).getOrDefault(kind, new Cell());
    }

    private Stream<Cell> all() {
        return cells.values().stream().flatMap(kinds -> kinds.values().stream());
    }

    @Override
    public String toString() {
        var text = new StringBuilder("Cuts of seed " + seed + ": " + hits() + " of " + rounds()
                + " rounds hit a transfer while it ran.\n"
                + "                          rounds  hit  beyond what was needed: median    worst (MiB)\n");
        cells.forEach((way, kinds) -> kinds.forEach((kind, cell) -> {
            var sorted = new ArrayList<>(cell.beyond);
            Collections.sort(sorted);
            var median = sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
            var worst = sorted.isEmpty() ? 0 : sorted.getLast();
            text.append(String.format(
                    "%-9s %-14s %7d %4d %36.2f %8.2f%n",
                    way, kind, cell.rounds, cell.hits, (double) median / MEBIBYTE, (double) worst / MEBIBYTE));
        }));
        return text.toString();
    }
}
