package io.graphkeep.bench.compare;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** All measures of a run, by tool and case, in the order in which they came. */
final class Results {
    private final Map<String, Map<Case, List<Measure>>> all = new LinkedHashMap<>();
    private final Map<Case.Corpus, Long> sizes = new EnumMap<>(Case.Corpus.class);

    void add(String tool, Case done, Measure measure) {
        all.computeIfAbsent(tool, none -> new EnumMap<>(Case.class))
                .computeIfAbsent(done, none -> new ArrayList<>())
                .add(measure);
    }

    void size(Case.Corpus corpus, long bytes) {
        sizes.put(corpus, bytes);
    }

    long size(Case.Corpus corpus) {
        return sizes.getOrDefault(corpus, 0L);
    }

    Set<String> tools() {
        return all.keySet();
    }

    boolean has(String tool, Case done) {
        return !measures(tool, done).isEmpty();
    }

    /** The median of one figure over the rounds; empty where the tool has not done that. */
    Optional<Double> median(String tool, Case done, ToDoubleFunction<Measure> figure) {
        var sorted = measures(tool, done).stream().mapToDouble(figure).sorted().toArray();
        if (sorted.length == 0) {
            return Optional.empty();
        }
        var middle = sorted.length / 2;
        return Optional.of(sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
    }

    /** The largest of one figure over all cases of a tool. */
    double most(String tool, ToDoubleFunction<Measure> figure) {
        return all.getOrDefault(tool, Map.of()).values().stream()
                .flatMap(List::stream)
                .mapToDouble(figure)
                .max()
                .orElse(0);
    }

    private List<Measure> measures(String tool, Case done) {
        return all.getOrDefault(tool, Map.of()).getOrDefault(done, List.of());
    }
}
