package io.graphkeep.bench.transfer;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was measured, round by round. */
final class Figures {
    private final Map<Figure, List<Double>> measured = new EnumMap<>(Figure.class);

    void add(Figure figure, double value) {
        measured.computeIfAbsent(figure, none -> new ArrayList<>()).add(value);
        System.err.printf("  %s: %s%n", figure.title(), figure.text(value));
    }

    boolean has(Figure figure) {
        return measured.containsKey(figure);
    }

    List<Double> all(Figure figure) {
        return List.copyOf(measured.getOrDefault(figure, List.of()));
    }

    double median(Figure figure) {
        var sorted = all(figure).stream().sorted().toList();
        return sorted.isEmpty()
                ? Double.NaN
                : (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }
}
